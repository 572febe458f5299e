import { addDays, dateIn } from "../../src/base/time.ts";

/** The server processes run on the machine's clock, so a race is for a day that is always three days ahead. */
export const raceDay = addDays(dateIn(Date.now(), "UTC"), 3);

/** So many days after the day of the race. */
export function dayLater(days: number): string {
  return addDays(raceDay, days);
}

/** A wall-clock time in Riyadh on the day of the race, or so many days later. */
export function at(time: string, days = 0): string {
  return `${dayLater(days)}T${time}:00+03:00`;
}
