import { money, type Money } from "../base/money.ts";
import { instantText } from "../base/time.ts";
import { blocks, moves, type Canceller } from "../booking/booking.ts";
import type { BookingView } from "../booking/booking-view.ts";
import {
  cancelFeeMinor,
  freeUntil,
  policyOfView,
  type FeeBasis,
} from "../booking/cancel-policy.ts";
import { closedDoor, type ClosedDoor } from "../booking/doors.ts";
import { keptByItem, readFeeItems } from "../booking/kept-by-item.ts";
import type { Db, Tx } from "../db/connection.ts";
import { refundVatMinor } from "../invoice/refund-vat.ts";
import { all, beyond, planReturn, readPaidParts } from "../refund/return-plan.ts";

/** The outcome of cancelling now, shown before it is done. */
export interface CancellationQuote {
  allowed: boolean;
  /** Why the customer can no longer cancel; empty when they can, and when the status does not allow it. */
  reasons: ClosedDoor[];
  freeUntil: string;
  fee: Money;
  /** Payments so far, less refunds. */
  paid: Money;
  /** The part that is refunded automatically. */
  refund: Money;
  /**
   * The VAT in the refund: at the invoice's rates, at the sale's rates before an invoice, zero when none is charged.
   */
  refundVat: Money;
}

/**
 * @param by who would cancel: a cancellation by the business is free for its customer
 * @param now epoch milliseconds
 */
export async function quoteCancellation(
  db: Db | Tx,
  booking: BookingView,
  by: Canceller,
  now: number,
): Promise<CancellationQuote> {
  const { total, status } = booking;
  const bases = feeBasesOf(booking);
  const key = { businessId: booking.businessId, bookingId: booking.id };
  const parts = await readPaidParts(db, key);
  const ending = { status: "cancelled", from: status, by, at: now } as const;
  const back = [
    ...planReturn(
      parts.filter(({ counts }) => counts),
      beyond(keptByItem(await readFeeItems(db, key), ending)),
    ),
    // Payments for an amendment that waits pay for nothing else.
    ...planReturn(
      parts.filter(({ counts }) => !counts),
      all,
    ),
  ];
  const [paid, refund] = [sumOf(parts), sumOf(back)];
  // Fees kept for removed parts stay kept.
  const fee = booking.fees.amount + cancelFeeMinor(bases, status, by, now);
  const refundVat = await refundVatMinor(db, key, back);
  const door = closedDoor(by, booking, now);
  return {
    allowed: !door && blocks(status) && moves[status].includes("cancelled"),
    reasons: door ? [door] : [],
    freeUntil: instantText(
      Math.min(...bases.map((one) => freeUntil(one.cancelPolicy, one.startsAt))),
    ),
    fee: money(fee, total.currency),
    paid: money(paid, total.currency),
    refund: money(refund, total.currency),
    refundVat: money(refundVat, total.currency),
  };
}

function sumOf(amounts: readonly { minor: number }[]): number {
  return amounts.reduce((sum, { minor }) => sum + minor, 0);
}

/** Returns the basis of a booking's fees. */
function feeBasesOf({ items }: Pick<BookingView, "items">): FeeBasis[] {
  return items.map(({ cancelPolicy, start, price, feeFloor }) => ({
    cancelPolicy: policyOfView(cancelPolicy),
    startsAt: start,
    priceMinor: price.amount,
    feeFloorMinor: feeFloor.amount,
  }));
}
