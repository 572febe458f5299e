import { sql } from "kysely";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import { money } from "../base/money.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { PaymentStatus } from "./payment.ts";
import { viewPayment, type PaymentRow, type PaymentView } from "./payments.ts";

/** One event of a payment; never edited. */
export interface PaymentEvent {
  seq: number;
  type: string;
  from: string | null;
  to: string | null;
  at: string;
  actor: string;
  requestId: string | null;
  details: Record<string, unknown>;
}

/**
 * Lists the history of a payment that the caller may see, oldest first. A caller who sees only part of its bookings does
 * not get its full amounts.
 *
 * @throws Problem invalid-request for a cursor from another list
 */
export async function listPaymentEvents(
  db: Db | Tx,
  paymentId: string,
  asked: { limit?: number; cursor?: string },
): Promise<Page<PaymentEvent>> {
  const size = pageSize(asked.limit);
  const [after] = asked.cursor ? decodeCursor(asked.cursor, ["integer"]) : [0];
  const { rows } = await sql<PaymentEvent & { details: StoredDetails; currency: string }>`
    select e.seq, e.type, e.from_status as "from", e.to_status as "to", e.at, e.actor,
      e.request_id as "requestId",
      case when (select sum(s.amount_minor) from payment_shares s where s.payment_id = p.id) < p.amount_minor
        then e.details - '{capturedMinor,refundedMinor,alarm}'::text[] else e.details end as details, p.currency
    from payment_events e join payments p on p.id = e.payment_id
    where e.payment_id = ${paymentId} and e.seq > ${after}::bigint order by e.seq limit ${size + 1}`.execute(
    db,
  );
  return toPage(
    rows,
    size,
    (row) => [row.seq],
    ({ currency, details, ...event }) => ({ ...event, details: viewDetails(details, currency) }),
  );
}

/** Maps stored events, which never change, to the API's terms. */
interface StoredDetails {
  capturedMinor?: number;
  refundedMinor?: number;
  [more: string]: unknown;
}

function viewDetails(stored: StoredDetails, currency: string): Record<string, unknown> {
  const { capturedMinor, refundedMinor, ...more } = stored;
  return {
    ...more,
    ...(capturedMinor !== undefined && { captured: money(capturedMinor, currency) }),
    ...(refundedMinor !== undefined && { refunded: money(refundedMinor, currency) }),
  };
}

export interface PaymentFilter {
  status?: PaymentStatus;
  orderId?: string;
  customerId?: string;
  /** Only payments with an open alarm. */
  hasAlarm?: boolean;
  limit?: number;
  cursor?: string;
}

/** A payment with the fields only the platform sees. */
export type AdminPaymentView = PaymentView & {
  customerId: string | null;
  gatewayRef: string | null;
  alarm: string | null;
};

/** Lists payments, newest first; for the platform. */
export async function listPayments(db: Db, filter: PaymentFilter): Promise<Page<AdminPaymentView>> {
  const size = pageSize(filter.limit);
  const { status = null, orderId = null, customerId = null, hasAlarm = null } = filter;
  const [before = null, beforeId = null] = filter.cursor
    ? decodeCursor(filter.cursor, ["instant", "id"])
    : [];
  const { rows } = await sql<PaymentRow>`
    select * from payments p
    where (${status}::text is null or p.status = ${status})
      and (${orderId}::uuid is null or p.order_id = ${orderId})
      and (${customerId}::uuid is null or p.customer_id = ${customerId})
      and (${hasAlarm}::boolean is null or (p.alarm is not null) = ${hasAlarm})
      and (${before}::timestamptz is null or (p.created_at, p.id) < (${before}::timestamptz, ${beforeId}::uuid))
    order by p.created_at desc, p.id desc limit ${size + 1}`.execute(db);
  const views = await Promise.all(rows.map((row) => viewForPlatform(db, row)));
  return toPage(
    views,
    size,
    (one) => [one.createdAt, one.id],
    (one) => one,
  );
}

/** Returns a payment as the platform sees it. */
export async function viewForPlatform(db: Db | Tx, row: PaymentRow): Promise<AdminPaymentView> {
  const { customer_id: customerId, gateway_ref: gatewayRef, alarm } = row;
  return { ...(await viewPayment(db, row)), customerId, gatewayRef, alarm };
}
