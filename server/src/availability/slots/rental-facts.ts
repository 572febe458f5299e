import type { OfferingFacts, Span } from "./offering-facts.ts";
import type { PriceBand } from "./rental-price.ts";

export interface RentalUnitFacts {
  id: string;
  label: string;
  active: boolean;
  busy: Span[];
}

/** Everything the rules of a rental need: what `rental_facts()` returns. */
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
