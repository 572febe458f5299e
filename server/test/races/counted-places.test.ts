import { sql, type RawBuilder } from "kysely";
import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { HOUR_MS, instantText, MINUTE_MS } from "../../src/base/time.ts";
import { EngineRefusal, findTaken } from "../../src/booking/engine-errors.ts";
import type { OrderPlan } from "../../src/booking/order-plan.ts";
import { placeBatch } from "../../src/booking/place-batch.ts";
import { moveBooking } from "../../src/booking/move-booking.ts";
import type { Db } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { sqlState } from "../../src/db/sql-error.ts";
import { makeBusiness } from "../harness/businesses.ts";
import { throughGate } from "../harness/gate.ts";
import { platform } from "../harness/people.ts";
import { createTestDatabase, type TestDatabase } from "../harness/test-database.ts";
import { brokenChecks, countNothing, without } from "./arena.ts";

/**
 * A boat tour is sold by number but is not a room. Only this file knows about tours; the engine knows only pools. A departure
 * is a pool with a bucket for each date.
 */
const PLACES = 12;
const CLIENTS = 10;
const NOW = Date.parse("2026-11-02T06:00:00Z");
const DATE = "2026-11-05";
const STARTS = Date.parse(`${DATE}T06:00:00Z`);

type World = TestDatabase & { businessId: string; departure: string };

async function openWorld(): Promise<World> {
  const database = await createTestDatabase({ poolSize: CLIENTS });
  const { businessId, departure } = { businessId: "", departure: newId() };
  const world = { ...database, businessId, departure };
  await without(
    database,
    ...(
      [
        ["offerings", "tour"],
        ["booking_items", "place"],
      ] as const
    ).flatMap(([table, kind]) => [
      `alter table ${table} drop constraint ${table}_kind_check`,
      `alter table ${table} add check (kind = '${kind}')`,
    ]),
  );
  await inTransaction(database.db, { ...platform, now: instantText(NOW) }, async (tx) => {
    const made = await makeBusiness(tx, "venue");
    world.businessId = made.businessId;
    await sql`
      insert into offerings (business_id, id, kind, location_id, name_ar, name_en)
      values (${made.businessId}, ${departure}, 'tour', ${made.locationId}, 'جولة', 'A tour')`.execute(
      tx,
    );
  });
  await asEngine(world, sql`select open_pool(${world.businessId}, ${departure}, ${PLACES}, 1)`);
  return world;
}

/** Calls the engine as a catalogue trigger would, like keep_room_pool(). */
async function asEngine(world: World, call: RawBuilder<unknown>, now = NOW): Promise<void> {
  await world.owner.transaction().execute(async (tx) => {
    await sql`set local role holdfast_engine`.execute(tx);
    const context = { scope: "platform", actor: "test", now: instantText(now) };
    await sql`select enter(${JSON.stringify(context)}::jsonb)`.execute(tx);
    await call.execute(tx);
  });
}

/** Takes places for one party, paid at the pier; with `heldMs` as a hold that expires. Returns the booking id. */
async function take(world: World, places: number, { heldMs = 0, now = NOW } = {}): Promise<string> {
  const { businessId: business_id, departure } = world;
  const [order, booking, item] = [newId(), newId(), newId()];
  const money = { currency: "SAR", total_minor: 9_000, due_minor: heldMs > 0 ? 9_000 : 0 };
  const span = { starts_at: instantText(STARTS), ends_at: instantText(STARTS + 3 * HOUR_MS) };
  const expires_at = heldMs > 0 ? instantText(now + heldMs) : null;
  const cancel_policy = { freeHours: 24, feePercent: 0, feeMinor: 0, noShowFeePercent: 0 };
  const terms = { payment_terms: heldMs > 0 ? "full" : "venue", acceptance: "auto", cancel_policy };
  const owner = { business_id, booking_id: booking };
  const { rows } = await sql<{ judged: string }>`
    select pg_current_snapshot()::text as judged`.execute(world.db);
  const plan = {
    order: { id: order, ...money },
    bookings: [
      {
        business_id,
        id: booking,
        order_id: order,
        reference: booking,
        status: heldMs > 0 ? "reserved" : "confirmed",
        [heldMs > 0 ? "reserved_at" : "confirmed_at"]: instantText(now),
        expires_at,
        extendable_until: span.starts_at,
        ...money,
        ...terms,
        ...span,
      },
    ],
    items: [
      {
        ...owner,
        id: item,
        position: 1,
        kind: "place",
        offering_id: departure,
        quantity: places,
        claims_needed: 0,
        pool_needed: places,
        price_minor: money.total_minor,
        due_minor: money.due_minor,
        details: {},
        deposit_percent: 0,
        price_parts: [],
        sale_ends_at: span.starts_at,
        ...terms,
        ...span,
      },
    ],
    wanted: {
      claims: [],
      picks: [],
      buckets: [
        {
          ...owner,
          item_id: item,
          pool_id: departure,
          bucket: DATE,
          quantity: places,
          generation: 1,
          expires_at,
        },
      ],
    },
    answer: { bookings: [] },
  };
  const [outcome] = await placeBatch(world.db, [
    {
      plan: plan as unknown as OrderPlan,
      context: { scope: "public", actor: "test", now: instantText(now) },
      idempotency: { scope: "test", key: booking, fingerprint: "" },
      limits: null,
      judged: rows[0]!.judged,
      mayWait: true,
    },
  ]);
  if (outcome!.outcome === "refused") throw new EngineRefusal(outcome!.state, outcome!.detail);
  expect(outcome).toMatchObject({ outcome: "placed" });
  return booking;
}

