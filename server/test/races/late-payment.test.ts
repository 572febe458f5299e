import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { instantText, MINUTE_MS } from "../../src/base/time.ts";
import { confirmLate } from "../../src/booking/confirm-booking.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeSalon } from "../harness/businesses.ts";
import { makeCrowd } from "../harness/crowd.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { brokenChecks, tally } from "./arena.ts";
import { deadlocksIn, lookForDeadlocksOften } from "./deadlocks.ts";

const app = await startTestApp({ clock: standingClock() });
await lookForDeadlocksOften(app.owner);
const [holder = "", rival = ""] = await makeCrowd(app.owner, 2);
const start = "2026-12-01T10:00:00+03:00";

async function makeHold() {
  const terms = { payment_terms: "full", hold_minutes: 10 } as const;
  const { businessId, serviceId, staffIds } = await makeSalon(app.db, { staff: 2, terms });
  const item = (n: number) => ({ kind: "appointment", serviceId, staffId: staffIds[n], start });
  const order = (token: string) => app.as(token).post("/v1/bookings", { items: [item(0)] });
  const { body } = await order(holder);
  return { id: body.id as string, staffIds, businessId, item, order };
}

/** Money for a hold that ran out; what the payment's own command will call. */
async function payLate(bookingId: string): Promise<"confirmed" | "refused"> {
  const context = {
    scope: "platform",
    actor: "system:test",
    now: instantText(app.clock.now()),
  } as const;
  const pay = inTransaction(app.db, context, (tx) =>
    confirmLate(tx, bookingId, { kind: "payment", reference: "late" }),
  );
  return pay.then(
    () => "confirmed" as const,
    () => "refused" as const,
  );
}

async function claimedUnits(bookingId: string): Promise<string[]> {
  const { rows } = await sql<{ unit: string }>`
    select unit_id as unit from claims where booking_id = ${bookingId} and blocking`.execute(app.owner);
  return rows.map(({ unit }) => unit);
}

test("a late payment against a new order for the place: one of them gets it, without a deadlock", async () => {
  const { id, staffIds, order } = await makeHold();
  app.clock.advance(10 * MINUTE_MS);
  const before = await deadlocksIn(app);
  // Both come while somebody has the place's lock; the order stands first in line for it.
  const keeper = new pg.Client({ connectionString: app.url });
  await keeper.connect();
  await keeper.query("begin");
  await keeper.query(
    `select pg_advisory_xact_lock(k) from unit_lock_keys($1, 0, $2::timestamptz, $2::timestamptz + '30 min') k`,
    [staffIds[0], start],
  );
  const ordering = order(rival);
  await untilWaiting(keeper, 1);
  const paying = payLate(id);
  await untilWaiting(keeper, 2);
  await keeper.query("commit");
  await keeper.end();
  const [answer, paid] = await Promise.all([ordering, paying]);
  expect([tally([answer]), paid]).toBeOneOf([
    [{ "201": 1 }, "refused"],
    [{ "409 already-taken": 1 }, "confirmed"],
  ]);
  expect(await deadlocksIn(app)).toBe(before);
  expect(await brokenChecks(app)).toEqual([]);
});

test("a late payment for a hold that was rescheduled takes the place it had last", async () => {
  const { id, staffIds, item } = await makeHold();
  const moved = await app.as(holder).post(`/v1/bookings/${id}/rescheduling`, { items: [item(1)] });
  expect(moved.status).toBe(200);
  app.clock.advance(10 * MINUTE_MS);
  expect(await payLate(id)).toBe("confirmed");
  expect(await claimedUnits(id)).toEqual([staffIds[1]]);
  expect(await brokenChecks(app)).toEqual([]);
});

async function untilWaiting(keeper: pg.Client, sessions: number): Promise<void> {
  const count = async () => {
    const { rows } = await keeper.query<{ waiting: number }>(
      `select count(distinct pid)::int as waiting from pg_locks
       where not granted and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows[0]!.waiting;
  };
  await expect.poll(count, { interval: 2, timeout: 10_000 }).toBe(sessions);
}
