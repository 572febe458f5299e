import type { Text } from "../../base/text.ts";
import type { Terms } from "../planned-item.ts";
import type { WeeklyWindow } from "./wall-clock.ts";

/** [from, until) in epoch seconds, as the database sends it. */
export type Span = readonly [from: number, until: number];

/** Common to services and rentals: what is sold, where, the opening hours, and the terms. */
export interface OfferingFacts {
  businessId: string;
  /** The version of the business's catalogue that these facts show; compared again when an order is placed. */
  catalogueVersion: number;
  locationId: string;
  offeringId: string;
  name: Text;
  currency: string;
  /** False when the offering or its location is inactive. */
  onSale: boolean;
  timezone: string;
  terms: Terms;
  leadMinutes: number;
  horizonDays: number;
  hours: WeeklyWindow[];
  /** YYYY-MM-DD, those near the window. */
  holidays: string[];
  /** The window for which everything dated (holidays, exceptions, busy times) was read. */
  window: Span;
}
