import { sql } from "kysely";
import { newId } from "../base/id.ts";
import { notFound } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { postLedger } from "../ledger/post.ts";
import type { PaymentRow } from "../payment/payments.ts";
import { refundDestination, type RefundTo } from "./refund-destination.ts";
import { returnTransfers } from "./return-transfers.ts";

export type RefundCause =
  | "cancellation"
  | "late_payment"
  | "paid_twice"
  | "declined"
  | "not_captured"
  | "business"
  | "platform"
  | "amendment";

export interface RefundRequest {
  businessId: string;
  paymentId: string;
  bookingId: string;
  amountMinor: number;
  /** The payer's choice; how the money came decides where it goes. */
  destination: RefundTo;
  cause: RefundCause;
  /** For automatic refunds: once per share and cause, however often it is tried. */
  isAutomatic: boolean;
  reason: string;
  /** Set when it is for some of the booking's items. */
  items?: readonly string[] | undefined;
  /** The amount for each of these items, in minor units; absent: as allocated. */
  itemAmounts?: readonly number[] | undefined;
  requestedBy: string;
}

interface ShareRow {
  business_id: string;
  currency: string;
  gateway: PaymentRow["gateway"];
  customer_id: string | null;
  purpose: string;
  amount_minor: number;
  refunded_minor: number;
  fee_minor: number;
  is_earned: boolean;
}

/**
 * Requests a refund: its part of the share is reserved at once (so that two simultaneous requests cannot both have
 * it), and the ledger moves it from whoever has it to refunds_payable. The worker asks the gateway afterwards; money
 * a venue took stays owed until the venue hands it over. The caller has the platform's reach.
 *
 * @param now epoch milliseconds
 * @returns the refund's id; undefined when the same automatic refund exists already
 * @throws Problem not-found; (mapped) conflict when the refund would exceed what was paid
 */
export async function requestRefund(
  tx: Tx,
  request: RefundRequest,
  now: number,
): Promise<string | undefined> {
  const { businessId, paymentId, bookingId, amountMinor } = request;
  const share = await lockShare(tx, request);
  const destination = refundDestination(share, request.destination);
  const isVenue = share.gateway === "venue";
  const id = newId(now);
  const { numAffectedRows } = await sql`
    insert into refunds (business_id, id, payment_id, booking_id, amount_minor, currency, destination, cause, automatic,
      reason, items, item_amounts, status, requested_by, next_attempt_at)
    values (${businessId}, ${id}, ${paymentId}, ${bookingId}, ${amountMinor}, ${share.currency}, ${destination},
      ${request.cause}, ${request.isAutomatic}, ${request.reason}, ${request.items ?? null}::uuid[],
      ${request.itemAmounts ?? null}::bigint[], 'requested', ${request.requestedBy},
      case when ${isVenue} then null else app_now() end)
    on conflict (business_id, payment_id, booking_id, cause) where automatic do nothing`.execute(
    tx,
  );
  if (!numAffectedRows) return undefined;
  const owed = { kind: "refunds_payable" } as const;
  const transfers = share.is_earned
    ? returnTransfers(share, amountMinor, owed)
    : [{ from: { kind: "order_funds" } as const, to: owed, amountMinor }];
  const about = { bookingId, paymentId, refundId: id };
  const posting = { kind: "refund_requested", key: `refund:${id}:requested` } as const;
  await postLedger(tx, { ...posting, ...about, currency: share.currency, transfers }, now);
  return id;
}

async function lockShare(tx: Tx, key: RefundRequest): Promise<ShareRow> {
  const { rows } = await sql<ShareRow>`
    select s.business_id, p.currency, p.gateway, p.customer_id, p.purpose, s.amount_minor, s.refunded_minor, s.fee_minor,
      s.earned_at is not null as is_earned
    from payment_shares s join payments p on p.id = s.payment_id
    where s.business_id = ${key.businessId} and s.payment_id = ${key.paymentId} and s.booking_id = ${key.bookingId}
    for update of s`.execute(tx);
  if (!rows[0]) throw notFound("payment");
  return rows[0];
}
