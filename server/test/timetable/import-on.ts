import { sql } from "kysely";
import { expect } from "vitest";
import { fixedClock } from "../../src/base/time.ts";
import type { OrderPlan } from "../../src/booking/order-plan.ts";
import { placeBatch } from "../../src/booking/place-batch.ts";
import type { Db, Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import type { ImportOptions } from "../../src/main/import-options.ts";
import { importPath } from "../../src/main/import.ts";

export const NOW = "2026-11-21T09:00:00Z";

/** Runs the import as the command does, at a fixed time. */
export async function importOn(db: Db, path: string, options: Partial<ImportOptions> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const status = await importPath(
    db,
    fixedClock(NOW),
    { path, days: 3, fareMinor: 5_000, draft: false, strict: false, ...options },
    { out: (line) => out.push(line), err: (line) => err.push(line) },
  );
  return { status, out: out.join("\n"), err };
}

export async function asPlatform<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(
    db,
    { scope: "platform", actor: "test", now: new Date(NOW).toISOString() },
    work,
  );
}

export interface TripRow {
  code: string;
  id: string;
  businessId: string;
  routeId: string;
  date: string;
  shift: number;
  /** Departure from the first stop, arrival at the last, in UTC. */
  departs: string;
  arrives: string;
  /** Positions of its first and last stop. */
  first: number;
  last: number;
}

/** Returns every dated trip with its times, ordered by departure. */
export async function tripsIn(db: Db): Promise<TripRow[]> {
  const { rows } = await sql<TripRow>`
    select j.code, t.id, t.business_id as "businessId", j.route_id as "routeId", t.service_date as date,
      t.shift_seconds as shift,
      t.origin_at + make_interval(secs => min(s.departs_seconds)) as departs,
      t.origin_at + make_interval(secs => max(s.arrives_seconds)) as arrives,
      min(s.position) as first, max(s.position) as last
    from trips t join units u on u.business_id = t.business_id and u.id = t.id and u.kind = 'trip'
    join journeys j on j.business_id = t.business_id and j.id = t.journey_id
    join timetable_stops s on s.business_id = t.business_id and s.timetable_id = t.timetable_id
    group by 1, 2, 3, 4, 5, 6, t.origin_at order by departs, code`.execute(db);
  return rows;
}

/** Sells one seat of a trip from its first stop to its last, checked by the database's own rules only. */
export async function sellSeat(db: Db, trip: TripRow): Promise<void> {
  const [order, booking, item] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  const span = { starts_at: trip.departs, ends_at: trip.arrives };
  const owner = { business_id: trip.businessId, booking_id: booking };
  const cancel_policy = { freeHours: 24, feePercent: 0, feeMinor: 0, noShowFeePercent: 0 };
  const money = { currency: "SAR", total_minor: 5_000 };
  const { rows } = await sql<{
    judged: string;
  }>`select pg_current_snapshot()::text as judged`.execute(db);
  const plan = {
    order: { id: order, ...money },
    bookings: [
      {
        business_id: trip.businessId,
        id: booking,
        reference: booking.slice(0, 8),
        order_id: order,
        status: "confirmed",
        confirmed_at: new Date(NOW).toISOString(),
        payment_terms: "venue",
        acceptance: "auto",
        due_minor: 0,
        cancel_policy,
        extendable_until: NOW,
        ...money,
        ...span,
      },
    ],
    items: [
      {
        ...owner,
        id: item,
        position: 1,
        kind: "seat",
        offering_id: trip.routeId,
        quantity: 1,
        claims_needed: 1,
        pool_needed: 0,
        price_minor: 5_000,
        details: {},
        payment_terms: "venue",
        deposit_percent: 0,
        due_minor: 0,
        acceptance: "auto",
        cancel_policy,
        price_parts: [],
        sale_ends_at: trip.departs,
        ...span,
      },
    ],
    wanted: {
      claims: [
        {
          ...owner,
          item_id: item,
          unit_id: trip.id,
          seat_no: 1,
          label: "1A",
          generation: 1,
          from_position: trip.first,
          to_position: trip.last,
          ...span,
        },
      ],
      picks: [],
      buckets: [],
    },
    answer: { bookings: [] },
  };
  const [outcome] = await placeBatch(db, [
    {
      plan: plan as unknown as OrderPlan,
      context: { scope: "public", actor: "test", now: new Date(NOW).toISOString() },
      idempotency: { scope: "test", key: booking, fingerprint: "" },
      limits: null,
      judged: rows[0]!.judged,
      mayWait: true,
    },
  ]);
  expect(outcome).toMatchObject({ outcome: "placed" });
}
