import { expect } from "vitest";
import { newId } from "../../src/base/id.ts";
import { type Clock, instantText } from "../../src/base/time.ts";
import { payLate as payMoneyLate } from "../harness/late-money.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import type { Caller } from "../harness/caller.ts";
import { fillWallet, type MoneyApp } from "../harness/money-app.ts";
import { makePerson } from "../harness/people.ts";
import type { TestApp } from "../harness/test-app.ts";

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

/** Books, then pays the amount due from the wallet. */
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

/** Requests the quote and then the amendment; both must agree. */
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

/** Books without paying; a booking that must be paid first stays a hold. */
export async function book(by: Caller, ...items: object[]) {
  const made = await by.post("/v1/bookings", { items });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
}

/** Amends the first item of a booking with some or all fields of an order's item. */
export async function amendFirst(by: Caller, id: string, change: object) {
  const { body } = await by.get(`/v1/bookings/${id}`);
  return amend(by, id, { items: [{ id: body.items?.[0]?.id ?? newId(), ...change }] });
}

/** The booking as the API shows it now. */
export async function read(by: Caller, id: string) {
  return (await by.get(`/v1/bookings/${id}`)).body;
}

/** Does with the booking what settling a late payment for an expired hold does. */
export async function payLate({ db, clock }: Pick<TestApp, "db"> & { clock: Clock }, id: string) {
  const now = instantText(clock.now());
  await inTransaction(db, { scope: "platform", actor: "system:test", now }, (tx) =>
    payMoneyLate(tx, id),
  );
}

/** Runs all pending work and expects the program's own checks to find nothing. */
export async function expectAllPass(app: MoneyApp): Promise<void> {
  await app.work();
  const results = await runChecks(app.db, instantText(app.clock.now()), () => undefined);
  expect(results.filter((one) => one.broken > 0)).toEqual([]);
}
