import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeVenue } from "../harness/businesses.ts";
import { startServers } from "../harness/server-processes.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { rig } from "../flows/wants.ts";
import { brokenChecks, openArena, race, tally, weaken } from "./arena.ts";
import type { Arena } from "./arena.ts";
import { at } from "./days.ts";

const LIMIT = 8;
/** One-place bookings that the customer has before the race; amendments try to add a place to each. */
const BEFORE = 5;
const ORDERS = 12;

const databases = [await createTestDatabase(), await createTestDatabase()] as const;
const grounds = databases.map(({ url }) => ({
  url,
  places: { customer: LIMIT, address: null },
}));
const { origins } = await startServers(grounds, grounds);
const [guarded, unguarded] = (await Promise.all(
  databases.map((database, index) =>
    openArena(
      database,
      origins.map((of) => of[index]!),
    ),
  ),
)) as [Arena, Arena];
await weaken(unguarded, "lock_holder", "pg_advisory_xact_lock(k)", "k");
await weaken(unguarded, "lock_holders", "pg_advisory_xact_lock(keys.k)", "keys.k");

/**
 * One customer at two servers: concurrent new orders, and amendments that add units to existing bookings. With a gate
 * orders alone: amendments do not stop at it, and would fill the limit first.
 */
async function hoard(arena: Arena, gate?: { tables: readonly string[]; contenders: number }) {
  const venue = await makeVenue(arena.db, { units: 40, terms: { payment_terms: "full" } });
  const wanted = { items: [rig(venue, at("10:00"))] };
  const held = await Promise.all(
    Array.from({ length: BEFORE }, (_, n) => arena.client(0, n).post("/v1/bookings", wanted)),
  );
  expect(tally(held)).toEqual({ "201": BEFORE });
  const grow = held.map(({ body }, n) => () => {
    const items = [{ id: body.items[0].id as string, units: 2 }];
    return arena.client(0, n).post(`/v1/bookings/${body.id}/amendments`, { items });
  });
  const orders = Array.from(
    { length: ORDERS },
    (_, n) => () => arena.client(0, n).post("/v1/bookings", wanted),
  );
  const answers = await race(arena, gate ? orders : [...grow, ...orders], gate);
  const { rows } = await sql<{ units: number }>`
    select sum(i.quantity)::int as units from booking_items i join bookings b on b.id = i.booking_id
    where b.business_id = ${venue.businessId} and b.status = 'reserved' and i.state = 'active'`.execute(
    arena.owner,
  );
  return { answers, units: rows[0]!.units };
}

test("one customer's concurrent orders and amendments at two servers never exceed the limit of unpaid places", async () => {
  const { answers, units } = await hoard(guarded);
  expect(tally(answers)).toEqual({
    "201": LIMIT - BEFORE,
    "429 hold-limit": BEFORE + ORDERS - (LIMIT - BEFORE),
  });
  expect(units).toBe(LIMIT);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without the lock on the customer the limit is exceeded", async () => {
  const { units } = await hoard(unguarded, { tables: ["orders"], contenders: ORDERS });
  expect(units).toBeGreaterThan(LIMIT);
});
