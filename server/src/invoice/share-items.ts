import { splitMinor } from "../base/money.ts";
import { soldItemsOf, type SoldItem } from "../booking/invoiced-booking.ts";
import type { Tx } from "../db/connection.ts";
import { itemsOfShares, shareId, type ShareItem, type ShareKey } from "../payment/earned-shares.ts";
import { coverageOf, type DraftLine } from "./invoice-lines.ts";

/** Properties of a share besides its items. */
export interface ShareFacts {
  amountMinor: number;
  /** It pays the balance after an earlier payment. */
  isBalance: boolean;
  /** A seller that is not registered charges no VAT, whatever was planned at the sale. */
  isRegistered: boolean;
}

/**
 * Returns what a share paid for each item, with the item as it was at that time and the tax rate of the sale. A share
 * without allocated items is divided by their prices.
 */
export async function shareLines(tx: Tx, key: ShareKey, share: ShareFacts): Promise<DraftLine[]> {
  return (await shareLinesOf(tx, [{ ...key, ...share }])).get(shareId(key))!;
}

/** Returns the same for many shares, by `shareId`. */
export async function shareLinesOf(
  tx: Tx,
  shares: readonly (ShareKey & ShareFacts)[],
): Promise<Map<string, DraftLine[]>> {
  const sold = await soldItemsOf(tx, shares);
  const allocated = await itemsOfShares(tx, shares.map(keyOf));
  return new Map(
    shares.map((share) => {
      const id = shareId(share);
      return [id, linesOf(share, sold.get(share.bookingId) ?? [], allocated.get(id) ?? [])];
    }),
  );
}

function keyOf({ businessId, paymentId, bookingId }: ShareKey): ShareKey {
  return { businessId, paymentId, bookingId };
}

function linesOf(
  share: ShareFacts,
  sold: readonly SoldItem[],
  allocated: readonly ShareItem[],
): DraftLine[] {
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
