import { sql } from "kysely";
import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { noMetrics } from "../../src/base/metrics.ts";
import { instantText } from "../../src/base/time.ts";
import { placeOrder } from "../../src/booking/place-order.ts";
import { placeTogether } from "../../src/booking/placing-queue.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { at } from "../races/days.ts";

/**
 * A new installation has no statistics, and plans that were made for empty tables are kept. They must look rows up by
 * key all the same, or a batch reads all orders there are.
 */

const ORDERS = 32;
const EXISTING = 5_000;
// One connection, so that the second batch is placed with the plans of the first.
const { db, owner } = await createTestDatabase({ poolSize: 1 });
const parts = placeTogether(db, noMetrics);

async function placeBatchAt(salon: Salon, time: string): Promise<void> {
  const context = { scope: "public", actor: "test", now: instantText(Date.now()) } as const;
  const party = {
    customerId: null,
    name: "A",
    phone: null,
    clientIp: null,
    source: "api",
    locale: "en",
  } as const;
  await Promise.all(
    salon.staffIds.map((staffId) =>
      placeOrder(parts, context, {
        items: [{ kind: "appointment", serviceId: salon.serviceId, staffId, start: at(time) }],
        party,
        idempotency: { scope: "test", key: newId(), fingerprint: "" },
        limits: null,
      }),
    ),
  );
}

/**
 * PostgreSQL plans the checks of foreign keys by itself: until autovacuum has counted the rows, within a minute, these
 * tables' checks read all rows of the business.
 */
const CHECKED = ["bookings", "booking_items"];

/** Rows and index entries read so far, by table. */
async function rowsRead(): Promise<Map<string, number>> {
  await sql`select pg_stat_force_next_flush()`.execute(db);
  const { rows } = await sql<{ name: string; read: number }>`
    select t.relname as name, (t.seq_tup_read + coalesce(sum(i.idx_tup_read), 0))::int as read
    from pg_stat_user_tables t left join pg_stat_user_indexes i using (relid)
    group by t.relid, t.relname, t.seq_tup_read`.execute(owner);
  return new Map(rows.map(({ name, read }) => [name, read]));
}

test("a batch placed with plans made for empty tables reads a few rows for each order, however many there are", async () => {
  const salon = await makeSalon(db, { staff: ORDERS });
  // The planner now knows that nothing was ordered yet.
  await sql`analyze`.execute(owner);
  await placeBatchAt(salon, "10:00");
  await sql`
    insert into orders (id, currency, total_minor)
    select gen_random_uuid(), 'SAR', 0 from generate_series(1, ${EXISTING})`.execute(owner);
  await sql`
    insert into idempotency_keys (scope, key, fingerprint, status, body, created_at)
    select 'test', gen_random_uuid(), '', 201, '{}', now() from generate_series(1, ${EXISTING})`.execute(
    owner,
  );
  const before = await rowsRead();
  await placeBatchAt(salon, "11:00");
  const after = await rowsRead();
  const many = [...after]
    .map(([name, read]) => [name, read - (before.get(name) ?? 0)] as const)
    .filter(([name, read]) => read > 20 * ORDERS && !CHECKED.includes(name));
  expect(many).toEqual([]);
});
