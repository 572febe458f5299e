import { ALTERNATIVES_MAX } from "../../base/limits.ts";
import { instantText } from "../../base/time.ts";
import type { CacheRule } from "../cache-rule.ts";
import type { FactsQuestion } from "../facts-question.ts";
import { keepSeat } from "./keep-seat.ts";
import { planSeat } from "./plan-seat.ts";
import type { SeatFacts } from "./seat-facts.ts";
import type { SeatItem } from "./seat-item.ts";

const cacheSeats: CacheRule<SeatFacts, SeatItem> = {
  key: ({ tripId, from, to }) => `${tripId} ${from} ${to}`,
  idle: (facts) => ({ ...facts, busy: [], next: [] }),
  covers: () => true,
  source: ({ route }) => route,
};

/** How seats of a trip are judged: the facts to gather, and the decision on them. */
export const seatRule = {
  facts: ({ tripId, from, to }: SeatItem, now: number): FactsQuestion => ({
    kind: "seat",
    id: tripId,
    from,
    to,
    at: instantText(now),
    mostNext: ALTERNATIVES_MAX,
  }),
  plan: planSeat,
  cache: cacheSeats,
  ...keepSeat,
};
