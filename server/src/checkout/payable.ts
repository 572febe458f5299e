import { amendmentsToPay } from "../amendment/amendments.ts";
import { invalidTransition, Problem } from "../base/problem.ts";
import { text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";
import type { BookingView } from "../booking/booking-view.ts";
import type { OrderView } from "../booking/order-view.ts";
import { paidMinor } from "../payment/paid.ts";

/** The amount to pay before a booking, or its amendment, counts. */
export interface Payable {
  businessId: string;
  bookingId: string;
  /** Set when it is for an amendment. */
  amendmentId?: string;
  amountMinor: number;
  acceptance: BookingView["acceptance"];
}

/**
 * Returns the bookings of an order that wait for payment, and the amendments of others that do, with the amounts, in
 * the engine's lock order.
 *
 * @param now epoch milliseconds
 * @throws Problem invalid-transition when nothing waits for payment any more, conflict when all is paid
 */
export async function payableOf(tx: Tx, order: OrderView, now: number): Promise<Payable[]> {
  const held = order.bookings.filter(({ status }) => status === "reserved");
  const amendments = await amendmentsToPay(tx, order.id, now);
  if (held.length + amendments.length === 0) throw invalidTransition(order.status, "confirmed");
  const paid = await paidMinor(
    tx,
    held.map((booking) => booking.id),
  );
  const lacking = held.map((booking): Payable => ({
    businessId: booking.businessId,
    bookingId: booking.id,
    acceptance: booking.acceptance,
    amountMinor: booking.due.amount - (paid.get(booking.id) ?? 0),
  }));
  const changes = amendments.map(({ id, businessId, bookingId, dueNowMinor }): Payable => ({
    businessId,
    bookingId,
    amendmentId: id,
    amountMinor: dueNowMinor,
    // It is captured at once, and refunded if the business declines.
    acceptance: "auto",
  }));
  const open = [...lacking, ...changes]
    .filter(({ amountMinor }) => amountMinor > 0)
    .toSorted((a, b) => (a.businessId + a.bookingId < b.businessId + b.bookingId ? -1 : 1));
  if (open.length === 0) throw nothingDue();
  return open;
}

function nothingDue(): Problem {
  return new Problem("conflict", {
    detail: text("دُفع كل المستحق على هذا الطلب.", "Everything due for this order has been paid."),
  });
}
