import { sql } from "kysely";
import { newId } from "../../src/base/id.ts";
import type { Db, Tx } from "../../src/db/connection.ts";
import { postLedger, type Account } from "../../src/ledger/post.ts";
import { at } from "./ground.ts";

const PRICE = 10_000;
const FEE = 250;
const funds: Account = { kind: "order_funds" };
const promised: Account = { kind: "refunds_payable" };
const gateway: Account = { kind: "gateway_clearing", gateway: "moyasar" };

interface Booked {
  businessId: string;
  orderId: string;
  bookingId: string;
  customerId: string;
}

/** Makes a confirmed booking without inventory, which the money code does not need. */
export async function makeBooking(
  owner: Db,
  businessId: string,
  customerId: string,
): Promise<Booked> {
  const [orderId, bookingId] = [newId(), newId()];
  await owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`insert into orders (id, customer_id, currency, total_minor)
      values (${orderId}, ${customerId}, 'SAR', ${PRICE})`.execute(tx);
    await sql`
      insert into bookings (business_id, id, order_id, reference, customer_id, status, confirmed_at, payment_terms,
        acceptance, currency, total_minor, due_minor, cancel_policy, starts_at, ends_at, extendable_until)
      values (${businessId}, ${bookingId}, ${orderId}, ${bookingId}, ${customerId}, 'confirmed', now(), 'full', 'auto',
        'SAR', ${PRICE}, ${PRICE}, '{}', now(), now() + interval '1 hour', now())`.execute(tx);
  });
  return { businessId, orderId, bookingId, customerId };
}

export const walletOf = ({ customerId }: Booked): Account => ({
  kind: "customer_wallet",
  userId: customerId,
});

async function insertPayment(
  tx: Tx,
  booked: Booked,
  payment: { gateway: string; method: string; purpose: string; status: string },
): Promise<string> {
  const id = newId();
  const captured = payment.status === "paid" ? PRICE : 0;
  await sql`
    insert into payments (id, order_id, customer_id, purpose, gateway, method, currency, amount_minor, status,
      captured_minor)
    values (${id}, ${booked.orderId}, ${booked.customerId}, ${payment.purpose}, ${payment.gateway}, ${payment.method},
      'SAR', ${PRICE}, ${payment.status}, ${captured})`.execute(tx);
  await sql`
    insert into payment_shares (business_id, payment_id, booking_id, amount_minor)
    values (${booked.businessId}, ${id}, ${booked.bookingId}, ${PRICE})`.execute(tx);
  return id;
}

async function markPaid(tx: Tx, id: string): Promise<void> {
  await sql`update payments set status = 'paid', captured_minor = amount_minor where id = ${id}`.execute(
    tx,
  );
}

async function earn(tx: Tx, { businessId, bookingId, orderId }: Booked, paymentId: string) {
  await sql`
    update payment_shares set earned_at = app_now(), fee_minor = ${FEE} where payment_id = ${paymentId}`.execute(
    tx,
  );
  const payable = { kind: "business_payable", businessId } as const;
  const transfers = [
    { from: funds, to: payable, amountMinor: PRICE },
    { from: payable, to: { kind: "platform_fee" } as const, amountMinor: FEE },
  ];
  const key = `share:${paymentId}:${bookingId}:earned`;
  const about = { paymentId, bookingId, orderId, currency: "SAR" };
  await postLedger(tx, { kind: "payment", key, ...about, transfers }, at);
}

export async function payByCard(tx: Tx, booked: Booked): Promise<string> {
  const card = { gateway: "moyasar", method: "card", purpose: "order" };
  const id = await insertPayment(tx, booked, { ...card, status: "initiated" });
  await sql`update payments set gateway_ref = ${`ref-${id}`}, polls = 1 where id = ${id}`.execute(
    tx,
  );
  await markPaid(tx, id);
  const posting = { kind: "payment", key: `payment:${id}:paid`, currency: "SAR" } as const;
  const transfers = [{ from: gateway, to: funds, amountMinor: PRICE }];
  await postLedger(tx, { ...posting, paymentId: id, orderId: booked.orderId, transfers }, at);
  await earn(tx, booked, id);
  return id;
}

/** Requests a refund; with `to`, also pays it. @returns the refund's id */
export async function refund(
  tx: Tx,
  { businessId, bookingId }: Booked,
  paymentId: string,
  { amount, to }: { amount: number; to?: Account },
): Promise<string> {
  const id = newId();
  const destination = to?.kind === "customer_wallet" ? "wallet" : "source";
  await sql`
    insert into refunds (business_id, id, payment_id, booking_id, amount_minor, currency, destination, cause, status,
      requested_by)
    values (${businessId}, ${id}, ${paymentId}, ${bookingId}, ${amount}, 'SAR', ${destination}, 'business', 'requested',
      'system:test')`.execute(tx);
  const about = { paymentId, bookingId, refundId: id, currency: "SAR" };
  const from = { kind: "business_payable", businessId } as const;
  const key = `refund:${id}:requested`;
  const asked = [{ from, to: promised, amountMinor: amount }];
  await postLedger(tx, { kind: "refund_requested", key, ...about, transfers: asked }, at);
  if (to === undefined) return id;
  await sql`update refunds set status = 'succeeded', succeeded_at = app_now() where id = ${id}`.execute(
    tx,
  );
  const paid = [{ from: promised, to, amountMinor: amount }];
  await postLedger(
    tx,
    { kind: "refund_paid", key: `refund:${id}:paid`, ...about, transfers: paid },
    at,
  );
  return id;
}
