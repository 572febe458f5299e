import { expect, test } from "vitest";
import { accounts } from "../harness/money-app.ts";
import { brokenChecks, race, tally, without } from "../races/arena.ts";
import { openMoneyArenas, type MoneyArena } from "./money-arena.ts";
import { count, makeCustomer, makeHolds, pay, PRICE, standing } from "./paying.ts";

const { guarded, unguarded } = await openMoneyArenas(["guarded", "unguarded"]);
await without(unguarded, "alter table ledger_accounts drop constraint wallet_never_below_zero");

const ORDERS = 20;
const AFFORDED = 3;

/** Pays twenty orders at once from a wallet that has enough for three: all read the balance before any pays. */
async function raceToSpend(arena: MoneyArena) {
  const customer = await makeCustomer(arena, AFFORDED * PRICE);
  const holds = await makeHolds(arena, Array(ORDERS).fill(customer));
  const requests = holds.map(
    ({ id }, n) =>
      () =>
        pay(customer.caller(n), id, { method: "wallet" }),
  );
  const answers = await race(arena, requests, { tables: ["ledger_transactions"] });
  await arena.workAll();
  const { body: wallet } = await customer.caller().get("/v1/wallet");
  const bookings = await standing(
    arena,
    holds.map(({ bookingId }) => bookingId),
  );
  return { answers, left: wallet.items[0].balance.amount as number, bookings: count(bookings) };
}

test("twenty orders at once from a wallet that can pay three: three are paid, and the others stay unpaid", async () => {
  const { answers, left, bookings } = await raceToSpend(guarded);
  expect(tally(answers)).toEqual({
    "201": AFFORDED,
    "409 insufficient-funds": ORDERS - AFFORDED,
  });
  expect(left).toBe(0);
  expect(bookings).toEqual({ "confirmed paid": AFFORDED, reserved: ORDERS - AFFORDED });
  expect(await accounts(guarded)).toMatchObject({ business_payable: AFFORDED * PRICE });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with the balance check off, all payments succeed and the wallet goes negative", async () => {
  const { left, bookings } = await raceToSpend(unguarded);
  expect(bookings).toEqual({ "confirmed paid": ORDERS });
  expect(left).toBe((AFFORDED - ORDERS) * PRICE);
  expect(await brokenChecks(unguarded)).not.toEqual([]);
});
