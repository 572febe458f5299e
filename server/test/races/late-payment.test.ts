import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { instantText, MINUTE_MS } from "../../src/base/time.ts";
import { payLate } from "../harness/late-money.ts";
import { serverUrlOf } from "../../src/db/server-login.ts";
import { connect } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeSalon } from "../harness/businesses.ts";
import { startServers } from "../harness/server-processes.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { brokenChecks, openArena, tally, weaken, without, type Arena } from "./arena.ts";
import { at } from "./days.ts";
import { deadlocksIn, lookForDeadlocksOften } from "./deadlocks.ts";

/** How far the second server's clock is ahead: every hold made at the first server has expired there. */
const aheadMs = 15 * MINUTE_MS;
const [NOW, LATER] = [0, 1];

const databases = [await createTestDatabase(), await createTestDatabase()] as const;
await lookForDeadlocksOften(databases[0].owner);
const { origins, stop } = await startServers(
  databases.map(({ url }) => ({ url })),
  databases.map(({ url }) => ({ url, aheadMs })),
);
const [guarded, unguarded] = (await Promise.all(
  databases.map((database, index) =>
    openArena(
      database,
      origins.map((of) => of[index]!),
    ),
  ),
)) as [Arena, Arena];
await weaken(unguarded, "reclaim_booking", "perform take_inventory(again);", "");
await weaken(
  unguarded,
  "reclaim_booking",
  "perform assert_offered(again",
  "perform assert_offered(null",
);
await without(unguarded, "alter table bookings disable trigger booking_owns_its_claims");

async function makeHold(arena: Arena) {
  const terms = { payment_terms: "full", hold_minutes: 10 } as const;
  const { serviceId, staffIds } = await makeSalon(arena.db, { staff: 2, terms });
  const item = (n: number) => {
    return { kind: "appointment", serviceId, staffId: staffIds[n], start: at("10:00") };
  };
  const order = (customer: number, server: number) =>
    arena.client(customer, server).post("/v1/bookings", { items: [item(0)] });
  const { body } = await order(0, NOW);
  return { id: body.id as string, itemId: body.items[0].id as string, staffIds, order };
}

/** Settles a late payment for an expired hold, as the payment's own command does. */
async function tryToPayLate({ url }: Arena, bookingId: string): Promise<"confirmed" | "refused"> {
  const { db, end } = connect({ url: serverUrlOf(url), applicationName: "late payment" });
  const now = instantText(Date.now() + aheadMs);
  const context = { scope: "platform", actor: "system:test", now } as const;
  try {
    await inTransaction(db, context, (tx) => payLate(tx, bookingId));
    return "confirmed";
  } catch {
    return "refused";
  } finally {
    await end();
  }
}

async function claimedUnits({ owner }: Arena, bookingId: string): Promise<string[]> {
  const { rows } = await sql<{ unit: string }>`
    select unit_id as unit from claims where booking_id = ${bookingId} and blocking`.execute(owner);
  return rows.map(({ unit }) => unit);
}

test("a late payment for an amended hold retakes the place it had last", async () => {
  const { id, itemId, staffIds } = await makeHold(guarded);
  const change = { items: [{ id: itemId, staffId: staffIds[1] }] };
  const moved = await guarded.client(0, NOW).post(`/v1/bookings/${id}/amendments`, change);
  expect(moved.status, JSON.stringify(moved.body)).toBe(201);
  expect(await tryToPayLate(guarded, id)).toBe("confirmed");
  expect(await claimedUnits(guarded, id)).toEqual([staffIds[1]]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("a late payment is refused when another customer has the place", async () => {
  const { id, order } = await makeHold(guarded);
  expect((await order(1, LATER)).status).toBe(201);
  expect(await tryToPayLate(guarded, id)).toBe("refused");
  expect(await claimedUnits(guarded, id)).toEqual([]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without retaking the place and the check at commit the booking is confirmed and owns nothing", async () => {
  const { id, order } = await makeHold(unguarded);
  expect((await order(1, LATER)).status).toBe(201);
  expect(await tryToPayLate(unguarded, id)).toBe("confirmed");
  expect(await claimedUnits(unguarded, id)).toEqual([]);
  expect(await brokenChecks(unguarded)).toContain(
    "every booking that blocks owns everything its items need",
  );
});

test("a late payment against a new order for the place: one of them gets it, without a deadlock", async () => {
  const { id, staffIds, order } = await makeHold(guarded);
  // Both arrive while another session holds the place's lock; the order waits first in line.
  const keeper = new pg.Client({ connectionString: guarded.url });
  await keeper.connect();
  await keeper.query("begin");
  await keeper.query(
    `select pg_advisory_xact_lock(k) from unit_lock_keys($1, 0, $2::timestamptz, $2::timestamptz + '30 min') k`,
    [staffIds[0], at("10:00")],
  );
  const ordering = order(1, LATER);
  await untilWaiting(keeper, 1);
  const paying = tryToPayLate(guarded, id);
  await untilWaiting(keeper, 2);
  await keeper.query("commit");
  await keeper.end();
  const [answer, paid] = await Promise.all([ordering, paying]);
  expect([tally([answer]), paid]).toBeOneOf([
    [{ "201": 1 }, "refused"],
    [{ "409 already-taken": 1 }, "confirmed"],
  ]);
  expect(await brokenChecks(guarded)).toEqual([]);
  await stop();
  expect(await deadlocksIn(guarded)).toBe(0);
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
