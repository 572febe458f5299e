import { addDays, instantText } from "../../base/time.ts";
import type { CacheRule } from "../cache-rule.ts";
import type { FactsQuestion } from "../facts-question.ts";
import { keepStay } from "./keep-stay.ts";
import { planStay } from "./plan-stay.ts";
import { SHIFT_DAYS_MAX } from "./stay-alternatives.ts";
import type { StayItem } from "./stay-item.ts";
import { NIGHTS_MAX, type Property } from "./stay.ts";

const cacheStay: CacheRule<Property, StayItem> = {
  key: ({ roomTypeId, checkIn, checkOut }) => `${roomTypeId} ${checkIn} ${checkOut}`,
  idle: (facts) => ({
    ...facts,
    roomTypes: facts.roomTypes.map((type) => ({ ...type, taken: [] })),
  }),
  covers: () => true,
  source: (facts) => facts,
};

/**
 * How a stay is judged: the facts to gather (the property with all its room types, also for the nearest dates), and
 * the decision on them.
 */
export const stayRule = { facts: stayQuestion, plan: planStay, cache: cacheStay, ...keepStay };

function stayQuestion({ roomTypeId, checkIn, checkOut }: StayItem, now: number): FactsQuestion {
  // Never more than the longest stay, whatever was requested.
  const longest = addDays(checkIn, NIGHTS_MAX);
  return {
    kind: "stay",
    id: roomTypeId,
    firstNight: addDays(checkIn, -SHIFT_DAYS_MAX),
    lastNight: addDays(checkOut < longest ? checkOut : longest, SHIFT_DAYS_MAX),
    at: instantText(now),
  };
}
