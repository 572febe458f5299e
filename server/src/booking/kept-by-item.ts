import { sql } from "kysely";
import type { Db, Tx } from "../db/connection.ts";
import type { Canceller, GivesBack } from "./booking.ts";
import { itemCancelFeeMinor, noShowFeeMinor, type FeeBasis } from "./cancel-policy.ts";

/** An item of a booking, also a removed one, with the basis of its fees. */
export interface FeeItem extends FeeBasis {
  id: string;
  isActive: boolean;
  /** Fees kept earlier for removed parts of it. */
  feeKeptMinor: number;
}

/** How a booking ends, for its fees. */
export interface Ending {
  status: GivesBack;
  /** Its status before. */
  from: string;
  by: Canceller | null;
  /** Epoch milliseconds. */
  at: number;
}

export async function readFeeItems(
  db: Db | Tx,
  { businessId, bookingId }: { businessId: string; bookingId: string },
): Promise<FeeItem[]> {
  const { rows } = await sql<FeeItem>`
    select id, state = 'active' as "isActive", fee_kept_minor as "feeKeptMinor", cancel_policy as "cancelPolicy",
      starts_at as "startsAt", price_minor as "priceMinor", fee_floor_minor as "feeFloorMinor"
    from booking_items where business_id = ${businessId} and booking_id = ${bookingId} order by position`.execute(
    db,
  );
  return rows;
}

/**
 * Returns what the business keeps of each item of an ended booking, in minor units: fees kept earlier for removed
 * parts, plus what the item's own policy keeps of the rest, which is nothing when the business ends it.
 */
export function keptByItem(items: readonly FeeItem[], ending: Ending): Map<string, number> {
  return new Map(
    items.map((item) => [item.id, item.feeKeptMinor + (item.isActive ? feeOf(item, ending) : 0)]),
  );
}

function feeOf(item: FeeItem, { status, from, by, at }: Ending): number {
  if (status === "no_show") return noShowFeeMinor(item);
  if (status === "expired" || by === null) return 0;
  return itemCancelFeeMinor(item, from, by, at);
}
