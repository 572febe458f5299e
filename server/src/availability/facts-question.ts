import type { ItemKind } from "../base/item-kinds.ts";
import type { Rule } from "./planned-item.ts";

/**
 * What to read about one item: a row of the argument of `item_facts()`. Instants are RFC 3339, dates YYYY-MM-DD;
 * what a kind has no use for is left out.
 */
export interface FactsQuestion {
  kind: ItemKind;
  /** The service, rental, trip or room type. */
  id: string;
  /** Holds that have expired by then do not count. */
  at: string;
  /** Rules that will not refuse: what they would exclude is read, too. */
  exempt?: readonly Rule[];
  /** The start around which to read, in epoch seconds: with a time zone it may lie in the year 10000. */
  around?: number;
  staff?: string;
  /** Stops. */
  from?: string;
  to?: string;
  mostNext?: number;
  firstNight?: string;
  lastNight?: string;
}
