import type { Status } from "../booking/booking.ts";
import { itemFeeMinor } from "../booking/cancel-policy.ts";
import type { StoredItem } from "../booking/order-plan.ts";
import type { SoldItem } from "./agreed-booking.ts";
import type { AmendedBy } from "./amendment.ts";

/** The amounts of one item in an amendment, in minor units. */
export interface ItemAmounts {
  priceBeforeMinor: number;
  priceAfterMinor: number;
  /** The fee kept now, for the removed part of the price. */
  feeMinor: number;
  /** The minimum fee of a later cancellation of the item. */
  feeFloorMinor: number;
  /** What its terms want first and is not paid yet. */
  needMinor: number;
  /** Paid in excess of its new price. */
  surplusMinor: number;
}

/**
 * Calculates the amounts of one item. Inside the fee window a lower price is a partial cancellation by the item's
 * policy, and the fee for cancelling the rest is frozen. A fee is taken from what was paid and never makes anything
 * due; changes made for the business cost none.
 *
 * @param sold undefined for an added item
 * @param after undefined for a removed item
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
    // An amount not due at the sale is not due now.
    needMinor: Math.max(0, dueAfterMinor - Math.max(paidMinor, sold?.dueMinor ?? 0)),
    surplusMinor: Math.max(0, paidMinor - priceAfterMinor - feeMinor),
  };
}
