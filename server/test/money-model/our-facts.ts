import { sql } from "kysely";
import { FILLED } from "../harness/money-app.ts";
import type { Outcome } from "./costs.ts";
import type { World } from "./world.ts";

export interface OurPayment {
  id: string;
  /** The id that the gateway has it under: a second payment of a page has the page's. */
  pageId: string;
  orderId: string | null;
  customerId: string;
  purpose: string;
  gateway: string;
  status: string;
  amountMinor: number;
  capturedMinor: number;
  refundedMinor: number;
  alarm: string | null;
  /** Whether the desk took it when it confirmed a booking. */
  isDesk: boolean;
}

export interface OurRefund {
  id: string;
  paymentId: string;
  bookingId: string;
  amountMinor: number;
  destination: string;
  cause: string;
  status: string;
  /** Epoch milliseconds. */
  at: number;
}

export interface OurBooking extends Outcome {
  id: string;
  orderId: string;
  customerId: string;
}

export interface OurAmendment {
  id: string;
  bookingId: string;
  status: string;
  dueNowMinor: number;
  /** Whether it awaited payment; a change of a hold applies at once. */
  isPaidFirst: boolean;
}

export interface OurShare {
  paymentId: string;
  bookingId: string;
  amendmentId: string | null;
  amountMinor: number;
  refundedMinor: number;
}

/** The sum of a payment's entries in accounts of one kind. */
export interface OurEntry {
  kind: string;
  paymentId: string;
  minor: number;
}

/** Returns this run's rows, read as the database owner. */
export async function ourFacts({ owner, people }: World) {
  const ids = people.map(({ id }) => id);
  // Top-ups made before the run began are left out.
  const ofRun = sql`select id from payments where customer_id = any (${ids}::uuid[])
    and coalesce(gateway_ref, '') not like ${`${FILLED}%`}`;
  const payments = await sql<OurPayment>`
    select id, coalesce(duplicate_of, id) as "pageId", order_id as "orderId", customer_id as "customerId", purpose, gateway, status,
      amount_minor as "amountMinor", captured_minor as "capturedMinor", refunded_minor as "refundedMinor", alarm,
      desk_confirmation_of is not null as "isDesk"
    from payments where id in (${ofRun})`.execute(owner);
  const shares = await sql<OurShare>`
    select payment_id as "paymentId", booking_id as "bookingId", amendment_id as "amendmentId",
      amount_minor as "amountMinor", refunded_minor as "refundedMinor" from payment_shares where payment_id in (${ofRun})`.execute(
    owner,
  );
  const refunds = await sql<OurRefund>`
    select id, payment_id as "paymentId", booking_id as "bookingId", amount_minor as "amountMinor", destination, cause,
      status, ${epoch("requested_at")} as at from refunds where payment_id in (${ofRun})`.execute(
    owner,
  );
  const bookings = await sql<OurBooking>`
    select b.id, b.order_id as "orderId", b.customer_id as "customerId", b.status, b.cancelled_by as "cancelledBy",
      b.fee_minor as "feeMinor", exists (
        select from amendments a where a.business_id = b.business_id and a.booking_id = b.id
          and a.status = 'applied') as "isAmended",
      (select jsonb_agg(jsonb_build_object('priceMinor', i.price_minor, 'dueMinor', i.due_minor,
          'floorMinor', i.fee_floor_minor, 'startsAt', ${epoch("i.starts_at")}))
        from booking_items i where i.business_id = b.business_id and i.booking_id = b.id
          and i.state = 'active') as items,
      e.from_status as from, ${epoch("e.at")} as "endedAt"
    from bookings b join lateral (
      select * from booking_events x where x.business_id = b.business_id and x.booking_id = b.id
        and x.to_status = b.status order by x.seq desc limit 1) e on true
    where b.customer_id = any (${ids}::uuid[])`.execute(owner);
  const amendments = await sql<OurAmendment>`
    select a.id, a.booking_id as "bookingId", a.status, a.due_now_minor as "dueNowMinor",
      a.awaiting_payment_at is not null as "isPaidFirst"
    from amendments a join bookings b on b.business_id = a.business_id and b.id = a.booking_id
    where b.customer_id = any (${ids}::uuid[])`.execute(owner);
  const entries = await sql<OurEntry>`
    select a.kind, t.payment_id as "paymentId", sum(e.amount_minor)::bigint as minor
    from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
      join ledger_accounts a on a.id = e.account_id
    where t.payment_id in (${ofRun}) group by 1, 2`.execute(owner);
  return {
    payments: payments.rows,
    shares: shares.rows,
    refunds: refunds.rows,
    bookings: bookings.rows,
    amendments: amendments.rows,
    entries: entries.rows,
  };
}

export type OurFacts = Awaited<ReturnType<typeof ourFacts>>;

function epoch(column: string) {
  return sql`(extract(epoch from ${sql.ref(column)}) * 1000)::bigint`;
}
