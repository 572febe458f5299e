import type { BookableTime } from "./bookable-time.ts";
import type { LookedAt } from "./offer-page.ts";
import { DAY_SECONDS } from "./zone-offsets.ts";

/** Alternatives named in a refusal: enough to choose from, few enough to read. */
const ALTERNATIVES_MAX = 5;
/** How far around the start they are looked for; facts_window() reads more on both sides. */
const BEFORE_SECONDS = DAY_SECONDS;
const AFTER_SECONDS = 7 * DAY_SECONDS;

/** The starts that could pass in a window, and whether one of them does. Epoch seconds. */
export interface Starts<Offer> {
  all: number[];
  look: (at: number) => (() => Offer) | undefined;
}

/** Looks at one start after the other. */
export function* lookedAt<Offer>({ all, look }: Starts<Offer>): Generator<LookedAt<Offer>> {
  for (const at of all) {
    const offer = look(at);
    yield offer ? { at, offer } : { at };
  }
}

export const NO_STARTS: Starts<never> = { all: [], look: () => undefined };

/**
 * The offers nearest to a start that was refused, nearest first. A start outside the time that can be booked
 * is moved to its nearest edge before looking around.
 *
 * @param starts answers the starts in [from, until), epoch seconds, and how to look at one of them
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
  // Nobody looks at more than it takes to find them.
  for (const at of nearest) {
    const offer = look(at);
    if (offer) found.push(offer());
    if (found.length === ALTERNATIVES_MAX) break;
  }
  return found;
}
