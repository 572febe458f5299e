import { setImmediate as nextTurn } from "node:timers/promises";

/** One start that was looked at, in order of time; without an offer nobody is free then. Epoch seconds. */
export interface LookedAt<Offer> {
  at: number;
  offer?: () => Offer;
}

export interface OfferPage<Offer> {
  items: Offer[];
  /** The start of the first offer that is not in it; null: there are no more. */
  nextFrom: string | null;
}

/** A fortnight of half hours is some 500; a page beyond this nobody reads, and it would keep others waiting. */
const ITEMS_MAX = 1_500;
/** Ids and times of so many free people are about 400 KB of JSON. */
const WEIGHT_MAX = 8_000;
/** After so long other requests are let in: a turn of the event loop stays far under 50 ms. */
const TURN_MS = 10;

/**
 * As many offers as one answer carries. However fine the steps and however many the staff, other requests are answered
 * meanwhile.
 *
 * @param weigh about how many ids an offer has in it
 */
export async function takePage<Offer extends { start: string }>(
  starts: Iterable<LookedAt<Offer>>,
  weigh: (offer: Offer) => number = () => 1,
): Promise<OfferPage<Offer>> {
  const items: Offer[] = [];
  let weight = 0;
  let turnEnds = performance.now() + TURN_MS;
  for (const { offer } of starts) {
    if (performance.now() > turnEnds) {
      await nextTurn();
      turnEnds = performance.now() + TURN_MS;
    }
    if (!offer) continue;
    const made = offer();
    if (items.length === ITEMS_MAX || weight > WEIGHT_MAX) return { items, nextFrom: made.start };
    items.push(made);
    weight += weigh(made);
  }
  return { items, nextFrom: null };
}
