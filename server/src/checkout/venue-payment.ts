import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Money } from "../base/money.ts";
import { invalidAt, invalidTransition } from "../base/problem.ts";
import type { BookingView } from "../booking/booking-view.ts";
import { getBooking } from "../booking/bookings.ts";
import type { Tx } from "../db/connection.ts";
import { postLedger } from "../ledger/post.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { insertPayment } from "./insert-payment.ts";
import { paidMinor } from "../payment/paid.ts";

export type VenueMethod = "cash" | "card-terminal" | "transfer";

export interface VenuePayment {
  method: VenueMethod;
  amount: Money;
  /** What makes it one: a booking that the desk confirmed has one such payment. */
  once?: { scope: string; key: string };
}

/**
 * Money that the business took itself: the rest of a deposit, or all of it. It is the business's at once; the ledger knows
 * that it lies in the business's own till.
 *
 * @param now epoch milliseconds
 * @returns the payment's id; undefined when it was written down before
 * @throws Problem invalid-transition when the booking does not stand, invalid-request at /amount
 */
export async function recordVenuePayment(
  tx: Tx,
  bookingId: string,
  { method, amount, once }: VenuePayment,
  now: number,
): Promise<string | undefined> {
  const { orderId } = await getBooking(tx, bookingId, now);
  await lockOrderMoney(tx, orderId);
  if (once && (await isRecorded(tx, once))) return undefined;
  const booking = await getBooking(tx, bookingId, now);
  if (!["pending", "confirmed", "completed"].includes(booking.status)) {
    throw invalidTransition(booking.status, "paid");
  }
  await assertOwed(tx, booking, amount);
  const id = newId(now);
  const { businessId } = booking;
  const share = { businessId, bookingId, amountMinor: amount.amount };
  await insertPayment(tx, {
    id,
    orderId,
    customerId: booking.customer.id,
    purpose: "balance",
    gateway: "venue",
    method,
    amountMinor: amount.amount,
    currency: amount.currency,
    status: "paid",
    ...(once && { idempotency: { ...once, fingerprint: "" } }),
    shares: [share],
  });
  await sql`update payment_shares set earned_at = app_now() where payment_id = ${id}`.execute(tx);
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
  const told = JSON.stringify({ businessId, paymentId: id, bookingId });
  await sql`insert into outbox (topic, business_id, payload)
    values ('share.earned', ${businessId}, ${told}::jsonb)`.execute(tx);
  return id;
}

async function isRecorded(
  tx: Tx,
  { scope, key }: { scope: string; key: string },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from payments where idempotency_scope = ${scope} and idempotency_key = ${key}`.execute(
    tx,
  );
  return rows.length > 0;
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
  const paid = (await paidMinor(tx, [booking.id])).get(booking.id) ?? 0;
  const owed = total.amount - paid;
  if (amount.amount > 0 && amount.amount <= owed) return;
  throw invalidAt(
    "/amount/amount",
    `المتبقي على هذا الحجز ${owed}؛ أرسل مبلغًا من 1 إلى ذلك.`,
    `${owed} is still owed for this booking; send an amount from 1 to that.`,
  );
}

/** What the desk said when it confirmed a hold becomes a payment, once per booking. */
export async function recordDeskConfirmation(
  tx: Tx,
  bookingId: string,
  now: number,
): Promise<void> {
  const { rows } = await sql<{
    paid_by: { kind: string; amountMinor?: number } | null;
    due: number;
    currency: string;
  }>`select paid_by, due_minor as due, currency from bookings where id = ${bookingId}`.execute(tx);
  const [row] = rows;
  const method = row?.paid_by?.kind;
  if (method !== "cash" && method !== "card-terminal" && method !== "transfer") return;
  const amountMinor = row!.paid_by!.amountMinor ?? row!.due;
  const paid = (await paidMinor(tx, [bookingId])).get(bookingId) ?? 0;
  const { total } = await getBooking(tx, bookingId, now);
  const amount = { amount: Math.min(amountMinor, total.amount - paid), currency: row!.currency };
  if (amount.amount <= 0) return;
  const once = { scope: "desk-confirmation", key: bookingId };
  await recordVenuePayment(tx, bookingId, { method, amount, once }, now);
}
