import { expect, test, vi } from "vitest";
import { haircut } from "../flows/wants.ts";
import { makeSalon } from "../harness/businesses.ts";
import { fillWallet, startMoneyApp } from "../harness/money-app.ts";
import { makePerson } from "../harness/people.ts";

const app = await startMoneyApp();
const RETURN = "https://book.example/back";

/** How many transactions one request opens, from its first to its answer. */
async function transactionsOf(how: object): Promise<number> {
  const salon = await makeSalon(app.db, { terms: { payment_terms: "full" } });
  const person = await makePerson(app.db);
  await fillWallet(app, person.id, 100_000);
  const customer = app.as(person.token);
  const order = await customer.post("/v1/orders", {
    items: [haircut(salon, "2026-11-24T10:00:00+03:00")],
  });
  const opened = vi.spyOn(app.app.parts.db, "transaction");
  const paid = await customer.post(`/v1/orders/${order.body.id}/payments`, how);
  expect(paid.status, JSON.stringify(paid.body)).toBe(201);
  const { length } = opened.mock.calls;
  opened.mockRestore();
  return length;
}

test("a card payment opens four transactions at most, from its request to its answer", async () => {
  expect(await transactionsOf({ method: "card", returnUrl: RETURN })).toBeLessThanOrEqual(4);
});

test("a wallet payment and a split payment open four transactions at most", async () => {
  expect(await transactionsOf({ method: "wallet" })).toBeLessThanOrEqual(4);
  const split = { method: "split", walletAmount: { amount: 5_000, currency: "SAR" } };
  expect(await transactionsOf({ ...split, returnUrl: RETURN })).toBeLessThanOrEqual(4);
});