async function taken({ owner, departure }: World): Promise<string> {
  const { rows } = await sql<{ taken: string }>`
    select taken || ' of ' || capacity as taken from pool_buckets where pool_id = ${departure}`.execute(
    owner,
  );
  return rows[0]?.taken ?? "not opened";
}

const broken = ({ db }: { db: Db }) => brokenChecks({ db, clock: { now: () => NOW } });

/** Ten parties of two order at once; six fit. Returns how many got places. */
async function rush(world: World): Promise<number> {
  const gate = { url: world.url, contenders: CLIENTS };
  const settled = await throughGate(gate, () =>
    Promise.allSettled(Array.from({ length: CLIENTS }, () => take(world, 2))),
  );
  const refused = settled.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(refused.map((error) => findTaken(error)?.kind)).toEqual(refused.map(() => "pool"));
  return settled.length - refused.length;
}

const guarded = await openWorld();
const unguarded = await openWorld();
await without(
  unguarded,
  "alter table pool_buckets drop constraint pool_within_capacity",
  countNothing,
);

test("ten parties of two want the twelve places of one boat: six get places, without any room type", async () => {
  expect(await rush(guarded)).toBe(6);
  expect(await taken(guarded)).toBe("12 of 12");
  expect(await broken(guarded)).toEqual([]);
  const { rows } = await sql`select from room_types`.execute(guarded.owner);
  expect(rows).toEqual([]);
});

test("control: without the pool's capacity check all ten get places and verify reports it", async () => {
  expect(await rush(unguarded)).toBe(10);
  expect(await taken(unguarded)).toBe("20 of 12");
  expect(await broken(unguarded)).toEqual([
    "the constraints against overlaps, overflows and duplicates are in force",
    "no bucket of a pool is sold beyond its capacity",
  ]);
});

test("cancelled and expired places can be sold again, and capacity cannot shrink below what is sold", async () => {
  const world = { ...guarded, departure: newId() };
  await inTransaction(world.db, { ...platform, now: instantText(NOW) }, (tx) =>
    sql`
      insert into offerings (business_id, id, kind, location_id, name_ar, name_en)
      select business_id, ${world.departure}, kind, location_id, name_ar, name_en from offerings`.execute(
      tx,
    ),
  );
  await asEngine(world, sql`select open_pool(${world.businessId}, ${world.departure}, 4, 1)`);
  const resize = (places: number, now = NOW) =>
    asEngine(
      world,
      sql`select resize_pool(${world.businessId}, ${world.departure}, ${places}, ${DATE})`,
      now,
    );

  const kept = await take(world, 1);
  await take(world, 3, { heldMs: 10 * MINUTE_MS });
  await expect(take(world, 1)).rejects.toSatisfy((error) => findTaken(error)?.overdue === false);
  await expect(resize(3)).rejects.toSatisfy((error) => sqlState(error) === "23514");

  // The expired hold still blocks until it is swept, and the refusal says that sweeping would help.
  const later = NOW + HOUR_MS;
  const again = take(world, 1, { now: later });
  await expect(again).rejects.toSatisfy((error) => findTaken(error)?.overdue === true);
  await resize(2, later);
  expect(await taken(world)).toBe("1 of 2");
  await take(world, 1, { now: later });

  await inTransaction(world.db, { ...platform, now: instantText(later) }, (tx) =>
    moveBooking(tx, { bookingId: kept, to: "cancelled", by: "business", reason: "rough sea" }),
  );
  expect(await taken(world)).toBe("1 of 2");
  await resize(12, later);
  await take(world, 11, { now: later });
  expect(await taken(world)).toBe("12 of 12");
  expect(await broken(world)).toEqual([]);
});
