import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { instantText, MINUTE_MS } from "../../src/base/time.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { amend, buy, NOON, pay, richCustomer, TEN, walletOf } from "../amendment/shop.ts";
import { haircut, problemOf } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { morning } from "../harness/test-app.ts";

const app = await startMoneyApp();
const { db, clock, owner } = app;
const admin = app.as((await makePerson(db, { admin: true })).token);

let salon: Salon;
let customer: Caller & { id: string };

beforeEach(async () => {
  clock.set(morning);
  salon = await makeSalon(db, { staff: 4, terms: { payment_terms: "full" } });
  customer = await richCustomer(app);
});

async function decide(what: "suspension" | "reinstatement"): Promise<void> {
  const path = `/v1/admin/businesses/${salon.businessId}/${what}`;
  const done = await admin.post(path, what === "suspension" ? { reason: "complaints" } : {});
  expect(done.status, JSON.stringify(done.body)).toBe(200);
}

async function expectAllPass(): Promise<void> {
  await app.work();
  const results = await runChecks(db, instantText(clock.now()), () => undefined);
  expect(results.filter((one) => one.broken > 0)).toEqual([]);
}

test("suspending a business cancels its holds, keeps confirmed bookings and tells their customers", async () => {
  const sold = await buy(app, customer, [haircut(salon, TEN)]);
  const held = await customer.post("/v1/bookings", { items: [haircut(salon, NOON)] });
  await decide("suspension");
  await app.work();
  const after = await customer.get(`/v1/bookings/${held.body.id}`);
  expect(after.body).toMatchObject({ status: "cancelled", cancelledBy: "system" });
  expect((await customer.get(`/v1/bookings/${sold.id}`)).body.status).toBe("confirmed");
  const { rows } = await sql<{ booking_id: string }>`
    select booking_id from messages where template = 'business.suspended' and business_id = ${salon.businessId}`.execute(
    owner,
  );
  expect(rows).toEqual([{ booking_id: sold.id }]);
  const refused = await customer.post(`/v1/orders/${held.body.orderId}/payments`, {
    method: "wallet",
  });
  expect(problemOf(refused)).toBe("invalid-transition");
  await expectAllPass();
});

test("suspending a business refunds paid bookings awaiting acceptance, which can no longer be accepted", async () => {
  salon = await makeSalon(db, { terms: { payment_terms: "full", acceptance: "manual" } });
  const manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
  const booking = await buy(app, customer, [haircut(salon, TEN)]);
  expect(booking.status).toBe("pending");
  await decide("suspension");
  const accepted = await manager.post(`/v1/bookings/${booking.id}/confirmation`, {});
  expect(problemOf(accepted)).toBe("invalid-transition");
  await app.work();
  expect(await walletOf(customer)).toBe(1_000_000);
  await expectAllPass();
});

test("late money is refunded while the business is suspended, and confirms a booking once it is reinstated", async () => {
  const late = async () => {
    const made = await customer.post("/v1/orders", { items: [haircut(salon, TEN)] });
    const begun = await customer.post(`/v1/orders/${made.body.id}/payments`, {
      method: "card",
      returnUrl: "https://book.example/back",
    });
    await payAsPerson(begun.body.redirectUrl, { outcome: "approve" });
    // The payment is not reported until the hold is over.
    clock.advance(40 * MINUTE_MS);
    return { id: made.body.bookings[0].id, paymentId: begun.body.id };
  };
  const first = await late();
  await decide("suspension");
  await app.work();
  expect((await customer.get(`/v1/bookings/${first.id}`)).body.status).toBe("expired");
  expect((await customer.get(`/v1/payments/${first.paymentId}`)).body.status).toBe("refunded");
  await expectAllPass();
  await decide("reinstatement");
  const second = await late();
  await app.work();
  expect((await customer.get(`/v1/bookings/${second.id}`)).body.status).toBe("confirmed");
  await expectAllPass();
});

test("suspending a business withdraws a change awaiting payment and leaves the booking unchanged", async () => {
  const booking = await buy(app, customer, [haircut(salon, TEN)]);
  const asked = await amend(customer, booking.id, { items: [haircut(salon, NOON)] });
  expect(asked.body.status).toBe("awaitingPayment");
  await decide("suspension");
  const path = `/v1/bookings/${booking.id}/amendments/${asked.body.id}`;
  expect((await customer.get(path)).body.status).toBe("withdrawn");
  const moved = await customer.post(`/v1/bookings/${booking.id}/amendments`, {
    items: [{ id: booking.items[0].id, start: NOON }],
  });
  expect(moved.status).toBe(404);
  await decide("reinstatement");
  const again = await amend(customer, booking.id, { items: [haircut(salon, NOON)] });
  await pay(customer, booking.orderId);
  expect(again.status).toBe(201);
  await expectAllPass();
});
