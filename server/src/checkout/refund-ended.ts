import { sql } from "kysely";
import { epochMs } from "../base/time.ts";
import type { Canceller } from "../booking/booking.ts";
import { cancelFeeMinor, noShowFeeMinor, type FeeBasis } from "../booking/cancel-policy.ts";
import type { Tx } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { earnShare } from "../payment/earn-share.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { getPayment, type ShareRow } from "../payment/payments.ts";
import { requestRefund, type RefundCause } from "../payment/request-refund.ts";

interface Ended {
  business_id: string;
  id: string;
  status: "cancelled" | "expired" | "no_show";
  before: string;
  ended_at: string;
  cancelled_by: Canceller | null;
  cancel_reason: string | null;
  refund_to: "source" | "wallet" | null;
  customer_id: string | null;
  /** Kept for parts that were taken away before. */
  fee_minor: number;
  items: FeeBasis[];
}

interface PaidShare {
  payment_id: string;
  payer_id: string | null;
  left_minor: number;
}

/**
 * A booking that was paid for has ended: what is not kept by the agreed policy goes back by itself, newest payment
 * first. Automatic refunds exist once per payment, booking and cause, so being told twice does it once.
 */
export async function refundEnded({ db, clock }: MoneyParts, bookingId: string): Promise<void> {
  await inTransaction(db, asPlatform("refunds", clock), (tx) =>
    requestEndedRefunds(tx, bookingId, clock.now()),
  );
}

/**
 * The same in the caller's transaction, with the platform's reach.
 *
 * @param now epoch milliseconds
 */
export async function requestEndedRefunds(tx: Tx, bookingId: string, now: number): Promise<void> {
  const ended = await findEnded(tx, bookingId);
  if (!ended) return;
  const shares = await paidShares(tx, ended);
  const paidMinor = shares.reduce((sum, share) => sum + share.left_minor, 0);
  let left = Math.max(0, paidMinor - keptMinor(ended));
  for (const share of shares) {
    const amountMinor = Math.min(left, share.left_minor);
    if (amountMinor === 0) break;
    left -= amountMinor;
    await requestRefund(
      tx,
      {
        businessId: ended.business_id,
        paymentId: share.payment_id,
        bookingId,
        amountMinor,
        destination: chosenBy(ended, share),
        cause: causeOf(ended),
        isAutomatic: true,
        reason: ended.cancel_reason ?? ended.status,
        requestedBy: "system",
      },
      now,
    );
  }
  await earnKept(tx, ended, now);
}

/** What stays of money that nobody had earned yet is the business's by the agreed policy. */
async function earnKept(
  tx: Tx,
  { business_id: businessId, id }: Ended,
  now: number,
): Promise<void> {
  const { rows } = await sql<ShareRow>`
    select s.* from payment_shares s join payments p on p.id = s.payment_id
    where s.business_id = ${businessId} and s.booking_id = ${id} and s.earned_at is null
      and s.refunded_minor < s.amount_minor and p.status in ('paid', 'partially_refunded')
    order by s.payment_id`.execute(tx);
  for (const share of rows) {
    await earnShare(tx, await getPayment(tx, share.payment_id), share, now);
  }
}

/** What the business keeps of a booking that has ended, in minor units; 0 of one that has not. */
export async function keptOf(tx: Tx, bookingId: string): Promise<number> {
  const ended = await findEnded(tx, bookingId);
  return ended ? keptMinor(ended) : 0;
}

/** What the business keeps of a booking that ended so, in minor units: nothing where it ended it itself. */
function keptMinor(ended: Ended): number {
  const { status, items, cancelled_by: by, fee_minor: feeMinor } = ended;
  if (status === "no_show") return feeMinor + noShowFeeMinor(items);
  if (status === "expired" || by === null) return feeMinor;
  return feeMinor + cancelFeeMinor(items, ended.before, by, epochMs(ended.ended_at));
}

/** Whoever cancelled chose for what they had paid themselves, not for what somebody else did. */
function chosenBy({ refund_to: chosen, customer_id: customerId }: Ended, share: PaidShare) {
  return chosen !== null && share.payer_id === customerId ? chosen : "source";
}

/** A booking that a business never accepted was declined, whoever ended it. */
function causeOf({ before, status }: Ended): RefundCause {
  return before === "pending" && status !== "no_show" ? "declined" : "cancellation";
}

async function findEnded(tx: Tx, bookingId: string): Promise<Ended | undefined> {
  const { rows } = await sql<Ended>`
    select b.business_id, b.id, b.status, b.cancelled_by, b.cancel_reason, b.refund_to, b.customer_id, b.fee_minor,
      (select jsonb_agg(jsonb_build_object('cancelPolicy', i.cancel_policy, 'priceMinor', i.price_minor,
          'feeFloorMinor', i.fee_floor_minor,
          'startsAt', to_char(i.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
        from booking_items i where i.business_id = b.business_id and i.booking_id = b.id and i.state = 'active') as items,
      e.from_status as before, e.at as ended_at
    from bookings b join lateral (
      select * from booking_events x where x.business_id = b.business_id and x.booking_id = b.id
        and x.to_status = b.status order by x.seq desc limit 1) e on true
    where b.id = ${bookingId} and b.status in ('cancelled', 'expired', 'no_show')`.execute(tx);
  return rows[0];
}

/** Whatever was taken for it and has not gone back, nor is promised back. */
async function paidShares(tx: Tx, ended: Ended): Promise<PaidShare[]> {
  const { rows } = await sql<PaidShare>`
    select s.payment_id, p.customer_id as payer_id, s.amount_minor - s.refunded_minor as left_minor
    from payment_shares s join payments p on p.id = s.payment_id
    where s.business_id = ${ended.business_id} and s.booking_id = ${ended.id}
      and p.status in ('paid', 'partially_refunded') and s.amount_minor > s.refunded_minor
    order by p.created_at desc, p.id for update of s`.execute(tx);
  return rows;
}
