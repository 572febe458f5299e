import { HOUR_MS, MINUTE_MS } from "../../src/base/time.ts";
import type { Booking, Item } from "./booking.ts";
import { rideOf, type Line } from "./line.ts";

/** Whoever is further off the time they bought than this may give it back. */
const OFF_MS = 30 * MINUTE_MS;

/**
 * A sold seat has the times that its trip has now. Cancelling is free for as long as it was, and until the coach leaves where
 * that is too far off what was sold.
 *
 * @returns whether it has other times than before
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

/** What begins at another time, or is to be accepted sooner, is held or waits for its business no longer than that allows. */
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
