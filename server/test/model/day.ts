import { MINUTE_MS } from "../../src/base/time.ts";

/** The day of everything in the model's world, one day after its clock starts. */
export const DAY = "2026-11-22";
export const WEEKDAY = Temporal.PlainDate.from(DAY).dayOfWeek;

const NINE = Date.parse(`${DAY}T09:00:00+03:00`);

/** The start of a half hour of that day, in epoch milliseconds. */
export function slotStart(slot: number): number {
  return NINE + slot * 30 * MINUTE_MS;
}

export function dateOf(night: number): string {
  return Temporal.PlainDate.from(DAY).add({ days: night }).toString();
}
