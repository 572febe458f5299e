import { beforeEach, expect, test } from "vitest";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { accounts, fillWallet, sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { handOverAll } from "../harness/till.ts";
import { morning } from "../harness/test-app.ts";
import { haircut } from "../flows/wants.ts";
import { brokenChecks } from "../races/arena.ts";

/** The worker handles a status change later; by then the booking may have changed again. */

const app = await startMoneyApp();
const { db, clock, sandbox, work } = app;
const cash = { paidBy: { kind: "cash" } };
const NEXT_DAY = "2026-11-22T10:00:00+03:00";

let salon: Salon;
let customer: Caller;
let manager: Caller;
let customerId: string;
let before: Record<string, number>;

beforeEach(async () => {
  clock.set(morning);
  sandbox.reset();
  salon = await makeSalon(db, {
    terms: { payment_terms: "full", free_cancel_hours: 48, cancel_fee_percent: 50 },
  });
  const person = await makePerson(db);
  customerId = person.id;
  customer = app.as(person.token);
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
  before = await accounts(app);
});

async function order() {
  const { body } = await customer.post("/v1/orders", { items: [haircut(salon, NEXT_DAY)] });
  return { id: body.id as string, bookingId: body.bookings[0].id as string };
}

const pay = (orderId: string, method: string) =>
  customer.post(`/v1/orders/${orderId}/payments`, {
    method,
    ...(method === "card" && { returnUrl: "https://book.example/back" }),
  });

async function payByCard(orderId: string) {
  const { body } = await pay(orderId, "card");
  await payAsPerson(body.redirectUrl, { outcome: "approve" });
  return body.id as string;
}

const act = async (bookingId: string, what: string, by = manager, body = {}) =>
  expect((await by.post(`/v1/bookings/${bookingId}/${what}`, body)).status).toBe(200);

/** Returns how much each account has changed since the test began. */
async function moved(): Promise<Record<string, number>> {
  const now = await accounts(app);
  const kinds = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const changes = kinds.map((kind) => [kind, (now[kind] ?? 0) - (before[kind] ?? 0)] as const);
  return Object.fromEntries(changes.filter(([, change]) => change !== 0));
}

const expectWhole = async () => expect(await brokenChecks(app)).toEqual([]);

test("the desk confirms with cash while a card is charged: the card is refunded and adds no income", async () => {
  const { id, bookingId } = await order();
  const paymentId = await payByCard(id);
  await act(bookingId, "confirmation", manager, cash);
  await customer.post(`/v1/payments/${paymentId}/check`);
  await work();
  expect((await customer.get(`/v1/payments/${paymentId}`)).body.status).toBe("refunded");
  expect(await moved()).toEqual({ venue_cash: -10_000, business_payable: 10_000 });
  await expectWhole();
});

test("the desk confirms with cash and cancels before the worker runs: the cash is recorded and refunded", async () => {
  const { id, bookingId } = await order();
  await act(bookingId, "confirmation", manager, cash);
  await act(bookingId, "cancellation");
  await work();
  await handOverAll(manager, salon.businessId);
  const { body } = await customer.get(`/v1/orders/${id}/payments`);
  expect(body.items).toMatchObject([{ gateway: "venue", status: "refunded" }]);
  expect(await moved()).toEqual({});
  await expectWhole();
});

test("a customer who cancels late gets back half of the cash, and half is kept as a fee", async () => {
  const { bookingId } = await order();
  await act(bookingId, "confirmation", manager, cash);
  await act(bookingId, "cancellation", customer);
  await work();
  const owed = { refunds_payable: 5_000 };
  expect(await moved()).toEqual({ venue_cash: -10_000, business_payable: 5_000, ...owed });
  await handOverAll(manager, salon.businessId);
  expect(await moved()).toEqual({ venue_cash: -5_000, business_payable: 5_000 });
  await expectWhole();
});

test("a late card payment does not hide the desk's cash: both are refunded", async () => {
  const { id, bookingId } = await order();
  const paymentId = await payByCard(id);
  await act(bookingId, "confirmation", manager, cash);
  await act(bookingId, "cancellation");
  await customer.post(`/v1/payments/${paymentId}/check`);
  await work();
  await handOverAll(manager, salon.businessId);
  const { body } = await customer.get(`/v1/orders/${id}/payments`);
  expect(body.items.map((one: { status: string }) => one.status)).toEqual(["refunded", "refunded"]);
  expect(await moved()).toEqual({});
  await expectWhole();
});

test("a booking accepted and cancelled before the worker runs earns the business its fee", async () => {
  salon = await makeSalon(db, {
    terms: {
      payment_terms: "full",
      acceptance: "manual",
      free_cancel_hours: 48,
      cancel_fee_percent: 50,
    },
  });
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
  const { id, bookingId } = await order();
  await payByCard(id);
  await work();
  await act(bookingId, "confirmation");
  await act(bookingId, "cancellation", customer);
  await work();
  expect(await moved()).toEqual({ gateway_clearing: -5_000, business_payable: 5_000 });
  await expectWhole();
});

test("a refund made before the business accepts reduces what the business earns", async () => {
  salon = await makeSalon(db, { terms: { payment_terms: "full", acceptance: "manual" } });
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
  await fillWallet(app, customerId, 10_000);
  before = await accounts(app);
  const { id, bookingId } = await order();
  const { body } = await pay(id, "wallet");
  const refund = { amount: sar(2_000), reason: "sorry" };
  expect((await manager.post(`/v1/payments/${body.id}/refunds`, refund)).status).toBe(201);
  await act(bookingId, "confirmation");
  await work();
  expect(await moved()).toEqual({ customer_wallet: -8_000, business_payable: 8_000 });
  await expectWhole();
});

test("a booking accepted after the other booking of its payment was declined still earns its price", async () => {
  const manual = { terms: { payment_terms: "full", acceptance: "manual" } } as const;
  const others = await makeSalon(db, manual);
  salon = await makeSalon(db, manual);
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
  const items = [haircut(salon, NEXT_DAY), haircut(others, "2026-11-22T14:00:00+03:00")];
  const { body } = await customer.post("/v1/orders", { items });
  await payByCard(body.id);
  await work();
  const bookings: { id: string; businessId: string }[] = body.bookings;
  const idAt = (business: string) => bookings.find((one) => one.businessId === business)!.id;
  const theirs = app.as((await makeMember(db, others.businessId, "manager")).token);
  await act(idAt(others.businessId), "cancellation", theirs);
  await work();
  await act(idAt(salon.businessId), "confirmation");
  await work();
  expect(await moved()).toEqual({ gateway_clearing: -10_000, business_payable: 10_000 });
  await expectWhole();
});
