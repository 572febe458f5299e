import type { Text } from "../../base/text.ts";
import type { Terms } from "../planned-item.ts";
import { dayNumber } from "../slots/zone-offsets.ts";

/** A longer stay is a lease. */
export const NIGHTS_MAX = 90;

/** One night's differences (days since 1970-01-01) from the room type's own price and rules. */
export type Rate = readonly [
  night: number,
  priceMinor: number | null,
  closed: boolean,
  minNights: number | null,
];

/** Rooms taken on one night. */
export type TakenNight = readonly [night: number, rooms: number];

export interface RoomType {
  id: string;
  name: Text;
  onSale: boolean;
  rooms: number;
  /** Guests in one room. */
  occupancy: number;
  minNights: number;
  /** For one room and one night. */
  priceMinor: number;
  leadMinutes: number;
  horizonDays: number;
  terms: Terms;
  rates: Rate[];
  taken: TakenNight[];
}

/** A location that lets rooms. */
export interface Property {
  businessId: string;
  /** The version of the business's catalogue that these facts show; compared again when an order is placed. */
  catalogueVersion: number;
  businessName: Text;
  locationId: string;
  name: Text;
  currency: string;
  timezone: string;
  /** Minutes since local midnight. */
  checkInMinute: number;
  checkOutMinute: number;
  onSale: boolean;
  /** Cheapest usual price first. */
  roomTypes: RoomType[];
}

/** The requested stay; dates are day numbers (days since 1970-01-01). */
export interface Wish {
  checkIn: number;
  nights: number;
  rooms: number;
  guests: number;
}

export function wishOf(asked: {
  checkIn: string;
  checkOut: string;
  rooms: number;
  guests: number;
}): Wish {
  const checkIn = dayNumber(asked.checkIn);
  const { rooms, guests } = asked;
  return { checkIn, nights: dayNumber(asked.checkOut) - checkIn, rooms, guests };
}

/** Day number → "2026-11-21" */
export function dateOfDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/**
 * When the local clock shows this minute of this day, epoch seconds. A minute that the clock skips maps to the
 * instant it would be without the change; of a minute shown twice the first counts.
 */
export function wallInstant(day: number, minute: number, timezone: string): number {
  const wall = Temporal.PlainDate.from(dateOfDay(day)).toPlainDateTime().add({ minutes: minute });
  return wall.toZonedDateTime(timezone).epochMilliseconds / 1000;
}
