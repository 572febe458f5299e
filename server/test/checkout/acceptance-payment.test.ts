import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { expireHolds } from "../../src/booking/end-due.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { accounts, sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { payAsPerson, sandboxKeys } from "../harness/sandbox.ts";
import { morning } from "../harness/test-app.ts";
import { haircut } from "../flows/wants.ts";

/** Bookings the business accepts by hand: the money is held until the business decides. */

const app = await startMoneyApp();
const { db, clock, sandbox, work } = app;
const RETURN = "https://book.example/back";

let salon: Salon;
let customer: Caller;
let manager: Caller;

beforeEach(async () => {
  clock.set(morning);
  sandbox.reset();
  salon = await makeSalon(db, { terms: { payment_terms: "full", acceptance: "manual" } });
  customer = app.as((await makePerson(db)).token);
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
});

/** Creates a card token as the gateway's script does in the payer's browser. */
async function makeToken(): Promise<string> {
  const { publishableKey } = sandboxKeys;
  const response = await fetch(`${sandbox.moyasarUrl}/tokens`, {
    method: "POST",
    headers: {
      authorization: `Basic ${btoa(`${publishableKey}:`)}`,
      "content-type": "application/json",
      "user-agent": "a browser",
    },
    body: JSON.stringify({
      name: "Sara Example",
      number: "4111111111111111",
      month: "12",
      year: "2030",
      cvc: "123",
      callback_url: RETURN,
    }),
  });
  const token = (await response.json()) as {
    id: string;
    status: string;
    verification_url?: string;
  };
  if (token.status !== "active" && token.verification_url) {
    await payAsPerson(token.verification_url, { outcome: "approve" });
  }
  return token.id;
}

async function payWith(token: string | undefined) {
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  const { body: order } = await customer.post("/v1/orders", { items });
  const body = { method: "card", returnUrl: RETURN, ...(token && { token }) };
  const { status, body: payment } = await customer.post(`/v1/orders/${order.id}/payments`, body);
  expect(status).toBe(201);
  if (payment.redirectUrl) await payAsPerson(payment.redirectUrl, { outcome: "approve" });
  await work();
  return { bookingId: order.bookings[0].id as string, paymentId: payment.id as string };
}

const statusesOf = async (made: { bookingId: string; paymentId: string }) => [
  (await customer.get(`/v1/bookings/${made.bookingId}`)).body.status,
  (await customer.get(`/v1/payments/${made.paymentId}`)).body.status,
];

test("money paid with a card token is held until the business accepts the booking, then charged", async () => {
  const made = await payWith(await makeToken());
  expect(await statusesOf(made)).toEqual(["pending", "authorized"]);
  expect(await accounts(app)).toEqual({});
  expect((await manager.post(`/v1/bookings/${made.bookingId}/confirmation`)).status).toBe(200);
  await work();
  expect(await statusesOf(made)).toEqual(["confirmed", "paid"]);
  expect(await accounts(app)).toEqual({ gateway_clearing: -10_000, business_payable: 10_000 });
});

test("money held on a card token is released when the business declines", async () => {
  const before = await accounts(app);
  const made = await payWith(await makeToken());
  await manager.post(`/v1/bookings/${made.bookingId}/cancellation`, { reason: "no chair" });
  await work();
  expect(await statusesOf(made)).toEqual(["cancelled", "voided"]);
  expect(await accounts(app)).toEqual(before);
});

test("a manager who voids the held payment cancels its booking", async () => {
  const made = await payWith(await makeToken());
  const voided = await manager.post(`/v1/payments/${made.paymentId}/void`);
  expect([voided.status, voided.body.status]).toEqual([200, "voided"]);
  await work();
  expect(await statusesOf(made)).toEqual(["cancelled", "voided"]);
});

test("money charged on the gateway's page is refunded when the business declines", async () => {
  const made = await payWith(undefined);
  expect(await statusesOf(made)).toEqual(["pending", "paid"]);
  const { body: quote } = await customer.get(`/v1/bookings/${made.bookingId}/cancellation`);
  expect([quote.paid, quote.fee, quote.refund]).toEqual([sar(10_000), sar(0), sar(10_000)]);
  await manager.post(`/v1/bookings/${made.bookingId}/cancellation`);
  await work();
  expect(await statusesOf(made)).toEqual(["cancelled", "refunded"]);
});

test("money charged on the gateway's page becomes the business's when it accepts", async () => {
  const before = await accounts(app);
  const made = await payWith(undefined);
  expect((await accounts(app)).order_funds).toBe(10_000 + (before["order_funds"] ?? 0));
  await manager.post(`/v1/bookings/${made.bookingId}/confirmation`);
  await work();
  expect(await statusesOf(made)).toEqual(["confirmed", "paid"]);
  expect((await accounts(app)).order_funds).toBeUndefined();
});

test("when the customer cancels late right after acceptance, only the cancellation fee of the held money is charged", async () => {
  salon = await makeSalon(db, {
    terms: {
      payment_terms: "full",
      acceptance: "manual",
      free_cancel_hours: 200,
      cancel_fee_percent: 50,
    },
  });
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
  const before = await accounts(app);
  const made = await payWith(await makeToken());
  await manager.post(`/v1/bookings/${made.bookingId}/confirmation`);
  await customer.post(`/v1/bookings/${made.bookingId}/cancellation`);
  await work();
  expect(await statusesOf(made)).toEqual(["cancelled", "partially_refunded"]);
  const now = await accounts(app);
  const change = (kind: string) => (now[kind] ?? 0) - (before[kind] ?? 0);
  expect([change("gateway_clearing"), change("business_payable")]).toEqual([-5_000, 5_000]);
});

test.each([
  ["money held on a card token is released", true, "voided"],
  ["money charged on the gateway's page is refunded", false, "refunded"],
])("%s when nobody accepts in time, and the customer is told", async (_, isHeld, ends) => {
  const before = await accounts(app);
  const made = await payWith(isHeld ? await makeToken() : undefined);
  clock.set("2026-11-24T10:00:00+03:00");
  const late = await manager.post(`/v1/bookings/${made.bookingId}/confirmation`);
  expect([late.status, late.body.from]).toEqual([409, "expired"]);
  const now = instantText(clock.now());
  const context = { scope: "platform", actor: "system:test", now } as const;
  await expireHolds(db, context, app.app.parts.metrics);
  await work();
  expect(await statusesOf(made)).toEqual(["expired", ends]);
  expect(await accounts(app)).toEqual(before);
  const { rows } = await sql<{ template: string }>`
    select template from messages where booking_id = ${made.bookingId}`.execute(app.owner);
  expect(rows.map(({ template }) => template)).toContain("booking.unanswered");
});

test("a manager can void a payment whose booking has expired unaccepted", async () => {
  const made = await payWith(await makeToken());
  clock.set("2026-11-24T10:00:00+03:00");
  const voided = await manager.post(`/v1/payments/${made.paymentId}/void`);
  expect([voided.status, voided.body.status]).toEqual([200, "voided"]);
  await work();
  expect(await statusesOf(made)).toEqual(["expired", "voided"]);
});
