import { epochMs, instantText } from "../../base/time.ts";
import type { FactsQuestion } from "../facts-question.ts";
import { type Exempt, NOTHING_EXEMPT } from "../planned-item.ts";
import { cacheRental } from "./cache-slots.ts";
import { keepRental } from "./keep-rental.ts";
import { planRental } from "./plan-rental.ts";
import type { RentalItem } from "./rental-item.ts";

/** How a rental in an order is judged: what to read from the database, and the decision on it. */
export const rentalRule = {
  facts: (item: RentalItem, now: number, exempt: Exempt = NOTHING_EXEMPT): FactsQuestion => ({
    kind: "rental",
    id: item.rentalId,
    around: epochMs(item.start) / 1000,
    at: instantText(now),
    exempt: [...exempt],
  }),
  plan: planRental,
  cache: cacheRental,
  ...keepRental,
};
