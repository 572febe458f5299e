import { sql } from "kysely";
import { newId } from "../base/id.ts";
import { shareOfMinor } from "../base/money.ts";
import { notFound } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { postLedger, type Account, type Transfer } from "../ledger/post.ts";

export type RefundCause =
  | "cancellation"
  | "late_payment"
  | "paid_twice"
  | "declined"
  | "not_captured"
  | "business"
  | "platform";

export interface RefundRequest {
  businessId: string;
  paymentId: string;
  bookingId: string;
  amountMinor: number;
  destination: "source" | "wallet";
  cause: RefundCause;
  /** Follows from something by itself: once per share and cause, however often it is tried. */
  isAutomatic: boolean;
  reason: string;
  requestedBy: string;
}

interface ShareRow {
  currency: string;
  gateway: string;
  purpose: string;
  amount_minor: number;
  refunded_minor: number;
  fee_minor: number;
  is_earned: boolean;
}

/**
 * Promises money back: its part of the share is reserved at once (so that two who click together cannot both have it),
 * and the ledger moves it from whoever has it to what is owed in refunds. The gateway is asked afterwards, by the worker.
 * The caller has the platform's reach.
 *
 * @param now epoch milliseconds
 * @returns the refund's id; undefined when the same automatic refund was there already
 * @throws Problem not-found; (mapped) conflict when more would be given back than was paid
 */
export async function requestRefund(
  tx: Tx,
  request: RefundRequest,
  now: number,
): Promise<string | undefined> {
  const { businessId, paymentId, bookingId, amountMinor } = request;
  const share = await lockShare(tx, request);
  // What was paid from a wallet goes back there; cash from a till is no gateway's to return.
  const destination = share.gateway === "wallet" ? "wallet" : request.destination;
  const id = newId(now);
  const { numAffectedRows } = await sql`
    insert into refunds (business_id, id, payment_id, booking_id, amount_minor, currency, destination, cause, automatic,
      reason, status, requested_by)
    values (${businessId}, ${id}, ${paymentId}, ${bookingId}, ${amountMinor}, ${share.currency}, ${destination},
      ${request.cause}, ${request.isAutomatic}, ${request.reason}, 'requested', ${request.requestedBy})
    on conflict (business_id, payment_id, booking_id, cause) where automatic do nothing`.execute(
    tx,
  );
  if (!numAffectedRows) return undefined;
  const transfers = refundTransfers(businessId, share, amountMinor);
  const about = { bookingId, paymentId, refundId: id };
  const posting = { kind: "refund_requested", key: `refund:${id}:requested` } as const;
  await postLedger(tx, { ...posting, ...about, currency: share.currency, transfers }, now);
  return id;
}

async function lockShare(tx: Tx, key: RefundRequest): Promise<ShareRow> {
  const { rows } = await sql<ShareRow>`
    select p.currency, p.gateway, p.purpose, s.amount_minor, s.refunded_minor, s.fee_minor,
      s.earned_at is not null as is_earned
    from payment_shares s join payments p on p.id = s.payment_id
    where s.business_id = ${key.businessId} and s.payment_id = ${key.paymentId} and s.booking_id = ${key.bookingId}
    for update of s`.execute(tx);
  if (!rows[0]) throw notFound("payment");
  return rows[0];
}

/** From whoever has the money to what is owed in refunds, with the platform's fee in proportion. */
function refundTransfers(businessId: string, share: ShareRow, amountMinor: number): Transfer[] {
  const payable: Account = { kind: "business_payable", businessId };
  const from: Account = share.is_earned ? payable : { kind: "order_funds" };
  const feeUpTo = (refunded: number) =>
    shareOfMinor(share.fee_minor, Math.min(refunded, share.amount_minor), share.amount_minor);
  const feeMinor = feeUpTo(share.refunded_minor + amountMinor) - feeUpTo(share.refunded_minor);
  return [
    { from, to: { kind: "refunds_payable" }, amountMinor },
    ...(feeMinor > 0
      ? [{ from: { kind: "platform_fee" } as const, to: payable, amountMinor: feeMinor }]
      : []),
  ];
}
