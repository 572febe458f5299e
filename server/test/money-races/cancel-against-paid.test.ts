import { expect, test } from "vitest";
import type { Answer } from "../harness/caller.ts";
import { brokenChecks, race, tally, without } from "../races/arena.ts";
import { inLine } from "./in-line.ts";
import { openMoneyArenas, type MoneyArena } from "./money-arena.ts";
import {
  atGateway,
  count,
  makeCustomer,
  makeHolds,
  payUnheard,
  PRICE,
  standing,
} from "./paying.ts";

const { guarded, stingy } = await openMoneyArenas(["guarded", "stingy"]);
// Automatic refunds are never written.
await without(
  stingy,
  "create function keep_it() returns trigger language plpgsql as $$ begin return null; end $$",
  "create trigger keep_it before insert on refunds for each row when (new.automatic) execute function keep_it()",
);

const ORDERS = 8;
const ROUNDS = 2;

/** Makes holds that are paid and whose webhooks have arrived but are not processed yet. */
async function makePaidHolds(arena: MoneyArena, orders: number) {
  const customers = await Promise.all(Array.from({ length: orders }, () => makeCustomer(arena)));
  const holds = await makeHolds(arena, customers);
  const paymentIds: string[] = [];
  for (const [n, held] of holds.entries()) {
    paymentIds.push(await payUnheard(arena, customers[n]!.caller(), held));
  }
  // Deliver all other events, so that only the payments are left.
  await arena.work("outbox");
  await arena.sandbox.sendWebhooks();
  const bookingIds = holds.map(({ bookingId }) => bookingId);
  const cancel = async (n: number, headers = {}): Promise<Answer> =>
    customers[n]!.caller(0).post(`/v1/bookings/${bookingIds[n]!}/cancellation`, {}, headers);
  const check = async (n: number): Promise<Answer> =>
    customers[n]!.caller(1).post(`/v1/payments/${paymentIds[n]!}/check`);
  const versionOf = async (n: number) =>
    (await customers[n]!.caller(0).get(`/v1/bookings/${bookingIds[n]!}`)).body.version as number;
  return { bookingIds, cancel, check, versionOf };
}

/** Eight customers cancel at one process while the other confirms; every second cancels only an unchanged booking. */
async function raceOnce(arena: MoneyArena): Promise<Record<string, number>> {
  const { bookingIds, cancel, versionOf } = await makePaidHolds(arena, ORDERS);
  const versions = await Promise.all(bookingIds.map((_, n) => versionOf(n)));
  const requests = versions.map((version, n) => () => {
    return cancel(n, n % 2 === 0 ? {} : { "if-match": `"${version}"` });
  });
  const answers = await race(arena, requests, {
    contenders: ORDERS + 2,
    tables: ["bookings"],
    beside: () => arena.work("outbox", 1),
  });
  expect(Object.keys(tally(answers)).toSorted()).toBeOneOf([
    ["200"],
    ["200", "412 precondition-failed"],
  ]);
  await arena.workAll();
  return count(await standing(arena, bookingIds));
}

test("customers cancel while their payment settles: each booking ends confirmed and paid, or cancelled and refunded", async () => {
  const ends: Record<string, number> = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [end, times] of Object.entries(await raceOnce(guarded))) {
      ends[end] = (ends[end] ?? 0) + times;
    }
  }
  const { "cancelled refunded": cancelled = 0, "confirmed paid": confirmed = 0, ...other } = ends;
  expect(other).toEqual({});
  expect(cancelled + confirmed).toBe(ORDERS * ROUNDS);
  expect(cancelled).toBeGreaterThanOrEqual((ORDERS * ROUNDS) / 2);
  const { taken, refunded } = await atGateway(guarded);
  expect([taken, refunded]).toEqual([ORDERS * ROUNDS * PRICE, cancelled * PRICE]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

type Settling = "a worker" | "the payer";

/** Lines up a settlement and a cancellation for one booking; a worker settles it, or the payer's check does. */
async function oneAgainstOne(arena: MoneyArena, first: "money" | "customer", by: Settling) {
  const before = await atGateway(arena);
  const { bookingIds, cancel, check } = await makePaidHolds(arena, 1);
  const settling = async () => {
    if (by === "a worker") return arena.work("outbox", 1);
    const { status, body } = await check(0);
    expect([status, body.status]).toEqual([200, "paid"]);
  };
  const cancelling = async () => expect((await cancel(0)).status).toBe(200);
  const both = first === "money" ? [settling, cancelling] : [cancelling, settling];
  const ends = await inLine<unknown>(arena, { bookingId: bookingIds[0]! }, both);
  expect(ends).toMatchObject([{ status: "fulfilled" }, { status: "fulfilled" }]);
  await arena.workAll();
  const { taken, refunded } = await atGateway(arena);
  return {
    stands: (await standing(arena, bookingIds))[0],
    kept: taken - before.taken - (refunded - before.refunded),
  };
}

test.each([
  ["money", "a worker"],
  ["customer", "a worker"],
  ["money", "the payer"],
  ["customer", "the payer"],
] as const)(
  "when the %s comes first and %s settles the payment, the booking ends cancelled and refunded",
  async (first, by) => {
    const { stands, kept } = await oneAgainstOne(guarded, first, by);
    expect([stands, kept]).toEqual(["cancelled refunded", 0]);
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test("control: with automatic refunds off and the customer first, the cancelled booking's money is kept", async () => {
  const { stands, kept } = await oneAgainstOne(stingy, "customer", "a worker");
  expect([stands, kept]).toEqual(["cancelled paid", PRICE]);
  expect(await brokenChecks(stingy)).toContain(
    "every paid booking was confirmed, waits for the business, or is refunded",
  );
});

// How much a cancelled booking keeps depends on its policy, so no check of the database can find this.
test("control: with automatic refunds off and the money first, the cancelled booking's money is kept", async () => {
  const { stands, kept } = await oneAgainstOne(stingy, "money", "a worker");
  expect([stands, kept]).toEqual(["cancelled paid", PRICE]);
});
