import { beforeEach, describe, expect, test } from "vitest";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { accounts, sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { morning } from "../harness/test-app.ts";
import { haircut, problemOf } from "../flows/wants.ts";

const app = await startMoneyApp();
const { db, clock, sandbox, work } = app;
const RETURN = "https://book.example/back";

let salon: Salon;
let customer: Caller;
let staff: Caller;

beforeEach(async () => {
  clock.set(morning);
  sandbox.reset();
  const terms = { payment_terms: "deposit", no_show_fee_percent: 20 } as const;
  salon = await makeSalon(db, { terms });
  customer = app.as((await makePerson(db)).token);
  staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
});

async function withDeposit(): Promise<string> {
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  const { body: order } = await customer.post("/v1/orders", { items });
  const body = { method: "card", returnUrl: RETURN };
  const { body: payment } = await customer.post(`/v1/orders/${order.id}/payments`, body);
  expect(payment.amount).toEqual(sar(3_000));
  await payAsPerson(payment.redirectUrl, { outcome: "approve" });
  await work();
  return order.bookings[0].id;
}

const changeOf = async (before: Record<string, number>) => {
  const after = await accounts(app);
  const kinds = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changes = kinds.map((kind) => [kind, (after[kind] ?? 0) - (before[kind] ?? 0)] as const);
  return Object.fromEntries(changes.filter(([, change]) => change !== 0));
};

describe("at the venue", () => {
  test("staff record the rest of a deposit, and no more than that", async () => {
    const bookingId = await withDeposit();
    const before = await accounts(app);
    const take = (amount: number) =>
      staff.post(`/v1/bookings/${bookingId}/payments`, { method: "cash", amount: sar(amount) });
    const tooMuch = await take(7_001);
    expect([tooMuch.status, tooMuch.body.errors[0].pointer]).toEqual([422, "/amount/amount"]);
    const taken = await take(7_000);
    expect([taken.status, taken.body.status, taken.body.gateway]).toEqual([201, "paid", "venue"]);
    expect((await take(1)).status).toBe(422);
    expect(await changeOf(before)).toEqual({ venue_cash: -7_000, business_payable: 7_000 });
    const byCustomer = await customer.post(`/v1/bookings/${bookingId}/payments`, {
      method: "cash",
      amount: sar(1),
    });
    expect([byCustomer.status, problemOf(byCustomer)]).toEqual([403, "forbidden"]);
  });

  test("the money named when the desk confirms becomes one payment", async () => {
    const items = [haircut(salon, "2026-11-25T10:00:00+03:00")];
    const { body: booking } = await customer.post("/v1/bookings", { items });
    const paidBy = {
      kind: "card-terminal",
      reference: "slip 4",
      amount: { amount: 3_000, currency: "SAR" },
    };
    await staff.post(`/v1/bookings/${booking.id}/confirmation`, { paidBy });
    await work();
    await work();
    const { body } = await staff.get(`/v1/orders/${booking.orderId}/payments`);
    expect(body.items).toMatchObject([
      { gateway: "venue", method: "card-terminal", amount: sar(3_000), status: "paid" },
    ]);
  });

  test("a no-show pays the fee out of the deposit and gets the rest back", async () => {
    const bookingId = await withDeposit();
    clock.set("2026-11-24T09:00:00Z");
    expect((await staff.post(`/v1/bookings/${bookingId}/noShow`)).status).toBe(200);
    await work();
    const { body: booking } = await staff.get(`/v1/bookings/${bookingId}`);
    const { body } = await staff.get(`/v1/orders/${booking.orderId}/payments`);
    expect(body.items[0]).toMatchObject({ status: "partially_refunded", refunded: sar(1_000) });
  });
});

describe("a wallet", () => {
  test("is topped up by card and spent on an order", async () => {
    const body = { amount: sar(20_000), returnUrl: RETURN };
    const started = await customer.post("/v1/wallet/topUps", body);
    expect([started.status, started.body.purpose]).toEqual([201, "top_up"]);
    await payAsPerson(started.body.redirectUrl, { outcome: "approve" });
    await work();
    expect((await customer.get("/v1/wallet")).body.items[0].balance).toEqual(sar(20_000));
    const items = [haircut(salon, "2026-11-26T10:00:00+03:00")];
    const { body: order } = await customer.post("/v1/orders", { items });
    const pay = { method: "wallet", returnUrl: RETURN };
    const paid = await customer.post(`/v1/orders/${order.id}/payments`, pay);
    expect(paid.body.status).toBe("paid");
    expect((await customer.get("/v1/wallet")).body.items[0].balance).toEqual(sar(17_000));
    await customer.post(`/v1/orders/${order.id}/cancellation`);
    await work();
    expect((await customer.get("/v1/wallet")).body.items[0].balance).toEqual(sar(20_000));
  });

  test.each([99, 1_000_001])("refuses a top-up of %i", async (amount) => {
    const body = { amount: sar(amount), returnUrl: RETURN };
    const refused = await customer.post("/v1/wallet/topUps", body);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, "/amount/amount"]);
  });
});

test("when one booking of a late-paid order is taken, the rest is refunded too only if the customer chose that", async () => {
  for (const [whenPartlyGone, expected] of [
    ["keep", ["confirmed", "expired"]],
    ["refund", ["expired", "expired"]],
  ] as const) {
    clock.set(morning);
    sandbox.reset();
    const other = await makeSalon(db, { terms: { payment_terms: "full" } });
    const mine = await makeSalon(db, { terms: { payment_terms: "full" } });
    const [a, b] = [
      haircut(mine, "2026-11-24T10:00:00+03:00"),
      haircut(other, "2026-11-24T12:00:00+03:00"),
    ];
    const { body: order } = await customer.post("/v1/orders", { items: [a, b] });
    const body = { method: "card", returnUrl: RETURN, whenPartlyGone };
    const { body: payment } = await customer.post(`/v1/orders/${order.id}/payments`, body);
    sandbox.set({ dropWebhooks: true });
    await payAsPerson(payment.redirectUrl, { outcome: "approve" });
    clock.advance(3_600_000);
    const thief = app.as((await makePerson(db)).token);
    expect((await thief.post("/v1/orders", { items: [b] })).status).toBe(201);
    await customer.post(`/v1/payments/${payment.id}/check`);
    await work();
    const statusOf = async (businessId: string) =>
      (await customer.get(`/v1/orders/${order.id}`)).body.bookings.find(
        (one: { businessId: string }) => one.businessId === businessId,
      ).status;
    expect([await statusOf(mine.businessId), await statusOf(other.businessId)]).toEqual(expected);
    const refunded = whenPartlyGone === "keep" ? 10_000 : 20_000;
    expect((await customer.get(`/v1/payments/${payment.id}`)).body.refunded).toEqual(sar(refunded));
  }
});
