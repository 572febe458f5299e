import { implies } from "../booking/booking.ts";
import { noteAction } from "../audit/note-action.ts";
import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Money } from "../base/money.ts";
import { invalidAt, invalidTransition } from "../base/problem.ts";
import type { BookingView } from "../booking/booking-view.ts";
import { getBooking } from "../booking/bookings.ts";
import type { Tx } from "../db/connection.ts";
import { postLedger } from "../ledger/post.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { insertPayment } from "../payment/insert-payment.ts";
import { markEarnedAtTill } from "../payment/mark-earned.ts";
import { owedFor } from "../payment/owed.ts";
import type { VenueMethod } from "../payment/venue-methods.ts";

export interface VenuePayment {
  method: VenueMethod;
  amount: Money;
}

/**
 * Records a payment of the balance, or of the whole price, that the business takes itself.
 *
 * @param now epoch milliseconds
 * @returns the payment's id
 * @throws Problem invalid-transition when the booking does not count or has ended, invalid-request at /amount
 */
export async function recordVenuePayment(
  tx: Tx,
  bookingId: string,
  payment: VenuePayment,
  now: number,
): Promise<string> {
  const { orderId } = await getBooking(tx, bookingId, now);
  await lockOrderMoney(tx, orderId);
  const booking = await getBooking(tx, bookingId, now);
  if (!implies[booking.status].isSold) {
    throw invalidTransition(booking.status, "paid");
  }
  await assertOwed(tx, booking, payment.amount);
  return writeVenuePayment(tx, booking, payment, now);
}

/**
 * Records money a business took itself: it is earned at once, and the ledger records it as venue cash. The caller has
 * locked the order's money.
 *
 * @param now epoch milliseconds
 * @returns the payment's id
 */
export async function writeVenuePayment(
  tx: Tx,
  { id: bookingId, businessId, orderId, customer }: BookingView,
  {
    method,
    amount,
    isDeskConfirmation = false,
    amendmentId,
  }: VenuePayment & { isDeskConfirmation?: boolean; amendmentId?: string },
  now: number,
): Promise<string> {
  const id = newId(now);
  await insertPayment(tx, {
    id,
    orderId,
    customerId: customer.id,
    purpose: "balance",
    gateway: "venue",
    method,
    amountMinor: amount.amount,
    currency: amount.currency,
    status: "paid",
    ...(isDeskConfirmation && { deskConfirmationOf: bookingId }),
    shares: [
      { businessId, bookingId, amountMinor: amount.amount, ...(amendmentId && { amendmentId }) },
    ],
  });
  await markEarnedAtTill(tx, id);
  const transfers = [
    {
      from: { kind: "venue_cash", businessId } as const,
      to: { kind: "business_payable", businessId } as const,
      amountMinor: amount.amount,
    },
  ];
  await postLedger(
    tx,
    {
      kind: "venue_payment",
      key: `payment:${id}:paid`,
      currency: amount.currency,
      paymentId: id,
      bookingId,
      orderId,
      transfers,
    },
    now,
  );
  await noteAction(tx, {
    businessId,
    action: "payment.takenAtVenue",
    subjectKind: "payment",
    subjectId: id,
    after: { bookingId, method, amount, ...(amendmentId && { amendmentId }) },
  });
  const told = JSON.stringify({ businessId, paymentId: id, bookingId });
  await sql`insert into outbox (topic, business_id, payload)
    values ('share.earned', ${businessId}, ${told}::jsonb)`.execute(tx);
  return id;
}

async function assertOwed(tx: Tx, booking: BookingView, amount: Money): Promise<void> {
  const { total } = booking;
  if (amount.currency !== total.currency) {
    throw invalidAt(
      "/amount/currency",
      `الحجز بعملة ${total.currency}.`,
      `The booking is in ${total.currency}.`,
    );
  }
  const { allMinor: owed } = await owedFor(tx, booking);
  if (amount.amount > 0 && amount.amount <= owed) return;
  throw invalidAt(
    "/amount/amount",
    `المتبقي على هذا الحجز ${owed}؛ أرسل مبلغًا من 1 إلى ${owed}.`,
    `${owed} is still owed for this booking; send an amount from 1 to ${owed}.`,
  );
}
