import { addDays, dateIn, instantsOf, weekdayOf } from "../base/time.ts";

/** The demo's timezone, which has no daylight saving time. */
export const ZONE = "Asia/Riyadh";

/** Time as the demo counts it: days from today; 0 is today and -1 yesterday. */
export interface DemoDay {
  /** Epoch milliseconds of today's first minute: the demo contains what was booked before it. */
  midnight: number;
  /** "YYYY-MM-DD" */
  date(day: number): string;
  /** ISO weekday: 1 Monday … 7 Sunday. */
  weekday(day: number): number;
  /** Epoch milliseconds; a minute of 1440 or more is on a later day. */
  at(day: number, minute: number): number;
}

/** Builds the demo's calendar. @param now epoch milliseconds; only its date in the demo's zone counts */
export function demoDay(now: number): DemoDay {
  const today = dateIn(now, ZONE);
  const date = (day: number) => addDays(today, day);
  const at = (day: number, minute: number) => instantsOf(date(day), minute, ZONE)[0]!;
  return { midnight: at(0, 0), date, weekday: (day) => weekdayOf(date(day)), at };
}
