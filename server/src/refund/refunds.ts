import { sql, type RawBuilder } from "kysely";
import { money, type Money } from "../base/money.ts";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import { notFound } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { RefundStatus } from "../payment/payment.ts";
import type { RefundTo } from "./refund-destination.ts";
import type { RefundCause } from "./request-refund.ts";

/** A refund as the API shows it. */
export interface RefundView {
  id: string;
  paymentId: string;
  bookingId: string;
  amount: Money;
  destination: RefundTo;
  cause: RefundCause;
  reason: string;
  /** Which items it is for, if given. */
  itemIds: string[] | null;
  status: RefundStatus;
  requestedAt: string;
  succeededAt: string | null;
  failedAt: string | null;
}

/**
 * Lists the refunds of a payment that the caller may see, oldest first.
 *
 * @throws Problem invalid-request for a cursor from another list
 */
export async function listRefunds(
  tx: Tx,
  paymentId: string,
  asked: { limit?: number; cursor?: string },
): Promise<Page<RefundView>> {
  const size = pageSize(asked.limit);
  const [at = null, id = null] = asked.cursor ? decodeCursor(asked.cursor, ["instant", "id"]) : [];
  const found = await readRefunds(
    tx,
    sql`payment_id = ${paymentId}
      and (${at}::timestamptz is null or (requested_at, id) > (${at}::timestamptz, ${id}::uuid))
    order by requested_at, id limit ${size + 1}`,
  );
  return toPage(
    found,
    size,
    (one) => [one.requestedAt, one.id],
    (one) => one,
  );
}

/** @throws Problem not-found */
export async function getRefund(tx: Tx, id: string): Promise<RefundView> {
  const [found] = await readRefunds(tx, sql`id = ${id}`);
  if (!found) throw notFound("refund");
  return found;
}

async function readRefunds(tx: Tx, which: RawBuilder<unknown>): Promise<RefundView[]> {
  const { rows } = await sql<Omit<RefundView, "amount"> & { minor: number; currency: string }>`
    select id, payment_id as "paymentId", booking_id as "bookingId", amount_minor as minor, currency, destination, cause,
      reason, items as "itemIds", status, requested_at as "requestedAt", succeeded_at as "succeededAt", failed_at as "failedAt"
    from refunds where ${which}`.execute(tx);
  return rows.map(({ minor, currency, ...rest }) => ({ ...rest, amount: money(minor, currency) }));
}
