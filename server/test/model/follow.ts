import { HOUR_MS, MINUTE_MS } from "../../src/base/time.ts";
import type { Booking, Item } from "./booking.ts";
import { rideOf, type Line } from "./line.ts";

/** A departure that moves by more than this may be cancelled for free. */
const OFF_MS = 30 * MINUTE_MS;

/**
 * Gives a sold seat the trip's current times. Cancelling stays free for as long as it was, and is free until departure when
 * that moved too far from what was sold.
 *
 * @returns whether its times changed
 */
export function followTimes(item: Item, line: Line): boolean {
  if (item.wish.kind !== "seat") return false;
  const { begins, ends } = rideOf(item.wish.leg, line)!;
  if (item.begins === begins && item.ends === ends) return false;
  const freeMs = item.terms.policy.freeHours * HOUR_MS;
  let freeUntil = Math.max(item.freeUntil ?? -Infinity, item.begins - freeMs);
  if (item.claims.some(({ leaves }) => Math.abs(begins - leaves!) > OFF_MS)) {
    freeUntil = Math.max(freeUntil, begins);
    item.floorMinor = 0;
  }
  if (freeUntil > begins - freeMs) item.freeUntil = freeUntil;
  item.begins = begins;
  item.soldUntil = begins;
  item.ends = ends;
  return true;
}

/** Shortens a hold or pending time to what a new start or a shorter acceptance time allows. */
export function keepDoors(
  booking: Booking,
  begun: number,
  acceptMinutes: number | null = booking.acceptMinutes,
): void {
  if (booking.begins === begun && booking.acceptMinutes === acceptMinutes) return;
  if (booking.status === "pending") booking.expiresAt = booking.pendingUntil;
  if (booking.status === "reserved") {
    booking.expiresAt = Math.min(booking.expiresAt!, booking.soldUntil);
    booking.extendableUntil = Math.min(booking.extendableUntil, booking.soldUntil);
  }
}
