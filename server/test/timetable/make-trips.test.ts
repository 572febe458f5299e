import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import type { Db } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeTrips } from "../../src/timetable/make-trips.ts";
import { dropUnsoldTrips } from "../../src/timetable/unsold-trips.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { feedFolder, smallFeed } from "./feed-files.ts";
import { asPlatform, importOn, sellSeat, tripsIn } from "./import-on.ts";

let db: Db;
let owner: Db;
beforeEach(async () => {
  ({ db, owner } = await createTestDatabase({ poolSize: 6 }));
  await importOn(db, await feedFolder(smallFeed), { days: 1 });
});

const later = {
  ...smallFeed,
  "stop_times.txt": smallFeed["stop_times.txt"]!.replaceAll("22:30:00", "22:40:00"),
};

test("making trips for a window makes only the missing trips, for every business", async () => {
  const window = { from: "2026-11-21", days: 3 };
  expect(await asPlatform(db, (tx) => makeTrips(tx, window))).toBe(6);
  expect(await asPlatform(db, (tx) => makeTrips(tx, window))).toBe(0);
});

test("workers that make trips at the same time make each trip once", async () => {
  const window = { from: "2026-11-21", days: 10 };
  const made = await Promise.all(
    [1, 2, 3, 4].map(() => asPlatform(db, (tx) => makeTrips(tx, window))),
  );
  expect(made.reduce((sum, one) => sum + one, 0)).toBe(27);
  const { rows } = await sql`select count(*) from units where kind = 'trip'`.execute(owner);
  expect(rows).toEqual([{ count: 30 }]);
});

test("a member may make trips of their own business's journeys only", async () => {
  const journeys = await db.selectFrom("journeys").select(["id", "business_id", "code"]).execute();
  const mine = journeys.find((one) => one.code === "n1-night")!;
  const other = journeys.find((one) => one.code === "h1-morning")!;
  const make = (journey: typeof mine) =>
    inTransaction(
      db,
      {
        scope: "member",
        businessId: mine.business_id,
        actor: "test",
        now: "2026-11-21T09:00:00.000Z",
      },
      (tx) =>
        makeTrips(tx, {
          businessId: journey.business_id,
          journeyId: journey.id,
          from: "2026-12-24",
          days: 2,
        }),
    );
  expect(await make(mine)).toBe(2);
  await expect(make(other)).rejects.toThrow("row-level security");
});

test("a cancelled trip is not made a second time", async () => {
  await asPlatform(db, (tx) => tx.updateTable("trips").set({ status: "cancelled" }).execute());
  expect(await asPlatform(db, (tx) => makeTrips(tx, { from: "2026-11-21", days: 1 }))).toBe(0);
});

test("an import waits for a booking in progress, then keeps the trip and gives it the new times", async () => {
  const trip = (await tripsIn(db)).find((one) => one.code === "n1-night")!;
  const folder = await feedFolder(later);
  let importing: Promise<{ out: string }> = Promise.resolve({ out: "" });
  await db.transaction().execute(async (booking) => {
    await sellSeat(booking, trip);
    importing = importOn(db, folder, { days: 1 });
    await untilWaiting();
  });
  expect((await importing).out).toContain("1 trips with sold seats have new times");
  const after = (await tripsIn(db)).find((one) => one.code === "n1-night")!;
  expect(after).toEqual({ ...trip, departs: after.departs });
  expect(Date.parse(after.departs) - Date.parse(trip.departs)).toBe(600_000);
});

test("a booking of a trip that is being removed is refused", async () => {
  const trip = (await tripsIn(db)).find((one) => one.code === "n1-night")!;
  let booking: Promise<unknown> = Promise.resolve();
  await asPlatform(db, async (tx) => {
    expect(await dropUnsoldTrips(tx, trip.businessId, { tripIds: [trip.id] })).toBe(1);
    booking = sellSeat(db, trip).then(
      () => "sold",
      (error: Error) => error.message,
    );
    await untilWaiting();
  });
  expect(await booking).toMatch(/the trip does not run/);
});

/** Resolves once a connection of this database waits for a lock. */
async function untilWaiting(): Promise<void> {
  for (;;) {
    const { rows } = await sql`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(owner);
    if (rows.length > 0) return;
  }
}
