import { money, type Money } from "../base/money.ts";
import type { Actor } from "../base/actor.ts";
import { invalidAt, invalidTransition } from "../base/problem.ts";
import { instantText } from "../base/time.ts";
import type { Db, Tx } from "../db/connection.ts";
import { refundVatMinor } from "../invoice/refund-vat.ts";
import { all, beyond, planReturn, readPaidParts } from "../payment/return-plan.ts";
import type { RefundTo } from "../payment/refund-destination.ts";
import { blocks, moves, type Canceller } from "./booking.ts";
import type { BookingView } from "./booking-view.ts";
import { sideOf } from "./caller-side.ts";
import { closedDoor, doorClosed, type ClosedDoor } from "./doors.ts";
import type { OrderView } from "./order-view.ts";
import { cancelFeeMinor, freeUntil, type FeeBasis } from "./cancel-policy.ts";
import { keptByItem, readFeeItems } from "./kept-by-item.ts";
import { moveBooking } from "./move-booking.ts";

/** What cancelling now would mean, shown before it is done. */
export interface CancellationQuote {
  allowed: boolean;
  /** Why its customer may not cancel it any more; none where they may, and where the status does not allow it. */
  reasons: ClosedDoor[];
  freeUntil: string;
  fee: Money;
  /** What stands of what was paid so far. */
  paid: Money;
  /** What of it goes back by itself. */
  refund: Money;
  /** The VAT in that, at the rates of the invoices; at those of the sale where none was issued, nothing where none is charged. */
  refundVat: Money;
}

/**
 * @param by who would cancel: a business that cancels never charges its customer
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
    // What was paid for an amendment that waits pays for nothing else.
    ...planReturn(
      parts.filter(({ counts }) => !counts),
      all,
    ),
  ];
  const [paid, refund] = [sumOf(parts), sumOf(back)];
  // What was kept for parts taken away before stays kept.
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

/** What the fees of a booking are worked out from. */
export function feeBasesOf({ items }: Pick<BookingView, "items">): FeeBasis[] {
  return items.map(({ cancelPolicy, startsAt, price, feeFloor }) => ({
    cancelPolicy,
    startsAt,
    priceMinor: price.amount,
    feeFloorMinor: feeFloor.amount,
  }));
}

/** What whoever cancels may say about it. */
export interface Cancellation {
  reason?: string;
  /** For the customer to choose: into their wallet, instead of to where the money came from. */
  refundTo?: RefundTo;
}

/**
 * Ends a booking and frees what it owned. The database asks once more whether its customer still may.
 *
 * @throws (mapped) not-found, invalid-transition, precondition-failed; not-available when it has begun or its customer is
 *   there, and they cancel; invalid-request when somebody else than the customer chooses the wallet
 */
export async function cancelBooking(
  tx: Tx,
  bookingId: string,
  by: Canceller,
  options: Cancellation & { version?: number } = {},
): Promise<void> {
  if (options.refundTo === "wallet" && by !== "customer") throw notTheirs();
  await moveBooking(tx, { bookingId, to: "cancelled", by, ...options });
}

/**
 * Every booking of an order that can still be cancelled and is the caller's to cancel, in the engine's lock order.
 *
 * @param now epoch milliseconds
 * @throws Problem invalid-transition when there is none, not-available when all have begun
 */
export async function cancelOrder(
  tx: Tx,
  order: OrderView,
  actor: Actor,
  now: number,
  cancellation: Cancellation = {},
): Promise<void> {
  const open = order.bookings.filter((booking) => moves[booking.status].includes("cancelled"));
  if (open.length === 0) throw invalidTransition(order.status, "cancelled");
  const doors = open.map((booking) => {
    const by = sideOf(actor, booking);
    return {
      booking,
      by,
      door: closedDoor(by, booking, now),
    };
  });
  const [closed] = doors.flatMap(({ door }) => door || []);
  const left = doors.filter(({ door }) => !door);
  if (left.length === 0) throw doorClosed(closed!);
  for (const { booking, by } of left.toSorted(byBusiness)) {
    await cancelBooking(tx, booking.id, by, cancellation);
  }
}

function byBusiness(a: { booking: BookingView }, b: { booking: BookingView }): number {
  return a.booking.businessId < b.booking.businessId ? -1 : 1;
}

function notTheirs() {
  return invalidAt(
    "/refundTo",
    "للعميل وحده أن يختار محفظته؛ احذف refundTo.",
    "Only the customer may choose their wallet; leave refundTo out.",
  );
}
