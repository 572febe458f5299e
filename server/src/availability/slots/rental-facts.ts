import { type RawBuilder, sql } from "kysely";
import {
  type FactsWindow,
  instantArgument,
  type OfferingFacts,
  type Span,
  windowArguments,
} from "./offering-facts.ts";
import type { PriceBand } from "./rental-price.ts";

export interface RentalUnitFacts {
  id: string;
  active: boolean;
  busy: Span[];
}

export interface RentalFacts {
  offering: OfferingFacts;
  stepMinutes: number;
  /** Allowed durations, shortest first. */
  durationsMinutes: number[];
  /** The price where no band applies. */
  priceHourMinor: number;
  prices: PriceBand[];
  units: RentalUnitFacts[];
}

/**
 * The SQL for everything the rules of a rental need, as one scalar: `RentalFacts`, or null when the caller cannot see
 * the rental.
 *
 * @param now epoch milliseconds: holds that have expired by then do not count
 */
export function rentalFacts(
  rentalId: string,
  window: FactsWindow,
  now: number,
): RawBuilder<RentalFacts | null> {
  return sql<RentalFacts | null>`rental_facts(
    ${rentalId}::uuid, ${windowArguments(window)}, ${instantArgument(now)}, '{}')`;
}
