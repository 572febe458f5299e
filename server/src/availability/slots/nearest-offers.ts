import { ALTERNATIVES_MAX } from "../../base/limits.ts";
import type { BookableTime } from "./bookable-time.ts";
import type { LookedAt } from "./offer-page.ts";
import { DAY_SECONDS } from "./zone-offsets.ts";

/** Judgements, one for each start and unit, until a search for alternatives ends: a few milliseconds of work. */
const JUDGEMENTS_MAX = 50_000;
/** How far around the start to look; facts_window() reads more on both sides. */
const BEFORE_SECONDS = DAY_SECONDS;
const AFTER_SECONDS = 7 * DAY_SECONDS;

/** The candidate starts in a window, and a check for one of them. Epoch seconds. */
export interface Starts<Offer> {
  all: Iterable<number>;
  look: (at: number) => (() => Offer) | undefined;
}

/** Checks starts one after the other. */
export function* lookedAt<Offer>({ all, look }: Starts<Offer>): Generator<LookedAt<Offer>> {
  for (const at of all) {
    const offer = look(at);
    yield offer ? { at, offer } : { at };
  }
}

export const NO_STARTS: Starts<never> = { all: [], look: () => undefined };

/**
 * Returns the offers nearest to a refused start, nearest first, as far as the search goes. A start outside the bookable time is first moved to
 * its nearest edge.
 *
 * @param units how many are judged for each start
 * @param starts returns the starts in [from, until), epoch seconds, and how to check one of them
 */
export function nearestOffers<O>(
  time: BookableTime,
  start: number,
  units: number,
  starts: (from: number, until: number) => Starts<O>,
): O[] {
  const center = Math.max(Math.min(start, time.horizon), time.earliest);
  const { all, look } = starts(center - BEFORE_SECONDS, center + AFTER_SECONDS);
  const nearest = [...all].toSorted((a, b) => Math.abs(a - start) - Math.abs(b - start) || a - b);
  const found: O[] = [];
  // Checks no more starts than needed to find them.
  for (const at of nearest.slice(0, Math.ceil(JUDGEMENTS_MAX / Math.max(units, 1)))) {
    const offer = look(at);
    if (offer) found.push(offer());
    if (found.length === ALTERNATIVES_MAX) break;
  }
  return found;
}
