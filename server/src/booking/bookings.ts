import { typedReference } from "../base/typed-text.ts";
import { sql, type RawBuilder } from "kysely";
import { pageSize, decodeCursor, toPage, type Page } from "../base/page.ts";
import { notFound } from "../base/problem.ts";
import { instantText } from "../base/time.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { Status } from "./booking.ts";
import { viewBooking, type BookingRow, type BookingView } from "./booking-view.ts";
import type { ItemRow } from "./item-view.ts";

/** A booking with its items in one row; the database decides who may see it. */
type FullRow = BookingRow & { items: ItemRow[] };

/** The units an item owns now, or owned last. */
const fullBooking = sql`
  select b.*, (
    select jsonb_agg(jsonb_build_object(
      'id', i.id, 'kind', i.kind, 'offering_id', i.offering_id, 'quantity', i.quantity,
      'price_minor', i.price_minor, 'due_minor', i.due_minor, 'acceptance', i.acceptance,
      'cancel_policy', i.cancel_policy, 'fee_floor_minor', i.fee_floor_minor, 'details', i.details,
      'starts_at', to_char(i.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'ends_at', to_char(i.ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'units', booked_units(i.business_id, i.booking_id, array(
        select distinct c.unit_id from claims c
        where c.business_id = i.business_id and c.booking_id = i.booking_id and c.item_id = i.id
          and c.seat_no = 0 and c.generation = last_generation(i.business_id, i.booking_id, i.id)
          and (c.blocking or not booking_blocks(b.status))
      ))) order by i.position)
    from booking_items i where i.business_id = b.business_id and i.booking_id = b.id
      and i.state = 'active'
  ) as items
  from bookings b
`;

/**
 * @param now epoch milliseconds
 * @throws Problem not-found when there is none, or it is not the caller's
 */
export async function getBooking(db: Db | Tx, id: string, now: number): Promise<BookingView> {
  const [booking] = await readBookings(db, sql`where b.id = ${id}`, now);
  if (!booking) throw notFound("booking");
  return booking;
}

/** Returns the bookings of one order that the caller may see. */
export async function bookingsOfOrder(db: Db | Tx, orderId: string, now: number) {
  return readBookings(db, sql`where b.order_id = ${orderId} order by b.id`, now);
}

export interface BookingFilter {
  businessId?: string;
  customerId?: string;
  status?: Status;
  reference?: string;
  /** In E.164; any of them matches. */
  phones?: readonly string[];
  offeringId?: string;
  unitId?: string;
  /** Bookings that overlap this range of time. */
  from?: string;
  to?: string;
  limit?: number;
  cursor?: string;
}

/** Lists bookings, newest start first; row-level security decides what the caller sees. */
export async function listBookings(
  db: Db | Tx,
  filter: BookingFilter,
  now: number,
): Promise<Page<BookingView>> {
  const size = pageSize(filter.limit);
  const conditions = [...filterConditions(filter, now), ...afterCursor(filter.cursor)];
  const where = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;
  const order = sql`order by b.starts_at desc, b.id desc limit ${size + 1}`;
  const bookings = await readBookings(db, sql`${where} ${order}`, now);
  return toPage(
    bookings,
    size,
    (one) => [one.start, one.id],
    (one) => one,
  );
}

async function readBookings(db: Db | Tx, rest: RawBuilder<unknown>, now: number) {
  const { rows } = await sql<FullRow>`${fullBooking} ${rest}`.execute(db);
  return rows.map((row) => viewBooking(row, row.items, now));
}

function filterConditions(filter: BookingFilter, now: number): RawBuilder<unknown>[] {
  const conditions: (RawBuilder<unknown> | undefined)[] = [
    filter.businessId ? sql`b.business_id = ${filter.businessId}` : undefined,
    filter.customerId ? sql`b.customer_id = ${filter.customerId}` : undefined,
    filter.status ? hasStatus(filter.status, now) : undefined,
    filter.reference ? sql`b.reference = ${typedReference(filter.reference)}` : undefined,
    filter.phones ? sql`b.customer_phone = any (${filter.phones}::text[])` : undefined,
    filter.from ? sql`b.ends_at > ${filter.from}` : undefined,
    filter.to ? sql`b.starts_at < ${filter.to}` : undefined,
    filter.offeringId
      ? sql`exists (select 1 from booking_items i where i.business_id = b.business_id
          and i.booking_id = b.id and i.offering_id = ${filter.offeringId})`
      : undefined,
    filter.unitId
      ? sql`exists (select 1 from claims c where c.business_id = b.business_id
          and c.booking_id = b.id and c.unit_id = ${filter.unitId})`
      : undefined,
  ];
  return conditions.filter((one) => one !== undefined);
}

function afterCursor(cursor: string | undefined): RawBuilder<unknown>[] {
  if (!cursor) return [];
  const [startsAt, id] = decodeCursor(cursor, ["instant", "id"]);
  return [sql`(b.starts_at, b.id) < (${startsAt}::timestamptz, ${id}::uuid)`];
}

/** Filters by the status as of now: a hold that ran out is expired, whether or not that is recorded. */
function hasStatus(status: Status, now: number): RawBuilder<unknown> {
  const overdue = sql`booking_is_overdue(b.status, b.expires_at, ${instantText(now)})`;
  if (status === "expired") return sql`(b.status = 'expired' or ${overdue})`;
  return sql`b.status = ${status} and ${overdue} is not true`;
}
