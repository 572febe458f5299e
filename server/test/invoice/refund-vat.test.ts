import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { HOUR_MS } from "../../src/base/time.ts";
import { haircut } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { handOverAll } from "../harness/till.ts";
import { morning } from "../harness/test-app.ts";
import { asPlatform, documentsOf, register } from "./ground.ts";

/** The VAT of a cancellation quote equals that of the credit notes, even when the rate changes in between. */

const app = await startMoneyApp();
const { db, clock, sandbox, work } = app;
const START = "2026-11-24T10:00:00+03:00";

let salon: Salon;
let customer: Caller;
let manager: Caller;

async function open(terms: "full" | "deposit"): Promise<void> {
  clock.set(morning);
  sandbox.reset();
  salon = await makeSalon(db, { terms: { payment_terms: terms, cancel_fee_percent: 10 } });
  customer = app.as((await makePerson(db)).token);
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
}
beforeEach(() => open("full"));

const setRate = (basisPoints: number) =>
  asPlatform(app, (tx) =>
    sql`update tax_settings set rate_basis_points = ${basisPoints} where business_id = ${salon.businessId}`.execute(
      tx,
    ),
  );

/** Books, pays by card and confirms the payment; the worker has not issued the invoice yet. */
async function buy(): Promise<{ bookingId: string; paymentId: string }> {
  const { body: order } = await customer.post("/v1/orders", { items: [haircut(salon, START)] });
  const how = { method: "card", returnUrl: "https://book.example/back" };
  const { body: payment } = await customer.post(`/v1/orders/${order.id}/payments`, how);
  await payAsPerson(payment.redirectUrl, { outcome: "approve" });
  const { body: checked } = await customer.post(`/v1/payments/${payment.id}/check`);
  expect(checked.status).toBe("paid");
  return { bookingId: order.bookings[0].id, paymentId: payment.id };
}

async function quote(bookingId: string): Promise<{ refund: number; vat: number }> {
  const { body } = await customer.get(`/v1/bookings/${bookingId}/cancellation`);
  return { refund: body.refund.amount, vat: body.refundVat.amount };
}

/** Cancels. @returns the sums of the credit notes that follow */
async function credited(bookingId: string): Promise<{ refund: number; vat: number }> {
  const notes = async () =>
    (await documentsOf(app, salon.businessId)).filter(({ kind }) => kind === "credit_note");
  const before = (await notes()).length;
  expect((await customer.post(`/v1/bookings/${bookingId}/cancellation`)).status).toBe(200);
  await work();
  if ((await handOverAll(manager, salon.businessId)) > 0) await work();
  const own = (await notes()).slice(before);
  const sum = (field: "gross_minor" | "vat_minor") =>
    own.reduce((total, note) => total + note[field], 0);
  return { refund: sum("gross_minor"), vat: sum("vat_minor") };
}

describe("the VAT in a cancellation's refund", () => {
  test("is at the rate of the invoice, whatever the rate is now", async () => {
    await register(app, salon.businessId);
    const { bookingId } = await buy();
    await work();
    await setRate(500);
    expect(await quote(bookingId)).toEqual({ refund: 10_000, vat: 1_304 });
    expect(await credited(bookingId)).toEqual({ refund: 10_000, vat: 1_304 });
  });

  test("is at the rate of the sale when the invoice is not issued yet", async () => {
    await register(app, salon.businessId);
    const { bookingId } = await buy();
    await setRate(500);
    expect(await quote(bookingId)).toEqual({ refund: 10_000, vat: 1_304 });
    await work();
    expect(await credited(bookingId)).toEqual({ refund: 10_000, vat: 1_304 });
  });

  test("is zero when the invoice had none, even if the business has registered since", async () => {
    const { bookingId } = await buy();
    await work();
    await register(app, salon.businessId);
    expect(await quote(bookingId)).toEqual({ refund: 10_000, vat: 0 });
    expect(await credited(bookingId)).toEqual({ refund: 10_000, vat: 0 });
  });

  test("is what earlier credit notes left, to the last halala", async () => {
    await register(app, salon.businessId);
    const { bookingId, paymentId } = await buy();
    await work();
    const back = { amount: sar(3_333), reason: "late" };
    await manager.post(`/v1/payments/${paymentId}/refunds`, back);
    await work();
    // Rounded by itself it would be 870: with the 435 before, a halala more than the invoice's VAT.
    expect(await quote(bookingId)).toEqual({ refund: 6_667, vat: 869 });
    expect(await credited(bookingId)).toEqual({ refund: 6_667, vat: 869 });
  });
});

describe("when the tax rate changes between a deposit and the rest,", () => {
  beforeEach(() => open("deposit"));

  async function buyInTwo(): Promise<string> {
    await register(app, salon.businessId);
    const { bookingId } = await buy();
    await work();
    clock.advance(HOUR_MS);
    await setRate(500);
    const rest = { method: "cash", amount: sar(7_000) };
    expect((await manager.post(`/v1/bookings/${bookingId}/payments`, rest)).status).toBe(201);
    await work();
    await setRate(2_000);
    return bookingId;
  }

  test("both are credited at the rate of the sale", async () => {
    const bookingId = await buyInTwo();
    expect(await quote(bookingId)).toEqual({ refund: 10_000, vat: 913 + 391 });
    expect(await credited(bookingId)).toEqual({ refund: 10_000, vat: 913 + 391 });
  });

  test("the refund after the fee is taken from the newest payment first", async () => {
    const bookingId = await buyInTwo();
    clock.set("2026-11-24T06:00:00Z");
    expect(await quote(bookingId)).toEqual({ refund: 9_000, vat: 913 + 261 });
    expect(await credited(bookingId)).toEqual({ refund: 9_000, vat: 913 + 261 });
  });
});

test("a business is quoted the same VAT for a cancellation as its customer", async () => {
  await register(app, salon.businessId);
  const { bookingId } = await buy();
  await work();
  await setRate(500);
  const { body } = await manager.get(`/v1/bookings/${bookingId}/cancellation`);
  expect([body.refund, body.refundVat]).toEqual([sar(10_000), sar(1_304)]);
});
