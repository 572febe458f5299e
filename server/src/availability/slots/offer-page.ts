import { setImmediate as nextTurn } from "node:timers/promises";

/** One start that was checked, in order of time; no offer when nobody is free. Epoch seconds. */
export interface LookedAt<Offer> {
  at: number;
  offer?: () => Offer;
}

export interface OfferPage<Offer> {
  items: Offer[];
  /** The start of the first offer after this page; null: there are no more. */
  nextFrom: string | null;
}

/** A fortnight of half hours is about 500; nobody reads a longer page, and it would keep others waiting. */
export const SLOTS_MAX = 1_500;
/** Ids and times of that many free people are about 400 KB of JSON. */
const WEIGHT_MAX = 8_000;
/** Yields to other requests after this long: a turn of the event loop stays far under 50 ms. */
const TURN_MS = 10;

/**
 * Returns as many offers as one answer carries. Other requests are answered meanwhile, however fine the steps and
 * however many the staff.
 *
 * @param weigh the approximate number of ids in an offer
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
    if (items.length === SLOTS_MAX || weight > WEIGHT_MAX) return { items, nextFrom: made.start };
    items.push(made);
    weight += weigh(made);
  }
  return { items, nextFrom: null };
}
