import pg from "pg";
import { expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeSalon } from "../harness/businesses.ts";
import type { Answer } from "../harness/caller.ts";
import { startServers } from "../harness/server-processes.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { untilWaiting } from "../money-races/in-line.ts";
import { brokenChecks, openArena, weaken, without, type Arena } from "./arena.ts";
import { at } from "./days.ts";

/** A customer moves a hold to another day while another customer, on a server whose clock is ahead, finds it expired. */

const aheadMs = 15 * MINUTE_MS;
const [NOW, LATER] = [0, 1];

const databases = [await createTestDatabase(), await createTestDatabase()] as const;
const { origins } = await startServers(
  databases.map(({ url }, index) => ({ url, isQuiet: index > 0 })),
  databases.map(({ url }, index) => ({ url, isQuiet: index > 0, aheadMs })),
);
const [guarded, unlocked] = (await Promise.all(
  databases.map((database, index) =>
    openArena(
      database,
      origins.map((of) => of[index]!),
    ),
  ),
)) as [Arena, Arena];
// Without the row lock, moves of one booking do not wait for each other.
await weaken(unlocked, "lock_booking", "for update", "");
await without(unlocked, "alter table bookings disable trigger booking_owns_its_claims");

const TARGET = at("12:00", 1);

async function makeHold(arena: Arena) {
  const terms = { payment_terms: "full", hold_minutes: 10 } as const;
  const { serviceId, staffIds } = await makeSalon(arena.db, { terms });
  const item = { kind: "appointment", serviceId, staffId: staffIds[0], start: at("10:00") };
  const { body } = await arena.client(0, NOW).post("/v1/bookings", { items: [item] });
  const path = `/v1/bookings/${body.id as string}`;
  const change = { items: [{ id: body.items[0].id as string, start: TARGET }] };
  return {
    unitId: staffIds[0]!,
    amend: () => arena.client(0, NOW).post(`${path}/amendments`, change),
    order: () => arena.client(1, LATER).post("/v1/bookings", { items: [item] }),
    read: async () => (await arena.client(0, NOW).get(path)).body,
  };
}

/** The amendment has read the hold and waits for the lock of its new time when the other order wants the old one. */
async function meet(arena: Arena) {
  const hold = await makeHold(arena);
  const keeper = new pg.Client({ connectionString: arena.url });
  await keeper.connect();
  let ordered: Answer;
  let amending: Promise<Answer>;
  try {
    await keeper.query("begin");
    await keeper.query(
      `select pg_advisory_xact_lock(k) from unit_lock_keys($1, 0, $2::timestamptz, $2::timestamptz) k`,
      [hold.unitId, TARGET],
    );
    amending = hold.amend();
    await untilWaiting(keeper, 1);
    ordered = await hold.order();
    await keeper.query("commit");
  } finally {
    await keeper.end();
  }
  const amended = await amending;
  return { ordered: ordered.status, amended: amended.status, hold: await hold.read(), again: hold };
}

test("an overdue hold is not swept while it is being moved; its old time is free afterwards", async () => {
  const { ordered, amended, hold, again } = await meet(guarded);
  expect([ordered, amended]).toEqual([409, 201]);
  expect(hold).toMatchObject({ status: "reserved", start: new Date(TARGET).toISOString() });
  expect((await again.order()).status).toBe(201);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without the booking's lock the hold is swept and, although expired, keeps the time it moved to", async () => {
  const { ordered, hold } = await meet(unlocked);
  expect([ordered, hold.status]).toEqual([201, "expired"]);
  expect(await brokenChecks(unlocked)).toContain("no booking that is over blocks anything");
});

test("a hold that was swept first can no longer be moved", async () => {
  const hold = await makeHold(guarded);
  expect((await hold.order()).status).toBe(201);
  const { status, body } = await hold.amend();
  expect([status, body.from, body.to]).toEqual([409, "expired", "amended"]);
  expect(await brokenChecks(guarded)).toEqual([]);
});
