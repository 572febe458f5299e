import { sql, type RawBuilder } from "kysely";
import { money } from "../base/money.ts";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import { notFound } from "../base/problem.ts";
import type { Db, Tx } from "../db/connection.ts";
import { amendmentStatusNow, type AmendedBy, type AmendmentStatus } from "./amendment.ts";
import {
  unitsOf,
  viewAmendedItems,
  type AmendedItemRow,
  type AmendmentQuote,
  type FeeReason,
} from "./quote.ts";
import { namedUnits } from "../booking/named-units.ts";
import type { NamedUnit } from "../availability/planned-item.ts";

/** A requested amendment, as shown to everybody who may see its booking. */
export interface AmendmentView extends AmendmentQuote {
  id: string;
  bookingId: string;
  by: AmendedBy;
  reason: string;
  createdAt: string;
  stamps: {
    awaitingPaymentAt: string | null;
    awaitingAcceptanceAt: string | null;
    appliedAt: string | null;
    declinedAt: string | null;
    expiredAt: string | null;
    withdrawnAt: string | null;
  };
}

interface Row {
  id: string;
  business_id: string;
  booking_id: string;
  status: AmendmentStatus;
  made_by: AmendedBy;
  reason: string;
  currency: string;
  price_before_minor: number;
  price_after_minor: number;
  due_now_minor: number;
  goes_back_minor: number;
  fee_minor: number;
  fee_floor_minor: number;
  fee_reason: FeeReason;
  acceptance: "none" | "again";
  items: AmendedItemRow[];
  expires_at: string | null;
  created_at: string;
  awaiting_payment_at: string | null;
  awaiting_acceptance_at: string | null;
  applied_at: string | null;
  declined_at: string | null;
  expired_at: string | null;
  withdrawn_at: string | null;
}

/**
 * Lists the amendments of a booking, oldest first.
 *
 * @param now epoch milliseconds
 * @throws Problem invalid-request for a cursor from another list
 */
export async function listAmendments(
  db: Db,
  bookingId: string,
  asked: { limit?: number; cursor?: string },
  now: number,
): Promise<Page<AmendmentView>> {
  const size = pageSize(asked.limit);
  const [at = null, id = null] = asked.cursor ? decodeCursor(asked.cursor, ["instant", "id"]) : [];
  const found = await readAmendments(
    db,
    sql`a.booking_id = ${bookingId}
      and (${at}::timestamptz is null or (a.created_at, a.id) > (${at}::timestamptz, ${id}::uuid))
    order by a.created_at, a.id limit ${size + 1}`,
    now,
  );
  return toPage(
    found,
    size,
    (one) => [one.createdAt, one.id],
    (one) => one,
  );
}

/** Returns an amendment. @throws Problem not-found when the booking has none with this id, or it is not the caller's */
export async function getAmendment(
  db: Db | Tx,
  { bookingId, id }: { bookingId: string; id: string },
  now: number,
): Promise<AmendmentView> {
  const [found] = await readAmendments(db, sql`a.booking_id = ${bookingId} and a.id = ${id}`, now);
  if (!found) throw notFound("amendment");
  return found;
}

/** An amendment that waits for payment. */
export interface Payable {
  id: string;
  businessId: string;
  bookingId: string;
  dueNowMinor: number;
}

/**
 * Returns the amendments of an order that wait to be paid, in the engine's lock order.
 *
 * @param now epoch milliseconds
 */
export async function amendmentsToPay(
  tx: Db | Tx,
  orderId: string,
  now: number,
): Promise<Payable[]> {
  const { rows } = await sql<Payable>`
    select id, business_id as "businessId", booking_id as "bookingId", due_now_minor as "dueNowMinor" from amendments
    where order_id = ${orderId} and status = 'awaitingPayment' and expires_at > ${new Date(now).toISOString()}
    order by business_id, booking_id`.execute(tx);
  return rows;
}

/** Reads amendments of one booking. */
async function readAmendments(
  db: Db | Tx,
  which: RawBuilder<unknown>,
  now: number,
): Promise<AmendmentView[]> {
  const { rows } = await sql<Row>`select a.* from amendments a where ${which}`.execute(db);
  const [first] = rows;
  if (!first) return [];
  const booking = { businessId: first.business_id, id: first.booking_id };
  const names = await namedUnits(
    db,
    booking,
    rows.flatMap((row) => unitsOf(row.items)),
  );
  return rows.map((row) => view(row, names, now));
}

function view(row: Row, names: ReadonlyMap<string, NamedUnit>, now: number): AmendmentView {
  const of = (minor: number) => money(minor, row.currency);
  const status = amendmentStatusNow(row.status, row.expires_at, now);
  return {
    id: row.id,
    bookingId: row.booking_id,
    status,
    by: row.made_by,
    reason: row.reason,
    price: { before: of(row.price_before_minor), after: of(row.price_after_minor) },
    dueNow: of(row.due_now_minor),
    goesBack: of(row.goes_back_minor),
    fee: { amount: of(row.fee_minor), floor: of(row.fee_floor_minor), reason: row.fee_reason },
    acceptance: row.acceptance,
    expiresAt: row.expires_at,
    items: viewAmendedItems(row.items, row.currency, names),
    createdAt: row.created_at,
    stamps: {
      awaitingPaymentAt: row.awaiting_payment_at,
      awaitingAcceptanceAt: row.awaiting_acceptance_at,
      appliedAt: row.applied_at,
      declinedAt: row.declined_at,
      expiredAt: row.expired_at,
      withdrawnAt: row.withdrawn_at,
    },
  };
}
