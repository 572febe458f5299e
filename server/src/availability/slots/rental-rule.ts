import { epochMs } from "../../base/time.ts";
import type { Exempt } from "../planned-item.ts";
import { keepRental } from "./keep-rental.ts";
import { planRental } from "./plan-rental.ts";
import { rentalFacts } from "./rental-facts.ts";
import type { RentalItem } from "./rental-item.ts";

/** How a rental in an order is judged: what to read from the database, and the decision on it. */
export const rentalRule = {
  facts: (item: RentalItem, now: number, exempt?: Exempt) =>
    rentalFacts(item.rentalId, { around: epochMs(item.start) / 1000 }, now, exempt),
  plan: planRental,
  ...keepRental,
};
