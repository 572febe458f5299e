import { splitMinor } from "../base/money.ts";
import { soldItems, type SoldItem } from "../booking/invoiced-booking.ts";
import type { Tx } from "../db/connection.ts";
import { itemsOfShare, type ShareItem, type ShareKey } from "../payment/earned-shares.ts";
import { coverageOf, type DraftLine } from "./invoice-lines.ts";

/** What is asked of a part of a payment besides its items. */
export interface ShareFacts {
  amountMinor: number;
  /** It pays what an earlier payment left. */
  isBalance: boolean;
  /** A seller who is not registered charges no VAT, whatever was planned when it was sold. */
  isRegistered: boolean;
}

/**
 * What a part of a payment paid for each item, as the item was when it was paid for, at the tax rate it was sold with. A
 * part that names no items is divided by their prices.
 */
export async function shareLines(tx: Tx, key: ShareKey, share: ShareFacts): Promise<DraftLine[]> {
  const sold = await soldItems(tx, key);
  const allocated = await itemsOfShare(tx, key);
  const paid = allocated.length > 0 ? inOrder(allocated, sold) : byPrice(sold, share.amountMinor);
  return paid
    .filter(({ amountMinor }) => amountMinor > 0)
    .map(({ itemId, name, quantity, priceMinor, amountMinor, rateBasisPoints }) => ({
      itemId,
      name,
      quantity,
      priceMinor,
      amountMinor,
      rateBasisPoints: share.isRegistered ? rateBasisPoints : 0,
      covers: coverageOf(
        { amountMinor, priceMinor },
        {
          isBalance: share.isBalance,
          paymentTerms: sold.find((item) => item.itemId === itemId)!.paymentTerms,
        },
      ),
    }));
}

type PaidItem = Omit<ShareItem, "refundedMinor">;

function inOrder(allocated: readonly ShareItem[], sold: readonly SoldItem[]): PaidItem[] {
  return sold.flatMap(({ itemId }) => allocated.filter((one) => one.itemId === itemId));
}

function byPrice(sold: readonly SoldItem[], amountMinor: number): PaidItem[] {
  const active = sold.filter(({ isActive }) => isActive);
  const prices = active.map(({ priceMinor }) => priceMinor);
  const parts = splitMinor(amountMinor, prices);
  return active.map((item, index) => ({ ...item, amountMinor: parts[index]! }));
}
