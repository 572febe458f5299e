import type { Tx } from "../../src/db/connection.ts";
import { replaceHours } from "../../src/business/replace-hours.ts";
import { changeLocation } from "../../src/business/edit-location.ts";
import type { EditKey } from "../../src/business/editable.ts";
import { changeRoomType } from "../../src/catalogue/hotel/edit-room-type.ts";
import { addStaffException } from "../../src/catalogue/salon/edit-staff-exceptions.ts";
import { changeService } from "../../src/catalogue/salon/edit-service.ts";
import { changeStaff } from "../../src/catalogue/salon/edit-staff.ts";
import { replaceWindows } from "../../src/catalogue/salon/replace-week.ts";
import { changeRentalUnit } from "../../src/catalogue/venue/edit-rental-unit.ts";
import { newId } from "../../src/base/id.ts";
import { makeHotel, makeSalon, makeVenue } from "../harness/businesses.ts";
import type { TestApp } from "../harness/test-app.ts";
import { haircut, nights, rig } from "../flows/wants.ts";

/** One edit of the catalogue, and an item that conflicts with it. */
export interface Scene {
  /** The item that the edit breaks if it is sold. */
  item: object;
  edit: (tx: Tx) => Promise<unknown>;
  /** A booking that does not conflict with the edit, and the change that turns it into `item`. */
  move?: { from: object; change: object };
}

export interface Staging {
  edit: string;
  /** Sales whose own foreign keys hold the edited row, so that the edit waits for them without further locks. */
  heldBy?: readonly ("an order" | "late money")[];
  /** A booking can be moved to what the edit breaks. */
  isMovedInto?: true;
  stage: (app: TestApp, terms: { payment_terms?: "full" }) => Promise<Scene>;
}

const at = (time: string) => `2026-11-24T${time}:00+03:00`;
const afternoons = [{ weekday: 2, start: "12:00", end: "20:00" }];

async function stageSalon(
  app: TestApp,
  terms: { payment_terms?: "full" },
  edit: (tx: Tx, of: { sara: EditKey; service: EditKey; place: EditKey; noura: string }) => unknown,
  from?: { staff: "noura" | "sara"; time: string },
): Promise<Scene> {
  const salon = await makeSalon(app.db, { staff: 2, terms });
  const { businessId } = salon;
  const [sara, noura] = salon.staffIds as [string, string];
  const of = {
    sara: { businessId, id: sara },
    service: { businessId, id: salon.serviceId },
    place: { businessId, id: salon.locationId },
    noura,
  };
  const move = from && {
    from: haircut(salon, at(from.time), { staffId: from.staff === "sara" ? sara : noura }),
    change: { staffId: sara, start: at("10:00") },
  };
  return {
    item: haircut(salon, at("10:00"), { staffId: sara }),
    edit: async (tx) => edit(tx, of),
    move,
  };
}

const byNoura = { staff: "noura", time: "10:00" } as const;
const later = { staff: "sara", time: "15:00" } as const;

/** Every edit that may break bookings of units, each with an item that it breaks. */
export const stagings: readonly Staging[] = [
  {
    edit: "deactivating a staff member",
    isMovedInto: true,
    stage: (app, terms) =>
      stageSalon(app, terms, (tx, { sara }) => changeStaff(tx, sara, { active: false }), byNoura),
  },
  {
    edit: "adding time off",
    isMovedInto: true,
    stage: (app, terms) => {
      const off = { kind: "off", start: at("09:00"), end: at("12:00") } as const;
      return stageSalon(
        app,
        terms,
        (tx, { sara }) => addStaffException(tx, sara, newId(), off),
        later,
      );
    },
  },
  {
    edit: "replacing weekly windows",
    isMovedInto: true,
    stage: (app, terms) =>
      stageSalon(app, terms, (tx, { sara }) => replaceWindows(tx, sara, afternoons), later),
  },
  {
    edit: "removing a staff member from a service",
    isMovedInto: true,
    heldBy: ["an order"],
    stage: (app, terms) =>
      stageSalon(
        app,
        terms,
        (tx, { service, noura }) => changeService(tx, service, { staffIds: [noura] }),
        byNoura,
      ),
  },
  {
    edit: "changing the opening hours",
    isMovedInto: true,
    heldBy: ["an order", "late money"],
    stage: (app, terms) =>
      stageSalon(app, terms, (tx, { place }) => replaceHours(tx, place, afternoons), later),
  },
  {
    edit: "closing a location",
    heldBy: ["an order", "late money"],
    stage: (app, terms) =>
      stageSalon(app, terms, (tx, { place }) => changeLocation(tx, place, { active: false })),
  },
  {
    edit: "taking a rental unit off sale",
    isMovedInto: true,
    stage: async (app, terms) => {
      const venue = await makeVenue(app.db, { units: 2, terms });
      const [unitId, other] = venue.unitIds as [string, string];
      const key = { businessId: venue.businessId, id: unitId };
      return {
        item: rig(venue, at("10:00"), { unitIds: [unitId] }),
        edit: (tx) => changeRentalUnit(tx, key, { active: false }),
        move: {
          from: rig(venue, at("10:00"), { unitIds: [other] }),
          change: { unitIds: [unitId] },
        },
      };
    },
  },
  {
    edit: "lowering a room's occupancy",
    heldBy: ["an order"],
    stage: async (app, terms) => {
      const hotel = await makeHotel(app.db, { terms });
      const key = { businessId: hotel.businessId, id: hotel.roomTypeId };
      const stay = (guests: number) => nights(hotel, "2026-11-24", "2026-11-26", { guests });
      return { item: stay(2), edit: (tx) => changeRoomType(tx, key, { occupancy: 1 }) };
    },
  },
];
