import { HOUR_MS, MINUTE_MS } from "../../src/base/time.ts";
import { dateOf, slotStart } from "./day.ts";
import type { Offering, ShopName, Shops } from "./shops.ts";
import { rideOf } from "./line.ts";
import { LEGS, type Wish } from "./wishes.ts";

/** The exclusive right to a unit, in epoch milliseconds; for a seat, in positions of its trip's timetable. */
export interface Claim {
  unit: string;
  seat: number;
  from: number;
  until: number;
  /** For a seat: the departure time when it was sold. */
  leaves?: number;
}

export interface Night {
  night: string;
  rooms: number;
}

/** What a wish needs: its times and inventory. */
export interface Needs {
  shop: ShopName;
  offering: Offering;
  begins: number;
  ends: number;
  /** A seat until departure, a room until the end of the arrival day, anything else until it begins. */
  soldUntil: number;
  /** Exactly these units. */
  claims: Claim[];
  /** Any `count` of these units, for the same time. */
  pick?: { units: readonly string[]; count: number; from: number; until: number };
  nights: Night[];
}

export function needsOf(wish: Wish, shops: Shops): Needs {
  switch (wish.kind) {
    case "appointment":
      return appointmentNeeds(wish, shops);
    case "rental":
      return rentalNeeds(wish, shops);
    case "seat":
      return seatNeeds(wish, shops);
    default:
      return stayNeeds(wish);
  }
}

function appointmentNeeds(wish: Wish & { kind: "appointment" }, { salon }: Shops): Needs {
  const isCut = wish.service === "cut";
  const begins = slotStart(wish.slot);
  const ends = begins + (isCut ? 30 : 60) * MINUTE_MS;
  const until = isCut ? ends : ends + 10 * MINUTE_MS;
  const asked = wish.staff === "any" ? undefined : salon.staffIds[wish.staff]!;
  return {
    shop: "salon",
    offering: wish.service,
    begins,
    ends,
    soldUntil: begins,
    claims: asked === undefined ? [] : [{ unit: asked, seat: 0, from: begins, until }],
    ...(asked === undefined && { pick: { units: salon.staffIds, count: 1, from: begins, until } }),
    nights: [],
  };
}

function rentalNeeds(wish: Wish & { kind: "rental" }, { venue }: Shops): Needs {
  const begins = slotStart(wish.slot);
  const ends = begins + wish.hours * HOUR_MS;
  const { units } = wish;
  const named = typeof units === "number" ? [] : units.map((index) => venue.unitIds[index]!);
  const count = typeof units === "number" ? units : units.length;
  return {
    shop: "venue",
    offering: "rig",
    begins,
    ends,
    soldUntil: begins,
    claims: named.map((unit) => ({ unit, seat: 0, from: begins, until: ends })),
    ...(named.length === 0 && { pick: { units: venue.unitIds, count, from: begins, until: ends } }),
    nights: [],
  };
}

/** A leg that is not served needs nothing, at no time. */
function seatNeeds(wish: Wish & { kind: "seat" }, { bus, line }: Shops): Needs {
  const nowhere = { begins: Infinity, ends: Infinity, from: 0, until: 0 };
  const { begins, ends, from, until } = rideOf(wish.leg, line) ?? nowhere;
  const numbers = wish.seats.flatMap((label) => line.vehicle.numbers.get(label) ?? []);
  return {
    shop: "bus",
    offering: "seat",
    begins,
    soldUntil: begins,
    ends,
    claims: numbers.map((seat) => ({ unit: bus.tripId, seat, from, until, leaves: begins })),
    nights: [],
  };
}

function stayNeeds(wish: Wish & { kind: "stay" }): Needs {
  const { night, nights, rooms } = wish;
  return {
    shop: "hotel",
    offering: "room",
    begins: Date.parse(`${dateOf(night)}T15:00:00+03:00`),
    soldUntil: Date.parse(`${dateOf(night + 1)}T00:00:00+03:00`),
    ends: Date.parse(`${dateOf(night + nights)}T12:00:00+03:00`),
    claims: [],
    nights: Array.from({ length: nights }, (_, index) => ({ night: dateOf(night + index), rooms })),
  };
}

/** Whether it needs an idle unit, or more units than are in use. */
export function isTooMany({ claims, pick }: Needs, idle: ReadonlySet<string>): boolean {
  const inUse = pick?.units.filter((unit) => !idle.has(unit)) ?? [];
  return (
    claims.some(({ unit }) => idle.has(unit)) || (pick !== undefined && pick.count > inUse.length)
  );
}

/** Writes the wish as an item of a request. */
export function itemOf(wish: Wish, { salon, venue, bus, hotel }: Shops): Record<string, unknown> {
  const at = (ms: number) => new Date(ms).toISOString();
  switch (wish.kind) {
    case "appointment": {
      const staffId = wish.staff === "any" ? undefined : salon.staffIds[wish.staff];
      const serviceId = salon.services[wish.service];
      return { kind: wish.kind, serviceId, staffId, start: at(slotStart(wish.slot)) };
    }
    case "rental": {
      const start = slotStart(wish.slot);
      const times = { start: at(start), end: at(start + wish.hours * HOUR_MS) };
      const { units } = wish;
      const which =
        typeof units === "number" ? { units } : { unitIds: units.map((i) => venue.unitIds[i]) };
      return { kind: wish.kind, rentalId: venue.rentalId, ...times, ...which };
    }
    case "seat": {
      const [from, to] = LEGS[wish.leg]!.map((index) => bus.stopIds[index]);
      const seats = wish.seats.map((no) => ({ label: `${no}`, passenger: "Reem" }));
      return { kind: wish.kind, tripId: bus.tripId, from, to, seats };
    }
    default: {
      const { night, nights, rooms } = wish;
      const dates = { checkIn: dateOf(night), checkOut: dateOf(night + nights) };
      return { kind: wish.kind, roomTypeId: hotel.roomTypeId, ...dates, rooms, guests: rooms };
    }
  }
}
