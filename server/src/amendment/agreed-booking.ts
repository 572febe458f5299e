import { sql } from "kysely";
import { notFound } from "../base/problem.ts";
import type { Text } from "../base/text.ts";
import type { AgreedItem } from "../availability/kept-item.ts";
import type { PlannedClaim, Terms } from "../availability/planned-item.ts";
import { statusNow, type Status } from "../booking/booking.ts";
import type { FeeBasis } from "../booking/cancel-policy.ts";
import type { Db, Tx } from "../db/connection.ts";
import { paidByItem } from "../payment/paid-by-item.ts";

/** An item as it was sold, with what it owns and its payments. */
export interface SoldItem extends AgreedItem, FeeBasis {
  id: string;
  position: number;
  name: Text;
  dueMinor: number;
  paymentTerms: Terms["paymentTerms"];
  depositPercent: number;
  acceptance: Terms["acceptance"];
  /** How long the business may take to accept it; null: until it begins. */
  acceptWithinMinutes: number | null;
  checkInOpensMinutes: number;
  saleEndsAt: string | null;
  /** Fees kept for parts of it that were removed before. */
  feeKeptMinor: number;
  claims: PlannedClaim[];
  /** Payments for it less refunds and fees kept. */
  paidMinor: number;
}

/** A booking as agreed: the starting point of an amendment. */
export interface AgreedBooking {
  businessId: string;
  id: string;
  orderId: string;
  customerId: string | null;
  status: Status;
  version: number;
  currency: string;
  startsAt: string;
  expiresAt: string | null;
  checkedInAt: string | null;
  totalMinor: number;
  /** Fees kept for parts that were removed before. */
  feeMinor: number;
  items: SoldItem[];
  /** The highest position ever given to an item. */
  lastPosition: number;
}

type Row = Omit<AgreedBooking, "items"> & { items: Omit<SoldItem, "paidMinor">[] };

/**
 * @param now epoch milliseconds
 * @throws Problem not-found when there is none, or it is not the caller's
 */
export async function getAgreedBooking(
  db: Db | Tx,
  id: string,
  now: number,
): Promise<AgreedBooking> {
  const { rows } = await sql<Row>`
    select b.business_id as "businessId", b.id, b.order_id as "orderId", b.customer_id as "customerId", b.status, b.version,
      b.currency, b.starts_at as "startsAt", b.expires_at as "expiresAt", b.checked_in_at as "checkedInAt",
      b.total_minor as "totalMinor", b.fee_minor as "feeMinor",
      (select max(i.position) from booking_items i where i.business_id = b.business_id and i.booking_id = b.id)
        as "lastPosition",
      (select jsonb_agg(${itemObject} order by i.position) from booking_items i
        where i.business_id = b.business_id and i.booking_id = b.id and i.state = 'active') as items
    from bookings b where b.id = ${id}`.execute(db);
  const [row] = rows;
  if (!row) throw notFound("booking");
  const paid = await paidByItem(db, { businessId: row.businessId, bookingId: id });
  return {
    ...row,
    status: statusNow(row.status, row.expiresAt, now),
    items: row.items.map((item) => ({
      ...item,
      paidMinor: Math.max(0, (paid.get(item.id) ?? 0) - item.feeKeptMinor),
    })),
  };
}

const utc = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const itemObject = sql`jsonb_build_object(
  'id', i.id, 'position', i.position, 'kind', i.kind, 'offeringId', i.offering_id, 'startsAt', ${utc("i.starts_at")},
  'endsAt', ${utc("i.ends_at")}, 'quantity', i.quantity, 'priceMinor', i.price_minor, 'priceParts', i.price_parts,
  'dueMinor', i.due_minor, 'paymentTerms', i.payment_terms, 'depositPercent', i.deposit_percent,
  'acceptance', i.acceptance, 'cancelPolicy', i.cancel_policy, 'feeFloorMinor', i.fee_floor_minor, 'feeKeptMinor', i.fee_kept_minor,
  'acceptWithinMinutes', case when i.check_in_opens_minutes is null then b.accept_within_minutes else i.accept_within_minutes end,
  'checkInOpensMinutes', coalesce(i.check_in_opens_minutes, b.check_in_opens_minutes, 60),
  'saleEndsAt', ${utc("i.sale_ends_at")}, 'details', i.details - 'name', 'name', i.details->'name',
  'claims', coalesce((
    select jsonb_agg(jsonb_build_object('unitId', c.unit_id, 'seatNo', c.seat_no, 'from', ${utc("c.starts_at")},
      'until', ${utc("c.ends_at")}, 'passenger', c.passenger)) from claims c
    where c.business_id = i.business_id and c.booking_id = i.booking_id and c.item_id = i.id and c.blocking
      and c.amendment_id is null), '[]'),
  'unitIds', coalesce((
    select jsonb_agg(c.unit_id order by c.unit_id) from claims c
    where c.business_id = i.business_id and c.booking_id = i.booking_id and c.item_id = i.id and c.blocking
      and c.seat_no = 0 and c.amendment_id is null), '[]'))`;
