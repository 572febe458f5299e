import type { BookableTime } from "./bookable-time.ts";
import type { LookedAt } from "./offer-page.ts";
import { DAY_SECONDS } from "./zone-offsets.ts";

/** Alternatives named in a refusal: enough to choose from, few enough to read. */
const ALTERNATIVES_MAX = 5;
/** How far around the start to look; facts_window() reads more on both sides. */
const BEFORE_SECONDS = DAY_SECONDS;
const AFTER_SECONDS = 7 * DAY_SECONDS;

/** The candidate starts in a window, and a check for one of them. Epoch seconds. */
export interface Starts<Offer> {
  all: number[];
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
 * Returns the offers nearest to a refused start, nearest first. A start outside the bookable time is first moved to
 * its nearest edge.
 *
 * @param starts returns the starts in [from, until), epoch seconds, and how to check one of them
 */
export function nearestOffers<O>(
  time: BookableTime,
  start: number,
  starts: (from: number, until: number) => Starts<O>,
): O[] {
  const center = Math.max(Math.min(start, time.horizon), time.earliest);
  const { all, look } = starts(center - BEFORE_SECONDS, center + AFTER_SECONDS);
  const nearest = all.toSorted((a, b) => Math.abs(a - start) - Math.abs(b - start) || a - b);
  const found: O[] = [];
  // Checks no more starts than needed to find them.
  for (const at of nearest) {
    const offer = look(at);
    if (offer) found.push(offer());
    if (found.length === ALTERNATIVES_MAX) break;
  }
  return found;
}
