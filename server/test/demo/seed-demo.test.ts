import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { fixedClock } from "../../src/base/time.ts";
import type { Db } from "../../src/db/connection.ts";
import { seedDemo } from "../../src/demo/seed-demo.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { createTestDatabase } from "../harness/test-database.ts";

const TODAY = "2026-11-21T09:00:00+03:00";
const SEEDING_MS = 120_000;

const morning = await createTestDatabase();
const evening = await createTestDatabase();
const lines: string[] = [];
const seeded: boolean[] = [];

beforeAll(async () => {
  seeded.push(
    ...(await Promise.all([
      seedDemo(morning.db, (line) => lines.push(line), fixedClock(TODAY)),
      seedDemo(evening.db, () => undefined, fixedClock("2026-11-21T23:10:00+03:00")),
    ])),
  );
}, SEEDING_MS);

async function rowsOf<Row>(db: Db, query: string): Promise<Row[]> {
  return (await sql<Row>`${sql.raw(query)}`.execute(db)).rows;
}

test("an empty database is filled with the demo, and one with a business is left unchanged", async () => {
  expect(seeded).toEqual([true, true]);
  expect(lines[0]).toBe("demo: 10 businesses and 52 people");
  const count = "select count(*) as n from booking_events";
  const before = await rowsOf(morning.owner, count);
  expect(await seedDemo(morning.db, () => undefined, fixedClock(TODAY))).toBe(false);
  expect(await rowsOf(morning.owner, count)).toEqual(before);
});

test("there are bookings of every status, completed ones in the past and confirmed ones in the future", async () => {
  const rows = await rowsOf<{ status: string; over: number; coming: number }>(
    morning.owner,
    `select status, count(*) filter (where ends_at <= '2026-11-20T21:00:00Z')::int as over,
       count(*) filter (where ends_at > '2026-11-20T21:00:00Z')::int as coming
     from bookings group by status`,
  );
  const by = Object.fromEntries(rows.map(({ status, ...counts }) => [status, counts]));
  expect(by["completed"]).toMatchObject({ coming: 0 });
  expect(by["completed"]!.over).toBeGreaterThan(300);
  expect(by["no_show"]!.over).toBeGreaterThan(15);
  expect(by["cancelled"]!.over).toBeGreaterThan(20);
  expect(by["expired"]!.over + by["expired"]!.coming).toBeGreaterThan(5);
  expect(by["confirmed"]!.coming).toBeGreaterThan(150);
  // Visits that ended in the last minutes before midnight are not completed yet.
  expect(by["confirmed"]!.over).toBeLessThan(10);
  expect(by["pending"]).toEqual({ over: 0, coming: expect.any(Number) as number });
  expect(by["pending"]!.coming).toBeGreaterThanOrEqual(2);
  expect(by["reserved"]).toEqual({ over: 0, coming: 3 });
});

test("one business awaits approval, one is a draft, and all others are approved", async () => {
  const rows = await rowsOf<{ status: string; kinds: string[] }>(
    morning.owner,
    "select status, array_agg(kind order by kind) as kinds from businesses group by status",
  );
  expect(Object.fromEntries(rows.map(({ status, kinds }) => [status, kinds]))).toEqual({
    approved: ["bus", "hotel", "hotel", "hotel", "salon", "salon", "salon", "venue"],
    submitted: ["salon"],
    draft: ["venue"],
  });
});

test("the demo's sign-in numbers are an admin, the first salon's owner and a customer with bookings", async () => {
  const [found] = await rowsOf(
    morning.owner,
    `select
       (select is_admin from users where phone = '+966500000001') as admin,
       (select b.slug || ' ' || m.role from members m join users u on u.id = m.user_id
        join businesses b on b.id = m.business_id where u.phone = '+966500000002') as owner,
       (select string_agg(b.status, ' ' order by b.starts_at) from bookings b join users u on u.id = b.customer_id
        where u.phone = '+966500000003') as bookings,
       (select max(businesses)::int from (select count(*) as businesses from bookings b
        join users u on u.id = b.customer_id where u.phone = '+966500000003' group by order_id) o) as together`,
  );
  expect(found).toEqual({
    admin: true,
    owner: "lamsat-najd owner",
    bookings:
      "completed completed cancelled confirmed confirmed confirmed confirmed pending reserved",
    together: 3,
  });
});

test("the coach has 49 seats, and trips for the next 30 days in both directions", async () => {
  const [found] = await rowsOf(
    morning.owner,
    `select (select count(*)::int from vehicle_seats) as seats,
       (select count(*)::int from vehicle_seats where row_no = (select max(row_no) from vehicle_seats)) as back,
       (select count(distinct service_date)::int from trips where service_date >= '2026-11-21') as days,
       (select min(daily)::int from (select count(*) as daily from trips t
          join journeys j on j.id = t.journey_id group by j.route_id, service_date) d) as fewest`,
  );
  expect(found).toEqual({ seats: 49, back: 5, days: 31, fewest: 3 });
});

test("no place is booked twice at the same time", async () => {
  const [found] = await rowsOf(
    morning.owner,
    `with kept as (
       select c.* from claims c join bookings b on b.business_id = c.business_id and b.id = c.booking_id
       where b.status not in ('cancelled', 'expired'))
     select count(*) filter (where exists (
       select 1 from kept o where o.business_id = k.business_id and o.unit_id = k.unit_id
         and o.seat_no = k.seat_no and o.id <> k.id
         and o.starts_at < k.ends_at and o.ends_at > k.starts_at))::int as overlapping, count(*)::int as claims
     from kept k`,
  );
  expect(found).toMatchObject({ overlapping: 0 });
  expect(found).not.toMatchObject({ claims: 0 });
});

test("every check of holdfast verify passes on the demo", async () => {
  const results = await runChecks(morning.db, new Date(TODAY).toISOString(), () => undefined);
  expect(results.filter(({ broken }) => broken > 0)).toEqual([]);
});

test("no message about a past booking is waiting to be sent", async () => {
  const [found] = await rowsOf(
    morning.owner,
    `select count(*)::int as stale from outbox o
     join bookings b on b.id = (o.payload->>'bookingId')::uuid
     where o.done_at is null and o.topic not like 'refund.%' and b.ends_at <= '${TODAY}'`,
  );
  expect(found).toEqual({ stale: 0 });
});

const tables = {
  users: "id, phone, is_admin",
  businesses: "id, slug, status, approved_at",
  locations: "id, name_en",
  offerings: "id, name_en, payment_terms",
  units: "id, kind",
  stops: "id, code",
  trips: "id, origin_at",
  orders: "id, total_minor",
  bookings: "id, reference, status, starts_at, total_minor",
  booking_items: "id, details::text",
  claims: "unit_id, seat_no, booking_id, starts_at, blocking, passenger",
  pool_claims: "pool_id, bucket, booking_id, quantity, blocking",
  booking_events: "booking_id, seq, type, actor",
};

test.each(Object.entries(tables))(
  "seeding on the same day gives the same %s at any hour, ids included",
  async (table, columns) => {
    const query = `select ${columns} from ${table} order by ${columns}`;
    const rows = await rowsOf(morning.owner, query);
    expect(rows).not.toEqual([]);
    expect(await rowsOf(evening.owner, query)).toEqual(rows);
  },
);
