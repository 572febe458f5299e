import type { BookableTime } from "./bookable-time.ts";
import { ALTERNATIVES_AFTER_SECONDS, ALTERNATIVES_BEFORE_SECONDS } from "./offering-facts.ts";

/** Alternatives named in a refusal: enough to choose from, few enough to read. */
const ALTERNATIVES_MAX = 5;

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
  return list(center - ALTERNATIVES_BEFORE_SECONDS, center + ALTERNATIVES_AFTER_SECONDS)
    .sort((a, b) => Math.abs(a.at - start) - Math.abs(b.at - start) || a.at - b.at)
    .slice(0, ALTERNATIVES_MAX)
    .map(({ offer }) => offer());
}
