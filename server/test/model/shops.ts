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
import { DAY, dateOf, WEEKDAY } from "./day.ts";
import { openLine, type Line } from "./line.ts";
import { firstPrices, type Prices } from "./prices.ts";
import { LATE_SLOT, LEGS, RIGS, ROOMS, SEATS, STAFF } from "./wishes.ts";

/** The cancellation policy: free until some hours before the start, then a percentage of the price. */
export interface Policy {
  freeHours: number;
  feePercent: number;
  noShowPercent: number;
}

const DEPOSIT_PERCENT = 30;

/** An offering's payment, acceptance and cancellation terms. */
export interface Terms {
  pay: "venue" | "deposit" | "full";
  depositPercent: number;
  manual: boolean;
  /** The acceptance time; null means until the start. */
  acceptMinutes: number | null;
  holdMinutes: number;
  policy: Policy;
}

export const offerings = ["cut", "colour", "rig", "seat", "room"] as const;
export type Offering = (typeof offerings)[number];
export type AllTerms = Record<Offering, Terms>;

const policy: fc.Arbitrary<Policy> = fc.record({
  freeHours: fc.constantFrom(0, 12, 25),
  feePercent: fc.constantFrom(0, 50, 100),
  noShowPercent: fc.constantFrom(0, 80),
});

const terms: fc.Arbitrary<Terms> = fc.record({
  pay: fc.oneof(
    { weight: 3, arbitrary: fc.constant("venue" as const) },
    { weight: 3, arbitrary: fc.constant("full" as const) },
    { weight: 1, arbitrary: fc.constant("deposit" as const) },
  ),
  depositPercent: fc.constant(DEPOSIT_PERCENT),
  manual: fc.nat(2).map((n) => n === 2),
  acceptMinutes: fc.constantFrom(null, 20, 600),
  holdMinutes: fc.constantFrom(5, 10, 30),
  policy,
});

export const grace = fc.constantFrom(0, 60, 720);

export const allTerms: fc.Arbitrary<AllTerms> = fc.record({
  cut: terms,
  colour: terms,
  rig: terms,
  seat: terms,
  room: terms,
});

/** How long before the start check-in opens at each shop, in minutes. */
export const CHECK_IN_OPENS = { salon: 60, venue: 60, bus: 180, hotel: 1440 } as const;

export const shopNames = ["salon", "venue", "bus", "hotel"] as const;
export type ShopName = (typeof shopNames)[number];

export interface Shops {
  salon: Salon & { services: { cut: string; colour: string } };
  venue: Venue;
  bus: BusLine;
  /** The bus line's trip in its current state. */
  line: Line;
  hotel: Hotel;
  /** A city with no other hotel. */
  hotelCity: string;
  terms: AllTerms;
  /** How long after its end a booking can be marked as a no-show. */
  graceMinutes: number;
  prices: Prices;
}

/** Opens one business of each kind, small enough that customers often conflict. */
export async function openShops(db: Db, all: AllTerms, graceMinutes: number): Promise<Shops> {
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
  const shops = { salon: { ...salon, services }, venue, bus, hotel, hotelCity };
  await setPrices(db, shops);
  await setGrace(db, shops, graceMinutes);
  const own = { terms: structuredClone(all), prices: structuredClone(firstPrices) };
  return { ...shops, line: await openLine(db, bus), graceMinutes, ...own };
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

/** Adds a one-hour service by the same staff, with a ten-minute buffer after it. */
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
        accept_within_minutes: one.acceptMinutes,
        deposit_percent: one.pay === "deposit" ? one.depositPercent : 0,
        free_cancel_hours: one.policy.freeHours,
        cancel_fee_percent: one.policy.feePercent,
        no_show_fee_percent: one.policy.noShowPercent,
      })
      .where("business_id", "=", business)
      .where("id", "=", offering)
      .execute(),
  );
}

/** Sets the prices that differ from the harness: dearer rigs later in the day, a price for each night and a fare for each leg. */
async function setPrices(
  db: Db,
  { venue, bus, hotel }: Pick<Shops, "venue" | "bus" | "hotel">,
): Promise<void> {
  const { rig, legs, nights } = firstPrices;
  await inTransaction(db, platform, async (tx) => {
    await tx
      .insertInto("rental_prices")
      .values({
        business_id: venue.businessId,
        id: newId(),
        rental_id: venue.rentalId,
        weekday: WEEKDAY,
        starts_minute: (9 + LATE_SLOT / 2) * 60,
        ends_minute: 1440,
        price_hour_minor: rig.late * 2,
      })
      .execute();
    await tx
      .insertInto("fares")
      .values(
        LEGS.map(([from, to], leg) => ({
          business_id: bus.businessId,
          id: newId(),
          route_id: bus.routeId,
          from_stop_id: bus.stopIds[from],
          to_stop_id: bus.stopIds[to],
          price_minor: legs[leg]!,
        })),
      )
      .execute();
    await tx
      .insertInto("room_rates")
      .values(
        nights.map((price_minor, night) => ({
          business_id: hotel.businessId,
          room_type_id: hotel.roomTypeId,
          night: dateOf(night),
          price_minor,
        })),
      )
      .execute();
  });
}

async function setGrace(
  db: Db,
  shops: Pick<Shops, ShopName>,
  completion_grace_minutes: number,
): Promise<void> {
  await inTransaction(db, platform, (tx) =>
    tx
      .updateTable("businesses")
      .set({ completion_grace_minutes })
      .where(
        "id",
        "in",
        shopNames.map((name) => shops[name].businessId),
      )
      .execute(),
  );
}
