import type { Db, Tx } from "../db/connection.ts";
import { itemsOfShare } from "../payment/earned-shares.ts";
import { grossByRate, papersOf } from "./share-papers.ts";
import { vatRateOf } from "./tax-settings.ts";
import { vatOfPart } from "./vat.ts";

/** The planned refund of one payment for a booking, by item. */
export interface PlannedBack {
  paymentId: string;
  items: readonly { itemId: string | null; minor: number }[];
}

/**
 * Returns the VAT in a planned refund, as its credit notes will say: each item at the rate of its invoice, or of its
 * sale if the invoice is still to come, whatever the rate is today. An unregistered business charges none.
 */
export async function refundVatMinor(
  db: Db | Tx,
  { businessId, bookingId }: { businessId: string; bookingId: string },
  plan: readonly PlannedBack[],
): Promise<number> {
  const isRegistered = (await vatRateOf(db, businessId)) > 0;
  let vat = 0;
  for (const share of plan) {
    const key = { businessId, bookingId, paymentId: share.paymentId };
    vat += await vatOfShare(db, key, share, isRegistered);
  }
  return vat;
}

async function vatOfShare(
  db: Db | Tx,
  key: { businessId: string; bookingId: string; paymentId: string },
  share: PlannedBack,
  isRegistered: boolean,
): Promise<number> {
  const papers = await papersOf(db, key);
  const items = await itemsOfShare(db, key);
  const invoiced = new Map(
    papers.flatMap(({ lines }) => lines.map((line) => [line.itemId, line.rateBasisPoints])),
  );
  const oldRate = papers[0]?.lines[0]?.rateBasisPoints;
  const rateOf = (itemId: string | null) => {
    const sold = isRegistered
      ? (items.find((one) => one.itemId === itemId)?.rateBasisPoints ?? 0)
      : 0;
    return invoiced.get(itemId ?? undefined) ?? oldRate ?? sold;
  };
  const corrections = papers.filter(({ amendmentId }) => amendmentId !== null);
  const before = grossByRate(corrections, "credit_note");
  for (const { itemId, refundedMinor } of items) add(before, rateOf(itemId), refundedMinor);
  const back = new Map<number, number>();
  for (const { itemId, minor } of share.items) add(back, rateOf(itemId), minor);
  return [...back].reduce(
    (vat, [rate, minor]) => vat + vatOfPart(minor, before.get(rate) ?? 0, rate),
    0,
  );
}

function add(to: Map<number, number>, rate: number, minor: number): void {
  to.set(rate, (to.get(rate) ?? 0) + minor);
}
