import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Answer } from "../harness/caller.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { brokenChecks, race, tally, without, won } from "../races/arena.ts";
import { openMoneyArenas, type MoneyArena } from "./money-arena.ts";
import { ask, atGateway, makeCustomer, makeHolds, pay, PRICE, RETURN, standing } from "./paying.ts";

/** Twenty requests to pay for one order, to two server processes at once. */

const { guarded, manyOpen } = await openMoneyArenas(["guarded", "manyOpen"]);
await without(manyOpen, "drop index one_open_payment");

const REQUESTS = 20;

/** Copies of one request do not wait for each other: one reaches the gate, and the others are answered as in progress. */
const asCopies = { tables: ["payments"], contenders: 1 };

async function raceToPay(arena: MoneyArena, how: (n: number) => object, key?: string) {
  const customer = await makeCustomer(arena, PRICE);
  const [held] = await makeHolds(arena, [customer]);
  const headers = key === undefined ? undefined : { "idempotency-key": key };
  const copies = Array.from(
    { length: REQUESTS },
    (_, n) => () => pay(customer.caller(n), held!.id, how(n), headers),
  );
  const before = (await atGateway(arena)).invoices;
  const answers = await race(
    arena,
    copies,
    key === undefined ? { tables: ["payments"] } : asCopies,
  );
  const pages = (await atGateway(arena)).invoices - before;
  const again = () => pay(customer.caller(), held!.id, how(0), headers);
  return { answers, held: held!, pages, again };
}

async function paymentsOf(arena: MoneyArena, orderId: string): Promise<number> {
  const { made } = await ask(
    arena,
    sql<{ made: number }>`
      select count(*)::int as made from payments where order_id = ${orderId}`,
  );
  return made;
}

const ids = (answers: readonly Answer[]) => new Set(won(answers).map(({ body }) => body.id));
const byCard = () => ({ method: "card" });

test("many payments for one order at once, each with its own key: one starts, and only one page is opened", async () => {
  const { answers, held, pages } = await raceToPay(guarded, byCard);
  expect(tally(answers)).toEqual({ "201": 1, "409 conflict": REQUESTS - 1 });
  expect([await paymentsOf(guarded, held.id), pages]).toEqual([1, 1]);
  await payAsPerson(won(answers)[0]!.body.redirectUrl, { outcome: "approve" });
  await guarded.workAll();
  expect(await standing(guarded, [held.bookingId])).toEqual(["confirmed paid"]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with the limit of one open payment off, the customer can be charged many times", async () => {
  const { answers, pages } = await raceToPay(manyOpen, byCard);
  expect(won(answers).length).toBeGreaterThan(1);
  expect(pages).toBe(won(answers).length);
  const before = (await atGateway(manyOpen)).taken;
  for (const { body } of won(answers)) await payAsPerson(body.redirectUrl, { outcome: "approve" });
  expect((await atGateway(manyOpen)).taken - before).toBe(PRICE * pages);
});

test("of card, wallet and split payments at once, one pays", async () => {
  const amount = { amount: PRICE / 2, currency: "SAR" };
  const ways = [byCard(), { method: "wallet" }, { method: "split", walletAmount: amount }];
  const { answers, held } = await raceToPay(guarded, (n) => ways[n % ways.length]!);
  const { "201": begun, ...refused } = tally(answers);
  expect(begun).toBe(1);
  const [{ body }] = won(answers) as [Answer];
  if (body.redirectUrl) {
    expect(refused).toEqual({ "409 conflict": REQUESTS - 1 });
    await payAsPerson(body.redirectUrl, { outcome: "approve" });
  }
  await guarded.workAll();
  expect((await standing(guarded, [held.bookingId]))[0]).toBeOneOf([
    "confirmed paid",
    "confirmed paid paid",
  ]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("copies of one request at once make one payment, and later copies get its answer", async () => {
  const { answers, held, pages, again } = await raceToPay(guarded, byCard, "one-and-the-same");
  const { "201": replayed = 0, ...rest } = tally(answers);
  expect(rest).toEqual({ "409 idempotency-in-progress": REQUESTS - replayed });
  expect(ids(answers).size).toBe(1);
  expect([await paymentsOf(guarded, held.id), pages]).toEqual([1, 1]);
  expect((await again()).body).toEqual(won(answers)[0]!.body);
});

/** Sends twenty copies of one top-up; without `key` each has its own. */
async function raceToTopUp(arena: MoneyArena, key?: string) {
  const customer = await makeCustomer(arena);
  const body = {
    amount: { amount: PRICE, currency: "SAR" },
    returnUrl: RETURN,
  };
  const headers = key === undefined ? undefined : { "idempotency-key": key };
  const copies = Array.from(
    { length: REQUESTS },
    (_, n) => () => customer.caller(n).post("/v1/wallet/topUps", body, headers),
  );
  const before = (await atGateway(arena)).invoices;
  const answers = await race(
    arena,
    copies,
    key === undefined ? { tables: ["payments"] } : asCopies,
  );
  return { answers, customer, pages: (await atGateway(arena)).invoices - before };
}

test("copies of one top-up at once open one page and fill the wallet once", async () => {
  const { answers, customer, pages } = await raceToTopUp(guarded, "top-up");
  expect([ids(answers).size, pages]).toEqual([1, 1]);
  await payAsPerson(won(answers)[0]!.body.redirectUrl, { outcome: "approve" });
  await guarded.workAll();
  const { body: wallet } = await customer.caller().get("/v1/wallet");
  expect(wallet.items).toMatchObject([{ balance: { amount: PRICE } }]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with a key of its own, each copy opens a page", async () => {
  const { pages } = await raceToTopUp(guarded);
  expect(pages).toBe(REQUESTS);
});
