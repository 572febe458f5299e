import { type RawBuilder, sql } from "kysely";
import { afterAll, afterEach, expect, test } from "vitest";
import { newId, newReference } from "../../src/base/id.ts";
import { noMetrics } from "../../src/base/metrics.ts";
import { instantText } from "../../src/base/time.ts";
import { placeOrder, type OrderRequest, type Placed } from "../../src/booking/place-order.ts";
import { placeTogether } from "../../src/booking/placing-queue.ts";
import { isConnectionError } from "../../src/db/connection-error.ts";
import { connect } from "../../src/db/connection.ts";
import { serverUrlOf } from "../../src/db/server-login.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import { openCutter } from "../harness/cut-connection.ts";
import { makePerson } from "../harness/people.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { brokenChecks } from "./arena.ts";
import { at } from "./days.ts";

/**
 * What becomes of the orders of a batch when the batch fails as a whole, or meets something slow: each is decided on
 * its own, once, as if the others were not there.
 */

const ORDERS = 6;
const database = await createTestDatabase({ poolSize: 4 });
const { owner } = database;
const cutter = await openCutter(serverUrlOf(database.url));
const { db, end } = connect({
  url: cutter.url,
  poolSize: 4,
  lockTimeoutMs: 20_000,
  log: () => undefined,
});
afterAll(end);

const { id: CUSTOMER } = await makePerson(database.db);

/** The sizes of the batches that place_orders() was given. */
const sizes: number[] = [];
const parts = placeTogether(db, {
  ...noMetrics,
  batch: (station, size) => station === "placing" && sizes.push(size),
});
afterEach(() => (sizes.length = 0));

/** The nth order wants the nth staff member, all at the same time of day. */
function request(salon: Salon, n: number, reference = newReference): OrderRequest {
  return {
    items: [
      {
        kind: "appointment",
        serviceId: salon.serviceId,
        staffId: salon.staffIds[n]!,
        start: at("10:00"),
      },
    ],
    party: {
      customerId: null,
      name: "A",
      phone: null,
      clientIp: null,
      source: "api",
      locale: "en",
    },
    idempotency: { scope: "test", key: newId(), fingerprint: "" },
    limits: null,
    ids: { id: () => newId(), reference },
  };
}

function place(order: OrderRequest): Promise<Placed> {
  const context = { scope: "public", actor: "test", now: instantText(Date.now()) } as const;
  return placeOrder(parts, context, order);
}

/** Places orders at one moment, and returns what became of each. */
function placeAll(orders: readonly OrderRequest[]): Promise<string[]> {
  return Promise.all(
    orders.map((one) =>
      place(one).then(
        ({ order }) => order!.status,
        (error: unknown) => {
          if (isConnectionError(error)) return "unavailable";
          throw error;
        },
      ),
    ),
  );
}

const openSalon = () => makeSalon(database.db, { staff: ORDERS });
const all = Array.from({ length: ORDERS }, (_, n) => n);
const confirmed = all.map(() => "confirmed");

async function bookingsOf({ businessId }: Salon): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int from bookings where business_id = ${businessId}`.execute(owner);
  return rows[0]!.count;
}

/** The sessions of this file's server that wait for a lock or sleep within place_orders(). */
async function stuckSessions(): Promise<number[]> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity
    where datname = current_database() and state = 'active' and query like '%place_orders%'
      and wait_event_type in ('Lock', 'Timeout') and pid <> pg_backend_pid()`.execute(owner);
  return rows.map(({ pid }) => pid);
}

test("two orders of a batch that draw the same reference are both placed, and so are the others", async () => {
  const salon = await openSalon();
  const drawn = ["SAMEREF1", "SAMEREF1"];
  const draw = () => drawn.shift() ?? newReference();
  expect(await placeAll(all.map((n) => request(salon, n, n < 2 ? draw : undefined)))).toEqual(
    confirmed,
  );
  expect(sizes[0]).toBe(ORDERS);
  const { rows } = await sql`
    select from bookings where business_id = ${salon.businessId} and reference = 'SAMEREF1'`.execute(
    owner,
  );
  expect([rows.length, await bookingsOf(salon)]).toEqual([1, ORDERS]);
});

test("a batch whose connection is killed before it commits is placed again, each order once", async () => {
  const salon = await openSalon();
  const answers = await owner.transaction().execute(async (tx) => {
    await sql`lock table orders in exclusive mode`.execute(tx);
    const placed = placeAll(all.map((n) => request(salon, n)));
    await expect.poll(stuckSessions).toHaveLength(1);
    for (const pid of await stuckSessions())
      await sql`select pg_terminate_backend(${pid})`.execute(tx);
    return { placed };
  });
  expect(await answers.placed).toEqual(confirmed);
  expect([sizes[0], await bookingsOf(salon)]).toEqual([ORDERS, ORDERS]);
});

