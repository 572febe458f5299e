import { sql } from "kysely";
import { newId } from "../../src/base/id.ts";
import { confirmLate } from "../../src/booking/confirm-booking.ts";
import { insertPayment } from "../../src/payment/insert-payment.ts";
import { postArrival } from "../../src/payment/post-arrival.ts";
import type { Tx } from "../../src/db/connection.ts";
import { earnShare } from "../../src/refund/earn-share.ts";
import { getPayment, sharesOf } from "../../src/payment/payments.ts";

interface Held {
  business_id: string;
  order_id: string;
  customer_id: string | null;
  currency: string;
  due_minor: number;
}

/**
 * Records a card payment of the amount due after a hold ran out and claims the place again, in the caller's transaction
 * with platform scope. Throws what `confirmLate` throws.
 */
export async function payLate(tx: Tx, bookingId: string): Promise<void> {
  await payDue(tx, bookingId);
  await confirmLate(tx, bookingId, { kind: "payment", reference: "late" });
}

/** Records a card payment of the amount due and credits it to the business, without changing the booking's status. */
export async function payDue(tx: Tx, bookingId: string): Promise<void> {
  const { rows } = await sql<Held>`
    select business_id, order_id, customer_id, currency, due_minor
    from bookings where id = ${bookingId}`.execute(tx);
  const [held] = rows;
  if (held) await pay(tx, bookingId, held);
}

async function pay(tx: Tx, bookingId: string, held: Held): Promise<void> {
  if (held.due_minor === 0) return;
  const now = Date.now();
  const id = newId(now);
  await insertPayment(tx, {
    id,
    orderId: held.order_id,
    customerId: held.customer_id,
    purpose: "order",
    gateway: "moyasar",
    method: "card",
    amountMinor: held.due_minor,
    currency: held.currency,
    status: "paid",
    shares: [{ businessId: held.business_id, bookingId, amountMinor: held.due_minor }],
  });
  await sql`update payments set gateway_object = 'payment', gateway_ref = ${id}, compare_at = null
    where id = ${id}`.execute(tx);
  const payment = await getPayment(tx, id);
  await postArrival(tx, payment, held.due_minor, now);
  for (const share of await sharesOf(tx, id)) await earnShare(tx, payment, share, now);
}
