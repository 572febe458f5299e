import { DAY_MS, MINUTE_MS } from "../base/time.ts";
import type { Chance } from "./chance.ts";
import { crowd, type Person } from "./people.ts";
import type { Scene } from "./scene.ts";
import type { Story } from "./story.ts";

const FIRST_DAY = -18;
const LAST_DAY = 16;
/** Longer than any hold: by then, whatever was booked before midnight is paid or expired. */
const QUIET_MINUTES = 40;

/** The days of bookings, counted from today. */
export const days: readonly number[] = Array.from(
  { length: LAST_DAY - FIRST_DAY + 1 },
  (_, index) => FIRST_DAY + index,
);

/** Returns how full a coming day is compared with a past one: full at first, little two weeks ahead. */
export function bookedAlready(day: number): number {
  return day < 0 ? 1 : Math.exp(-day / 7);
}

/** Returns a whole number that averages to `expected`. */
export function countOf(dice: Chance, expected: number): number {
  return Math.floor(expected) + (dice.odds(expected % 1) ? 1 : 0);
}

/**
 * Returns when somebody would have booked a start: mostly days ahead, always before today.
 *
 * @param starts epoch milliseconds
 * @param notice the shortest time before the start at which it can be booked
 */
export function bookedAt(
  dice: Chance,
  { day }: Scene,
  starts: number,
  notice: { leastMinutes: number; mostDays: number },
): number {
  const least = notice.leastMinutes * MINUTE_MS;
  const ahead = least + Math.floor(dice.fraction() ** 2 * notice.mostDays * DAY_MS);
  const at = starts - ahead;
  const latest = day.midnight - QUIET_MINUTES * MINUTE_MS;
  return at < latest ? at : latest - dice.integer(0, 6 * 1440) * MINUTE_MS;
}

/** Picks a customer: online with an account, or a walk-in registered at the desk. */
export function somebody(
  dice: Chance,
  desk: Scene,
  people: ReadonlyMap<string, Person>,
): Story["by"] {
  const person = dice.pick(crowd);
  return dice.odds(0.7) ? { customer: people.get(person.phone)! } : { guest: person, desk };
}
