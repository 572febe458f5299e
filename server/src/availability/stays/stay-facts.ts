import { type RawBuilder, sql } from "kysely";
import { addDays, instantText } from "../../base/time.ts";
import { NIGHTS_MAX, type Property } from "./stay.ts";
import { SHIFT_DAYS_MAX } from "./stay-alternatives.ts";
import type { StayItem } from "./stay-item.ts";

/**
 * The SQL for everything the rules of a stay need, as one json: the `Property` with all its room types, also for the
 * nearest dates; null when the caller cannot see the room type.
 *
 * @param now epoch milliseconds: holds that have expired by then do not count
 */
export function stayFacts(
  item: Pick<StayItem, "roomTypeId" | "checkIn" | "checkOut">,
  now: number,
): RawBuilder<Property | null> {
  const first = addDays(item.checkIn, -SHIFT_DAYS_MAX);
  // Never more than the longest stay, whatever was requested.
  const longest = addDays(item.checkIn, NIGHTS_MAX);
  const last = addDays(item.checkOut < longest ? item.checkOut : longest, SHIFT_DAYS_MAX);
  return sql<Property | null>`stay_facts(${item.roomTypeId}::uuid, ${first}::date, ${last}::date,
    ${instantText(now)}::timestamptz)`;
}
