import fc from "fast-check";
import { newId } from "../../src/base/id.ts";
import type { Db } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeBusLine, type BusLine } from "../harness/bus-line.ts";
import {
  makeHotel,
  makeSalon,
  makeVenue,
  type Hotel,
  type Salon,
  type Venue,
} from "../harness/businesses.ts";
import { platform } from "../harness/people.ts";
import { RIGS, ROOMS, SEATS, STAFF } from "./wishes.ts";

/** How an offering wants to be paid and accepted. */
export interface Terms {
  pay: "venue" | "deposit" | "full";
  manual: boolean;
  holdMinutes: number;
}

export const offerings = ["cut", "colour", "rig", "seat", "room"] as const;
export type Offering = (typeof offerings)[number];
export type AllTerms = Record<Offering, Terms>;

const terms: fc.Arbitrary<Terms> = fc.record({
  pay: fc.oneof(
    { weight: 3, arbitrary: fc.constant("venue" as const) },
    { weight: 3, arbitrary: fc.constant("full" as const) },
    { weight: 1, arbitrary: fc.constant("deposit" as const) },
  ),
  manual: fc.nat(2).map((n) => n === 2),
  holdMinutes: fc.constantFrom(5, 10, 30),
});

export const allTerms: fc.Arbitrary<AllTerms> = fc.record({
  cut: terms,
  colour: terms,
  rig: terms,
  seat: terms,
  room: terms,
});

/** A share of the price, as `makeHotel` and its like set it. */
export const DEPOSIT_PERCENT = 30;
/** The day everything in the model's world happens on, the day after its clock begins. */
export const DAY = "2026-11-22";

export const shopNames = ["salon", "venue", "bus", "hotel"] as const;
export type ShopName = (typeof shopNames)[number];

export interface Shops {
  salon: Salon & { services: { cut: string; colour: string } };
  venue: Venue;
  bus: BusLine;
  hotel: Hotel;
  /** Where no other hotel is. */
  hotelCity: string;
  terms: AllTerms;
}

/** One business of each trade, small enough that everybody gets in everybody's way. */
export async function openShops(db: Db, all: AllTerms): Promise<Shops> {
  const salon = await makeSalon(db, { staff: STAFF });
  const venue = await makeVenue(db, { units: RIGS });
  const bus = await makeBusLine(db, { date: DAY, seats: SEATS });
  const hotel = await makeHotel(db, { rooms: ROOMS });
  const colour = await addColouring(db, salon);
  await setTerms(db, salon.businessId, salon.serviceId, all.cut);
  await setTerms(db, salon.businessId, colour, all.colour);
  await setTerms(db, venue.businessId, venue.rentalId, all.rig);
  await setTerms(db, bus.businessId, bus.routeId, all.seat);
  await setTerms(db, hotel.businessId, hotel.roomTypeId, all.room);
  const hotelCity = await moveToCityOfItsOwn(db, hotel);
  const services = { cut: salon.serviceId, colour };
  return { salon: { ...salon, services }, venue, bus, hotel, hotelCity, terms: all };
}

async function moveToCityOfItsOwn(db: Db, { businessId, locationId }: Hotel): Promise<string> {
  const city = `c${businessId.slice(-12)}`;
  await inTransaction(db, platform, (tx) =>
    tx
      .updateTable("locations")
      .set({ city_ar: city, city_en: city })
      .where("business_id", "=", businessId)
      .where("id", "=", locationId)
      .execute(),
  );
  return city;
}

/** An hour by the same staff, who need ten minutes afterwards. */
async function addColouring(db: Db, { businessId, locationId, staffIds }: Salon): Promise<string> {
  const id = newId();
  await inTransaction(db, platform, async (tx) => {
    await tx
      .insertInto("offerings")
      .values({
        business_id: businessId,
        id,
        kind: "service",
        location_id: locationId,
        name_ar: "صبغة",
        name_en: "Colour",
        horizon_days: 365,
      })
      .execute();
    await tx
      .insertInto("services")
      .values({
        business_id: businessId,
        id,
        duration_minutes: 60,
        buffer_after_minutes: 10,
        step_minutes: 30,
        price_minor: 25_000,
      })
      .execute();
    await tx
      .insertInto("service_staff")
      .values(staffIds.map((staff_id) => ({ business_id: businessId, service_id: id, staff_id })))
      .execute();
  });
  return id;
}

async function setTerms(db: Db, business: string, offering: string, one: Terms): Promise<void> {
  await inTransaction(db, platform, (tx) =>
    tx
      .updateTable("offerings")
      .set({
        payment_terms: one.pay,
        acceptance: one.manual ? "manual" : "auto",
        hold_minutes: one.holdMinutes,
        deposit_percent: one.pay === "deposit" ? DEPOSIT_PERCENT : 0,
      })
      .where("business_id", "=", business)
      .where("id", "=", offering)
      .execute(),
  );
}
