import { beforeEach, expect, test } from "vitest";
import { haircut } from "../flows/wants.ts";
import { makeSalon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { morning } from "../harness/test-app.ts";
import { brokenChecks } from "../races/arena.ts";

/** Refunds what was paid for some of a booking's items. */

const app = await startMoneyApp();
const { db, clock, sandbox, work } = app;

let customer: Caller;
let manager: Caller;
let url: string;
let itemIds: string[];

async function buy(terms: object): Promise<void> {
  const salon = await makeSalon(db, { terms });
  customer = app.as((await makePerson(db)).token);
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
  const items = ["10:00", "11:00", "12:00"].map((time) =>
    haircut(salon, `2026-11-24T${time}:00+03:00`),
  );
  const { body: order } = await customer.post("/v1/orders", { items });
  const how = { method: "card", returnUrl: "https://book.example/back" };
  const { body: payment } = await customer.post(`/v1/orders/${order.id}/payments`, how);
  await payAsPerson(payment.redirectUrl, { outcome: "approve" });
  await work();
  url = `/v1/payments/${payment.id}/refunds`;
  itemIds = order.bookings[0].items.map((one: { id: string }) => one.id);
}
beforeEach(async () => {
  clock.set(morning);
  sandbox.reset();
  await buy({ payment_terms: "full" });
});

const refund = (asked: string[], more: object = {}) =>
  manager.post(url, { itemIds: asked, reason: "the dryer broke", ...more });

test("refunding two of three items returns what they cost, once each, and the credit note lists only them", async () => {
  const { status, body } = await refund(itemIds.slice(0, 2));
  expect([status, body.amount, body.itemIds]).toEqual([201, sar(20_000), itemIds.slice(0, 2)]);
  const again = await refund([itemIds[2]!, itemIds[1]!]);
  expect([again.status, again.body.errors[0].pointer]).toEqual([409, "/itemIds/1"]);
  expect((await refund([itemIds[2]!])).body.amount).toEqual(sar(10_000));
  await work();
  const { body: list } = await customer.get(url);
  expect(list.items.map((one: { status: string }) => one.status)).toEqual([
    "succeeded",
    "succeeded",
  ]);
  const { body: papers } = await customer.get("/v1/invoices?kind=credit_note");
  const lines = papers.items.map((one: { lines: object[] }) => one.lines.length);
  expect(lines).toEqual(expect.arrayContaining([1, 2]));
  expect(await brokenChecks(app)).toEqual([]);
});

test("each item of a deposit is refunded its own share, and the shares add up to the deposit", async () => {
  await buy({ payment_terms: "deposit", deposit_percent: 33 });
  const amounts: number[] = [];
  for (const id of itemIds) amounts.push((await refund([id])).body.amount.amount);
  expect(amounts).toEqual([3_300, 3_300, 3_300]);
  await work();
  expect(await brokenChecks(app)).toEqual([]);
});

test("an item partly refunded by amount is refunded what is left of it, once", async () => {
  const amount = { amount: sar(25_000), reason: "sorry" };
  expect((await manager.post(url, amount)).status).toBe(201);
  const { status, body } = await refund([itemIds[0]!]);
  expect([status, body.amount]).toEqual([201, sar(1_667)]);
  expect((await refund([itemIds[0]!])).status).toBe(409);
});

test.each<[string, (ids: string[]) => object, number, string]>([
  ["items of another booking", () => ({ itemIds: [crypto.randomUUID()] }), 422, "/itemIds/0"],
  ["an empty list of items", () => ({ itemIds: [] }), 422, "/itemIds"],
  ["the same item twice", ([id]) => ({ itemIds: [id, id] }), 422, "/itemIds"],
  ["items and an amount together", ([id]) => ({ itemIds: [id], amount: sar(1) }), 422, "/amount"],
])("refuses to refund %s", async (_, body, status, pointer) => {
  const answer = await manager.post(url, { reason: "sorry", ...body(itemIds) });
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([status, pointer]);
  const { body: list } = await customer.get(url);
  expect(list.items).toEqual([]);
});
