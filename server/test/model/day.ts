import { MINUTE_MS } from "../../src/base/time.ts";

/** The day everything in the model's world happens on, the day after its clock begins. */
export const DAY = "2026-11-22";
export const WEEKDAY = Temporal.PlainDate.from(DAY).dayOfWeek;

const NINE = Date.parse(`${DAY}T09:00:00+03:00`);

/** Epoch milliseconds of a half hour of that day. */
export function slotStart(slot: number): number {
  return NINE + slot * 30 * MINUTE_MS;
}

export function dateOf(night: number): string {
  return Temporal.PlainDate.from(DAY).add({ days: night }).toString();
}
