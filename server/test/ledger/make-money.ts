import { sql } from "kysely";
import { newId } from "../../src/base/id.ts";
import type { Db, Tx } from "../../src/db/connection.ts";
import { recordPayoutBatch } from "../../src/ledger/record-payout-batch.ts";
import { recordPayout } from "../../src/ledger/record-payout.ts";
import { holdFromWallet, releaseToWallet } from "../../src/ledger/wallet.ts";
import { postLedger, type Account } from "../../src/ledger/post.ts";
import { makeSalon } from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { asPlatform, at, sar, topUp } from "./ground.ts";

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

/**
 * Money on all its ways, written as the commands of payments write it: paid by card, by wallet and at the venue, earned
 * with a fee, refunded to the card and to the wallet, promised back, put aside and released, topped up, paid out by itself and in a batch.
 */
export async function makeMoney(db: Db, owner: Db): Promise<void> {
  const { businessId } = await makeSalon(db);
  const { id: customerId } = await makePerson(db, { admin: true });
  await topUp(db, customerId, sar(50_000));
  const book = () => makeBooking(owner, businessId, customerId);
  const write = <T>(work: (tx: Tx) => Promise<T>) => asPlatform(db, work);

  const [kept, refunded, owing, byWallet, nothing, atVenue] = [
    await book(),
    await book(),
    await book(),
    await book(),
    await book(),
    await book(),
  ];
  await write((tx) => payByCard(tx, kept));
  const back = await write((tx) => payByCard(tx, refunded));
  await write((tx) => refund(tx, refunded, back, { amount: 4_000, to: gateway }));
  await write((tx) => refund(tx, refunded, back, { amount: 1_000, to: walletOf(refunded) }));
  const open = await write((tx) => payByCard(tx, owing));
  await write((tx) => refund(tx, owing, open, { amount: PRICE }));
  await write((tx) => payByWallet(tx, byWallet));
  await write((tx) => failByWallet(tx, nothing));
  const atTill = await write((tx) => payAtVenue(tx, atVenue));
  const till: Account = { kind: "venue_cash", businessId };
  await write((tx) => refund(tx, atVenue, atTill, { amount: 500, to: till }));
  const gone = await book();
  const returned = await write((tx) => payByCard(tx, gone));
  await write((tx) => refund(tx, gone, returned, { amount: PRICE, to: gateway }));
  await cancel(owner, gone);
  const payout = { businessId, amount: sar(3_000), reference: "SARIE", paidBy: customerId };
  await write((tx) => recordPayout(tx, { ...payout, gateway: "moyasar" }, at));
  const rest = { currency: "SAR", reference: "WEEK", paidBy: customerId, gateway: "moyasar" };
  await write((tx) => recordPayoutBatch(tx, rest, at));
  // Everybody who was to be told has been told.
  await sql`update outbox set done_at = now()`.execute(owner);
}

/** A confirmed booking without any inventory, which money does not ask for. */
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

/** Its business ended it. */
async function cancel(owner: Db, { businessId, bookingId }: Booked): Promise<void> {
  await owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`update bookings set status = 'cancelled', cancelled_at = now(), cancelled_by = 'business'
      where id = ${bookingId}`.execute(tx);
    await sql`
      insert into booking_events (business_id, booking_id, seq, type, from_status, to_status, at, actor, prev_hash, hash)
      values (${businessId}, ${bookingId}, 2, 'cancelled', 'confirmed', 'cancelled', now(), 'system:test', '', '')`.execute(
      tx,
    );
  });
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

function putAside(tx: Tx, { customerId, orderId }: Booked, paymentId: string) {
  const part = { userId: customerId, orderId, paymentId, amount: sar(PRICE) };
  return holdFromWallet(tx, part, at).then(() => part);
}

const wallet = { gateway: "wallet", method: "wallet", purpose: "order", status: "initiated" };

async function payByWallet(tx: Tx, booked: Booked): Promise<void> {
  const id = await insertPayment(tx, booked, wallet);
  await putAside(tx, booked, id);
  await markPaid(tx, id);
  await earn(tx, booked, id);
}

async function failByWallet(tx: Tx, booked: Booked): Promise<void> {
  const id = await insertPayment(tx, booked, wallet);
  const part = await putAside(tx, booked, id);
  await sql`update payments set status = 'failed' where id = ${id}`.execute(tx);
  await releaseToWallet(tx, part, at);
}

async function payAtVenue(tx: Tx, booked: Booked): Promise<string> {
  const { businessId, bookingId } = booked;
  const till = { gateway: "venue", method: "cash", purpose: "balance", status: "paid" };
  const id = await insertPayment(tx, booked, till);
  await sql`update payment_shares set earned_at = app_now() where payment_id = ${id}`.execute(tx);
  const from = { kind: "venue_cash", businessId } as const;
  const to = { kind: "business_payable", businessId } as const;
  const posting = { kind: "venue_payment", key: `payment:${id}:paid`, currency: "SAR" } as const;
  const transfers = [{ from, to, amountMinor: PRICE }];
  await postLedger(tx, { ...posting, paymentId: id, bookingId, transfers }, at);
  return id;
}

/** Promised back; with `to`, also given back. @returns the refund's id */
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
