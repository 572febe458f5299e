import { expect, test } from "vitest";
import type { Answer } from "../harness/caller.ts";
import { brokenChecks, race, tally, without } from "../races/arena.ts";
import { inLine } from "./in-line.ts";
import {
  atGateway,
  count,
  makeCustomer,
  makeHolds,
  openMoneyArenas,
  payUnheard,
  PRICE,
  standing,
  type MoneyArena,
} from "./money-arena.ts";

const { guarded, stingy } = await openMoneyArenas(["guarded", "stingy"]);
// What goes back by itself is not written down.
await without(
  stingy,
  "create function keep_it() returns trigger language plpgsql as $$ begin return null; end $$",
  "create trigger keep_it before insert on refunds for each row when (new.automatic) execute function keep_it()",
);

const ORDERS = 8;
const ROUNDS = 3;

/** Holds whose customers have paid; that they did has come in, and nobody has looked at it yet. */
async function makePaidHolds(arena: MoneyArena, orders: number) {
  const customers = await Promise.all(Array.from({ length: orders }, () => makeCustomer(arena)));
  const holds = await makeHolds(arena, customers);
  for (const [n, held] of holds.entries()) await payUnheard(arena, customers[n]!.caller(), held);
  // What else there is to tell is told, so that the money is all that is left.
  await arena.work("outbox");
  await arena.sandbox.sendWebhooks();
  const bookingIds = holds.map(({ bookingId }) => bookingId);
  const cancel = async (n: number, headers = {}): Promise<Answer> =>
    customers[n]!.caller(0).post(`/v1/bookings/${bookingIds[n]!}/cancellation`, {}, headers);
  const versionOf = async (n: number) =>
    (await customers[n]!.caller(0).get(`/v1/bookings/${bookingIds[n]!}`)).body.version as number;
  return { bookingIds, cancel, versionOf };
}

/** Eight customers cancel at one process what the other is just about to confirm; every second only what is unpaid. */
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
  return count(await endOf(arena, bookingIds));
}

/** Whose payment came second and was turned away at the booking is tried again after a moment. */
async function endOf(arena: MoneyArena, bookingIds: string[]): Promise<string[]> {
  const attempt = async () => {
    await arena.workAll();
    return (await standing(arena, bookingIds)).filter((end) => end.endsWith("initiated"));
  };
  await expect.poll(attempt, { timeout: 10_000 }).toEqual([]);
  return standing(arena, bookingIds);
}

test("customers cancel while their payment is settled: confirmed and paid, or cancelled and refunded, and nothing else", async () => {
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

/** One of each, and it is known who stands first at the booking. */
async function oneAgainstOne(arena: MoneyArena, isMoneyFirst: boolean) {
  const { bookingIds, cancel } = await makePaidHolds(arena, 1);
  const settling = () => arena.work("outbox", 1);
  const cancelling = () => cancel(0);
  const both = isMoneyFirst ? [settling, cancelling] : [cancelling, settling];
  await inLine<unknown>(arena, ["bookings"], both);
  return (await endOf(arena, bookingIds))[0];
}

test.each([
  ["the money", true],
  ["the customer", false],
])("%s comes first: cancelled, and refunded", async (_, isMoneyFirst) => {
  expect(await oneAgainstOne(guarded, isMoneyFirst)).toBe("cancelled refunded");
  expect(await brokenChecks(guarded)).toEqual([]);
});

test.each([
  ["the money", true],
  ["the customer", false],
])(
  "the same where nothing goes back by itself, %s first: cancelled, and the money is kept",
  async (_, isMoneyFirst) => {
    expect(await oneAgainstOne(stingy, isMoneyFirst)).toBe("cancelled paid");
    expect(await brokenChecks(stingy)).not.toEqual([]);
  },
);
