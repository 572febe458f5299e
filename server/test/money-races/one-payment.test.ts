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

/** Copies of one request do not wait for each other: when the first has come to the gate, the others have been told so. */
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

test("many payments for one order at once, each under a key of its own: one begins, and one page can be paid on", async () => {
  const { answers, held, pages } = await raceToPay(guarded, byCard);
  expect(tally(answers)).toEqual({ "201": 1, "409 conflict": REQUESTS - 1 });
  expect([await paymentsOf(guarded, held.id), pages]).toEqual([1, 1]);
  await payAsPerson(won(answers)[0]!.body.redirectUrl, { outcome: "approve" });
  await guarded.workAll();
  expect(await standing(guarded, [held.bookingId])).toEqual(["confirmed paid"]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("the same where several may be open: the customer is asked for the money many times over", async () => {
  const { answers, pages } = await raceToPay(manyOpen, byCard);
  expect(won(answers).length).toBeGreaterThan(1);
  expect(pages).toBe(won(answers).length);
  const before = (await atGateway(manyOpen)).taken;
  for (const { body } of won(answers)) await payAsPerson(body.redirectUrl, { outcome: "approve" });
  expect((await atGateway(manyOpen)).taken - before).toBe(PRICE * pages);
});

test("a card, the wallet and both at once: one of them pays", async () => {
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

test("copies of one request at once: one payment, and later copies get its answer", async () => {
  const { answers, held, pages, again } = await raceToPay(guarded, byCard, "one-and-the-same");
  const { "201": replayed = 0, ...rest } = tally(answers);
  expect(rest).toEqual({ "409 idempotency-in-progress": REQUESTS - replayed });
  expect(ids(answers).size).toBe(1);
  expect([await paymentsOf(guarded, held.id), pages]).toEqual([1, 1]);
  expect((await again()).body).toEqual(won(answers)[0]!.body);
});

/** Twenty copies of one top-up; without a key each has its own. */
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

test("copies of a top-up at once: one page, and the wallet is filled once", async () => {
  const { answers, customer, pages } = await raceToTopUp(guarded, "top-up");
  expect([ids(answers).size, pages]).toEqual([1, 1]);
  await payAsPerson(won(answers)[0]!.body.redirectUrl, { outcome: "approve" });
  await guarded.workAll();
  const { body: wallet } = await customer.caller().get("/v1/wallet");
  expect(wallet.items).toMatchObject([{ balance: { amount: PRICE } }]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("the same where each has a key of its own: each opens a page", async () => {
  const { pages } = await raceToTopUp(guarded);
  expect(pages).toBe(REQUESTS);
});
