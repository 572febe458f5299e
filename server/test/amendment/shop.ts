import { expect } from "vitest";
import type { Caller } from "../harness/caller.ts";
import { fillWallet, type MoneyApp } from "../harness/money-app.ts";
import { makePerson } from "../harness/people.ts";

export const TEN = "2026-11-24T10:00:00+03:00";
export const ELEVEN = "2026-11-24T11:00:00+03:00";
export const NOON = "2026-11-24T12:00:00+03:00";

/** A customer with money in the wallet. */
export async function richCustomer(
  app: MoneyApp,
  walletMinor = 1_000_000,
): Promise<Caller & { id: string }> {
  const person = await makePerson(app.db);
  await fillWallet(app, person.id, walletMinor);
  return { ...app.as(person.token), id: person.id };
}

/** Books, and pays what is due from the wallet. */
export async function buy(app: MoneyApp, by: Caller, items: object[]) {
  const made = await by.post("/v1/bookings", { items });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  if (made.body.due.amount > 0) await pay(by, made.body.orderId);
  await app.work();
  return (await by.get(`/v1/bookings/${made.body.id}`)).body;
}

export async function pay(by: Caller, orderId: string) {
  const paid = await by.post(`/v1/orders/${orderId}/payments`, { method: "wallet" });
  expect(paid.status, JSON.stringify(paid.body)).toBe(201);
  return paid.body;
}

export async function walletOf(by: Caller): Promise<number> {
  const { body } = await by.get("/v1/wallet");
  return body.items[0]?.balance.amount ?? 0;
}

/** The quote and then the amendment; both must say the same. */
export async function amend(by: Caller, id: string, change: object) {
  const quote = await by.post(`/v1/bookings/${id}/amendments/quote`, change);
  const made = await by.post(`/v1/bookings/${id}/amendments`, change);
  if (made.status === 201) {
    expect(quote.status, JSON.stringify(quote.body)).toBe(200);
    for (const field of [
      "status",
      "price",
      "dueNow",
      "goesBack",
      "fee",
      "acceptance",
      "expiresAt",
    ]) {
      expect(made.body[field], field).toEqual(quote.body[field]);
    }
  } else expect(quote.status, JSON.stringify(made.body)).toBe(made.status);
  return made;
}
