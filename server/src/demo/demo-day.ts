import { addDays, dateIn, instantsOf, weekdayOf } from "../base/time.ts";

/** Where all of the demo takes place; its clocks never change. */
export const ZONE = "Asia/Riyadh";

/** Time as the demo counts it: days from today, 0 today and -1 yesterday. */
export interface DemoDay {
  /** Epoch milliseconds of today's first minute: all that was booked before is in the demo. */
  midnight: number;
  /** "YYYY-MM-DD" */
  date(day: number): string;
  /** ISO weekday: 1 Monday … 7 Sunday. */
  weekday(day: number): number;
  /** Epoch milliseconds; a minute of 1440 or more lies on a later day. */
  at(day: number, minute: number): number;
}

/** @param now epoch milliseconds; only its date in the demo's zone counts */
export function demoDay(now: number): DemoDay {
  const today = dateIn(now, ZONE);
  const date = (day: number) => addDays(today, day);
  const at = (day: number, minute: number) => instantsOf(date(day), minute, ZONE)[0]!;
  return { midnight: at(0, 0), date, weekday: (day) => weekdayOf(date(day)), at };
}
