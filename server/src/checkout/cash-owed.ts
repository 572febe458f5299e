import { sql } from "kysely";
import { money, type Money } from "../base/money.ts";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { RefundCause } from "../refund/request-refund.ts";
import type { VenueMethod } from "../payment/venue-methods.ts";

/** A refund of money the venue took itself: its staff hand it over, no gateway does. */
export interface CashOwed {
  /** The refund's id. */
  id: string;
  paymentId: string;
  bookingId: string;
  bookingReference: string;
  customer: { id: string | null; name: string; phone: string | null };
  amount: Money;
  /** How the money was taken. */
  method: VenueMethod;
  cause: RefundCause;
  reason: string;
  requestedAt: string;
  /** Null while it is owed. */
  handedOverAt: string | null;
}

type Row = Omit<CashOwed, "amount" | "customer"> & {
  minor: number;
  currency: string;
  customer_id: string | null;
  customer_name: string;
  customer_phone: string | null;
};

const cashOwed = sql`
  select r.id, r.payment_id as "paymentId", r.booking_id as "bookingId", b.reference as "bookingReference",
    b.customer_id, b.customer_name, b.customer_phone, r.amount_minor as minor, r.currency, p.method, r.cause, r.reason,
    r.requested_at as "requestedAt", r.succeeded_at as "handedOverAt"
  from refunds r
  join payments p on p.id = r.payment_id and p.gateway = 'venue'
  join bookings b on b.business_id = r.business_id and b.id = r.booking_id`;

export interface CashOwedFilter {
  businessId: string;
  /** Absent: both. */
  handedOver?: boolean;
  limit?: number;
  cursor?: string;
}

/**
 * Lists cash refunds, newest first.
 *
 * @throws Problem invalid-request for a cursor of another list
 */
export async function listCashOwed(db: Db, filter: CashOwedFilter): Promise<Page<CashOwed>> {
  const size = pageSize(filter.limit);
  const { handedOver = null } = filter;
  const [before = null, beforeId = null] = filter.cursor
    ? decodeCursor(filter.cursor, ["instant", "id"])
    : [];
  const { rows } = await sql<Row>`${cashOwed}
    where r.business_id = ${filter.businessId} and r.status <> 'failed'
      and (${handedOver}::boolean is null or (r.status = 'succeeded') = ${handedOver})
      and (${before}::timestamptz is null or (r.requested_at, r.id) < (${before}::timestamptz, ${beforeId}::uuid))
    order by r.requested_at desc, r.id desc limit ${size + 1}`.execute(db);
  return toPage(rows, size, (row) => [row.requestedAt, row.id], view);
}

/** Finds one cash refund; undefined when there is none, or another business owes it. */
export async function findCashOwed(
  tx: Tx,
  businessId: string,
  refundId: string,
): Promise<CashOwed | undefined> {
  const { rows } = await sql<Row>`${cashOwed}
    where r.business_id = ${businessId} and r.id = ${refundId}`.execute(tx);
  return rows[0] && view(rows[0]);
}

function view(row: Row): CashOwed {
  const { minor, currency, customer_id: id, customer_name: name, customer_phone: phone } = row;
  return {
    id: row.id,
    paymentId: row.paymentId,
    bookingId: row.bookingId,
    bookingReference: row.bookingReference,
    customer: { id, name, phone },
    amount: money(minor, currency),
    method: row.method,
    cause: row.cause,
    reason: row.reason,
    requestedAt: row.requestedAt,
    handedOverAt: row.handedOverAt,
  };
}
