import { addDays, dateIn } from "../../src/base/time.ts";

/** The server processes run on the machine's clock, so a race is for a day that is always three days ahead. */
export const raceDay = addDays(dateIn(Date.now(), "UTC"), 3);

/** The date the given number of days after the day of the race. */
export function dayLater(days: number): string {
  return addDays(raceDay, days);
}

/** A Riyadh time on the day of the race, or the given number of days later. */
export function at(time: string, days = 0): string {
  return `${dayLater(days)}T${time}:00+03:00`;
}