test("an order alone whose connection is killed before it commits is placed again", async () => {
  const salon = await openSalon();
  const answer = await owner.transaction().execute(async (tx) => {
    await sql`lock table orders in exclusive mode`.execute(tx);
    const placed = placeAll([request(salon, 0)]);
    await expect.poll(stuckSessions).toHaveLength(1);
    for (const pid of await stuckSessions())
      await sql`select pg_terminate_backend(${pid})`.execute(tx);
    return { placed };
  });
  expect(await answer.placed).toEqual(["confirmed"]);
  expect(await bookingsOf(salon)).toBe(1);
});

test.each([
  ["a batch", ORDERS],
  ["an order alone", 1],
])(
  "%s whose connection breaks after it has committed is answered from what is stored",
  async (_, count) => {
    const salon = await openSalon();
    const cuts = cutter.cuts;
    cutter.cutAfter("place_orders");
    const wanted = all.slice(0, count);
    expect(await placeAll(wanted.map((n) => request(salon, n)))).toEqual(
      wanted.map(() => "confirmed"),
    );
    expect([cutter.cuts - cuts, await bookingsOf(salon)]).toEqual([1, count]);
  },
);

/** Something that another transaction keeps locked for long, and the first order meets. */
const locks: Record<string, (salon: Salon) => RawBuilder<unknown>> = {
  "its unit's day, as a rescheduling has it": ({ staffIds: [unit] }) => sql`
    select pg_advisory_xact_lock(k) from unit_lock_keys(${unit}, 0, ${at("09:00")}, ${at("12:00")}) k`,
  "its unit's row, as an edit has it": ({ staffIds: [unit] }) => sql`
    select from units where id = ${unit} for update`,
  "its business's row, as a suspension has it": ({ businessId }) => sql`
    select from businesses where id = ${businessId} for update`,
  "its customer's key, as an order of theirs has it": () => sql`
    select pg_advisory_xact_lock(holder_key(${CUSTOMER}))`,
};

test.each(Object.keys(locks))(
  "an order waits for %s, and the others of its batch do not",
  async (what) => {
    const salons = [await openSalon(), await openSalon()] as const;
    const answered: number[] = [];
    const done = await owner.transaction().execute(async (tx) => {
      await locks[what]!(salons[0]).execute(tx);
      const first = request(salons[0], 0);
      const limited = {
        limits: { customer: 100, address: null },
        party: { ...first.party, customerId: CUSTOMER },
      };
      const orders = all.map((n) => (n === 0 ? { ...first, ...limited } : request(salons[1], n)));
      const placed = orders.map((one, n) => place(one).then(() => answered.push(n)));
      await Promise.all(placed.slice(1));
      expect(new Set(answered)).toEqual(new Set(all.slice(1)));
      return { placed };
    });
    await Promise.all(done.placed);
    expect(answered.at(-1)).toBe(0);
    expect([await bookingsOf(salons[0]), await bookingsOf(salons[1])]).toEqual([1, ORDERS - 1]);
  },
);

test("an order that exceeds the statement's time limit is refused alone, and the others of its batch are placed", async () => {
  const salon = await openSalon();
  await sql`
    create function dawdle() returns trigger language plpgsql as $$
    begin
      if exists (select from added where reference = 'SLOWSLOW') then perform pg_sleep(30); end if;
      return null;
    end $$`.execute(owner);
  await sql`
    create trigger bookings_dawdle after insert on bookings referencing new table as added
    for each statement execute function dawdle()`.execute(owner);
  const placed = placeAll(
    all.map((n) => request(salon, n, n === 0 ? () => "SLOWSLOW" : undefined)),
  );
  // Cancelled as the time limit does it, but without the wait: the batch first, then the order alone.
  const over = new AbortController();
  void placed.then(() => over.abort());
  while (!over.signal.aborted) {
    for (const pid of await stuckSessions())
      await sql`select pg_cancel_backend(${pid})`.execute(owner);
  }
  await sql`drop function dawdle cascade`.execute(owner);
  expect(await placed).toEqual(["unavailable", ...confirmed.slice(1)]);
});

test("after all of this the books are clean", async () => {
  expect(await brokenChecks(database)).toEqual([]);
});
