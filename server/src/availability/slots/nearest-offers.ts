import type { BookableTime } from "./bookable-time.ts";
import { DAY_SECONDS } from "./zone-offsets.ts";

/** Alternatives named in a refusal: enough to choose from, few enough to read. */
const ALTERNATIVES_MAX = 5;
/** How far around the start they are looked for; facts_window() reads more on both sides. */
const BEFORE_SECONDS = DAY_SECONDS;
const AFTER_SECONDS = 7 * DAY_SECONDS;

/**
 * The offers nearest to a start that was refused, nearest first. A start outside the time that can be booked
 * is moved to its nearest edge before looking around.
 *
 * @param list answers the offers in [from, until), epoch seconds, with the start each was made for
 */
export function nearestOffers<O>(
  time: BookableTime,
  start: number,
  list: (from: number, until: number) => { at: number; offer: () => O }[],
): O[] {
  const center = Math.max(Math.min(start, time.horizon), time.earliest);
  return list(center - BEFORE_SECONDS, center + AFTER_SECONDS)
    .sort((a, b) => Math.abs(a.at - start) - Math.abs(b.at - start) || a.at - b.at)
    .slice(0, ALTERNATIVES_MAX)
    .map(({ offer }) => offer());
}
