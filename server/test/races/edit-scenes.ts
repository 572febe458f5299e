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

/** One edit of the catalogue, and what it leaves no room for. */
export interface Scene {
  /** What breaks if it is sold beside the edit. */
  item: object;
  edit: (tx: Tx) => Promise<unknown>;
  /** Another booking first, which goes together with the edit, and the change that makes it `item`. */
  move?: { from: object; change: object };
}

export interface Staging {
  edit: string;
  /** What holds the row that is edited by a foreign key of its own, so that the edit waits for it without further locks. */
  heldBy?: readonly ("an order" | "late money")[];
  /** A booking can be moved into what the edit breaks. */
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

/** Every edit that may break what is sold of units, each with an item that it breaks. */
export const stagings: readonly Staging[] = [
  {
    edit: "a staff member stops working",
    isMovedInto: true,
    stage: (app, terms) =>
      stageSalon(app, terms, (tx, { sara }) => changeStaff(tx, sara, { active: false }), byNoura),
  },
  {
    edit: "time off",
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
    edit: "weekly windows",
    isMovedInto: true,
    stage: (app, terms) =>
      stageSalon(app, terms, (tx, { sara }) => replaceWindows(tx, sara, afternoons), later),
  },
  {
    edit: "who does a service",
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
    edit: "opening hours",
    isMovedInto: true,
    heldBy: ["an order", "late money"],
    stage: (app, terms) =>
      stageSalon(app, terms, (tx, { place }) => replaceHours(tx, place, afternoons), later),
  },
  {
    edit: "a location closes down",
    heldBy: ["an order", "late money"],
    stage: (app, terms) =>
      stageSalon(app, terms, (tx, { place }) => changeLocation(tx, place, { active: false })),
  },
  {
    edit: "a rental unit is taken off sale",
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
    edit: "rooms for fewer guests",
    heldBy: ["an order"],
    stage: async (app, terms) => {
      const hotel = await makeHotel(app.db, { terms });
      const key = { businessId: hotel.businessId, id: hotel.roomTypeId };
      const stay = (guests: number) => nights(hotel, "2026-11-24", "2026-11-26", { guests });
      return { item: stay(2), edit: (tx) => changeRoomType(tx, key, { occupancy: 1 }) };
    },
  },
];
