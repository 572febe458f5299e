import { sql } from "kysely";
import { money, type Money } from "../base/money.ts";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import { notFound } from "../base/problem.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { GatewayName } from "./card-gateways.ts";
import type { GatewayRef } from "./gateway.ts";
import type { PaymentStatus } from "./payment.ts";

export type PaymentMethod = "card" | "wallet" | "cash" | "card-terminal" | "transfer";

/** A payment as the API shows it. */
export interface PaymentView {
  id: string;
  orderId: string | null;
  purpose: "order" | "balance" | "top_up";
  /** The payment whose page was charged again, making this one. */
  duplicateOf: string | null;
  status: PaymentStatus;
  method: PaymentMethod;
  gateway: GatewayName | "wallet" | "venue";
  amount: Money;
  captured: Money;
  refunded: Money;
  /** Where the payer must go next; null when there is nothing to do. */
  redirectUrl: string | null;
  failure: { code: string; message: string } | null;
  card: { brand: string; last4: string } | null;
  shares: { bookingId: string; amount: Money; refunded: Money }[];
  stamps: Record<
    | "initiatedAt"
    | "authorizedAt"
    | "paidAt"
    | "failedAt"
    | "voidedAt"
    | "partiallyRefundedAt"
    | "refundedAt",
    string | null
  >;
  createdAt: string;
  version: number;
}

/** A payment as stored. */
export interface PaymentRow {
  id: string;
  order_id: string | null;
  customer_id: string | null;
  purpose: "order" | "balance" | "top_up";
  gateway: GatewayName | "wallet" | "venue";
  method: PaymentMethod;
  split_of: string | null;
  duplicate_of: string | null;
  currency: string;
  amount_minor: number;
  capture: "automatic" | "manual";
  when_partly_gone: "keep" | "refund";
  status: PaymentStatus;
  captured_minor: number;
  refunded_minor: number;
  gateway_object: GatewayRef["object"] | null;
  gateway_ref: string | null;
  gateway_charge: string | null;
  redirect_url: string | null;
  return_url: string | null;
  failure_code: string | null;
  failure_message: string | null;
  card_brand: string | null;
  card_last4: string | null;
  alarm: string | null;
  unwanted: boolean;
  next_poll_at: string | null;
  polls: number;
  initiated_at: string | null;
  authorized_at: string | null;
  paid_at: string | null;
  failed_at: string | null;
  voided_at: string | null;
  partially_refunded_at: string | null;
  refunded_at: string | null;
  created_at: string;
  version: number;
}

/** One booking's part of a payment. */
export interface ShareRow {
  /** The amendment it pays for, if any. */
  amendment_id: string | null;
  business_id: string;
  payment_id: string;
  booking_id: string;
  amount_minor: number;
  refunded_minor: number;
  earned_at: string | null;
  fee_minor: number;
}

/** Returns a payment. @throws Problem not-found when there is none, or it is not the caller's */
export async function getPayment(db: Db | Tx, id: string): Promise<PaymentRow> {
  const { rows } = await sql<PaymentRow>`select * from payments where id = ${id}`.execute(db);
  if (!rows[0]) throw notFound("payment");
  return rows[0];
}

/** Returns a payment and locks it until the transaction ends. */
export async function lockPayment(tx: Tx, id: string): Promise<PaymentRow> {
  const { rows } =
    await sql<PaymentRow>`select * from payments where id = ${id} for update`.execute(tx);
  if (!rows[0]) throw notFound("payment");
  return rows[0];
}

/** Locks payments in the engine's lock order. */
export async function sharesOf(db: Db | Tx, paymentId: string): Promise<ShareRow[]> {
  const { rows } = await sql<ShareRow>`
    select * from payment_shares where payment_id = ${paymentId} order by business_id, booking_id`.execute(
    db,
  );
  return rows;
}

/** Lists every payment attempted for an order, oldest first. */
export async function listOrderPayments(
  db: Db,
  orderId: string,
  asked: { limit?: number; cursor?: string },
): Promise<Page<PaymentView>> {
  const size = pageSize(asked.limit);
  const [at = null, id = null] = asked.cursor ? decodeCursor(asked.cursor, ["instant", "id"]) : [];
  const { rows } = await sql<PaymentRow>`
    select * from payments where order_id = ${orderId}
      and (${at}::timestamptz is null or (created_at, id) > (${at}::timestamptz, ${id}::uuid))
    order by created_at, id limit ${size + 1}`.execute(db);
  const views = await Promise.all(rows.map((row) => viewPayment(db, row)));
  return toPage(
    views,
    size,
    (one) => [one.createdAt, one.id],
    (one) => one,
  );
}

export async function viewPayment(db: Db | Tx, row: PaymentRow): Promise<PaymentView> {
  const inMoney = (amountMinor: number) => money(amountMinor, row.currency);
  const shares = await sharesOf(db, row.id);
  const { amountMinor, capturedMinor, refundedMinor } = await seenOf(db, row, shares);
  const mustGo = row.status === "initiated" && row.redirect_url;
  return {
    id: row.id,
    orderId: row.order_id,
    purpose: row.purpose,
    duplicateOf: row.duplicate_of,
    status: row.status,
    method: row.method,
    gateway: row.gateway,
    amount: inMoney(amountMinor),
    captured: inMoney(capturedMinor),
    refunded: inMoney(refundedMinor),
    redirectUrl: mustGo ? row.redirect_url : null,
    failure: row.failure_code
      ? { code: row.failure_code, message: row.failure_message ?? "" }
      : null,
    card: row.card_last4 ? { brand: row.card_brand ?? "", last4: row.card_last4 } : null,
    shares: shares.map((share) => ({
      bookingId: share.booking_id,
      amount: inMoney(share.amount_minor),
      refunded: inMoney(share.refunded_minor),
    })),
    stamps: {
      initiatedAt: row.initiated_at,
      authorizedAt: row.authorized_at,
      paidAt: row.paid_at,
      failedAt: row.failed_at,
      voidedAt: row.voided_at,
      partiallyRefundedAt: row.partially_refunded_at,
      refundedAt: row.refunded_at,
    },
    createdAt: row.created_at,
    version: row.version,
  };
}

/** Each business sees only its own part of a payment for several, as it does of the order. */
async function seenOf(db: Db | Tx, row: PaymentRow, shares: readonly ShareRow[]) {
  const { amount_minor: amountMinor, captured_minor: capturedMinor } = row;
  const partMinor = shares.reduce((sum, share) => sum + share.amount_minor, 0);
  // A top-up has no shares.
  if (shares.length === 0 || partMinor === amountMinor) {
    return { amountMinor, capturedMinor, refundedMinor: row.refunded_minor };
  }
  const { rows } = await sql<{ minor: number }>`
    select coalesce(sum(amount_minor), 0)::bigint as minor from refunds
    where payment_id = ${row.id} and status = 'succeeded'`.execute(db);
  return {
    amountMinor: partMinor,
    capturedMinor: Math.min(capturedMinor, partMinor),
    refundedMinor: rows[0]!.minor,
  };
}

/** Returns the gateway's reference; null until it has answered. */
export function refOf(
  row: Pick<PaymentRow, "gateway_object" | "gateway_ref" | "gateway_charge">,
): GatewayRef | null {
  const { gateway_object: object, gateway_ref: ref, gateway_charge: charge } = row;
  return object && ref ? { object, ref, ...(charge !== null && { charge }) } : null;
}

/** Returns our id under which the gateway has the payment: a duplicate has the id of the page's first payment. */
export function carriedId(row: { id: string; duplicate_of: string | null }): string {
  return row.duplicate_of ?? row.id;
}
