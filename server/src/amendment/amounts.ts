import type { Status } from "../booking/booking.ts";
import { itemFeeMinor } from "../booking/cancel-policy.ts";
import type { StoredItem } from "../booking/order-plan.ts";
import type { SoldItem } from "./agreed-booking.ts";
import type { AmendedBy } from "./amendment.ts";

/** What an amendment means for the money of one item, in minor units. */
export interface ItemAmounts {
  priceBeforeMinor: number;
  priceAfterMinor: number;
  /** Kept now, for the part of the price that is taken away. */
  feeMinor: number;
  /** What cancelling the item later costs at least. */
  feeFloorMinor: number;
  /** Lacking of what its terms want first. */
  needMinor: number;
  /** Paid beyond what it costs now. */
  surplusMinor: number;
}

/**
 * The money of one item. Inside the fee window a lower price is a partial cancellation by the item's policy, and what
 * cancelling all of it would have cost is frozen for what stays. A fee is taken from what was paid and never makes
 * anything due; whoever changes a booking for the business charges none.
 *
 * @param sold undefined for an item that is added
 * @param after undefined for an item that is taken away
 */
export function amountsOf(
  sold: SoldItem | undefined,
  after: StoredItem | undefined,
  { by, status, now }: { by: AmendedBy; status: Status; now: number },
): ItemAmounts {
  const priceBeforeMinor = sold?.priceMinor ?? 0;
  const priceAfterMinor = after?.price_minor ?? 0;
  const dueAfterMinor = after?.due_minor ?? 0;
  const paidMinor = sold?.paidMinor ?? 0;
  const costsFees = sold !== undefined && by === "customer" && status === "confirmed";
  const partMinor = Math.max(0, priceBeforeMinor - priceAfterMinor);
  const partFeeMinor = costsFees ? itemFeeMinor(sold, partMinor, now) : 0;
  const feeMinor = Math.min(partFeeMinor, Math.max(0, paidMinor - dueAfterMinor));
  const frozenMinor = costsFees
    ? itemFeeMinor(sold, priceBeforeMinor, now) - partFeeMinor
    : (sold?.feeFloorMinor ?? 0);
  return {
    priceBeforeMinor,
    priceAfterMinor,
    feeMinor,
    feeFloorMinor: Math.min(priceAfterMinor, Math.max(0, frozenMinor)),
    // What was not asked for when it was sold is not asked for now.
    needMinor: Math.max(0, dueAfterMinor - Math.max(paidMinor, sold?.dueMinor ?? 0)),
    surplusMinor: Math.max(0, paidMinor - priceAfterMinor - feeMinor),
  };
}
