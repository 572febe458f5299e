import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { sqlState, type SqlError } from "../../src/db/sql-error.ts";
import { moveBooking } from "../../src/booking/move-booking.ts";
import { haircut, problemOf } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson, platform } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { morning } from "../harness/test-app.ts";
import { brokenChecks } from "../races/arena.ts";

const app = await startMoneyApp();
const { db, owner, clock, sandbox, work } = app;
const PAID_FIRST = "a booking that requires payment first has been paid at least the amount due";

let salon: Salon;
let customer: Caller;
let staff: Caller;

async function openSalon(terms: object) {
  salon = await makeSalon(db, { staff: 5, terms });
  staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
}

beforeEach(async () => {
  clock.set(morning);
  sandbox.reset();
  customer = app.as((await makePerson(db)).token);
});

async function book(expected: string) {
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  const { body } = await customer.post("/v1/bookings", { items });
  expect(body.status).toBe(expected);
  return body as { id: string; orderId: string };
}

const confirm = (id: string, paidBy?: object) =>
  staff.post(`/v1/bookings/${id}/confirmation`, paidBy && { paidBy });
const paymentsOf = async (orderId: string) =>
  (await staff.get(`/v1/orders/${orderId}/payments`)).body.items;
const statusOf = async (id: string) => (await customer.get(`/v1/bookings/${id}`)).body.status;

function expectRefused(answer: Answer, pointer: string, amount: string) {
  expect([answer.status, problemOf(answer)]).toEqual([422, "invalid-request"]);
  expect(answer.body.errors[0].pointer).toBe(pointer);
  expect(answer.body.errors[0].detail).toContain(amount);
}

describe("a hold of 100.00 with 30.00 due first", () => {
  beforeEach(() => openSalon({ payment_terms: "deposit" }));

  test("cannot be confirmed with less than 30.00", async () => {
    const { id, orderId } = await book("reserved");
    for (const amountMinor of [0, 1, 2_999]) {
      const refused = await confirm(id, {
        kind: "cash",
        amount: { amount: amountMinor, currency: "SAR" },
      });
      expectRefused(refused, "/paidBy/amount/amount", "30.00");
    }
    expectRefused(await confirm(id), "/paidBy", "30.00");
    expectRefused(await confirm(id, { kind: "nothing-due" }), "/paidBy", "30.00");
    expect(await statusOf(id)).toBe("reserved");
    expect(await paymentsOf(orderId)).toEqual([]);
  });

  test("cannot be confirmed with more than 100.00", async () => {
    const { id, orderId } = await book("reserved");
    const refused = await confirm(id, {
      kind: "cash",
      amount: { amount: 10_001, currency: "SAR" },
    });
    expectRefused(refused, "/paidBy/amount/amount", "100.00");
    expect(await statusOf(id)).toBe("reserved");
    expect(await paymentsOf(orderId)).toEqual([]);
  });

  test.each([
    ["exactly what is due", { kind: "cash" }, 3_000],
    [
      "the full price",
      { kind: "card-terminal", amount: { amount: 10_000, currency: "SAR" } },
      10_000,
    ],
    ["more than is due", { kind: "transfer", amount: { amount: 3_001, currency: "SAR" } }, 3_001],
  ])(
    "is confirmed when the desk takes %s, and the payment exists before any worker runs",
    async (...it) => {
      const [, paidBy, amountMinor] = it;
      const { id, orderId } = await book("reserved");
      expect((await confirm(id, paidBy)).status).toBe(200);
      const taken = {
        gateway: "venue",
        method: paidBy.kind,
        status: "paid",
        amount: sar(amountMinor),
      };
      expect(await paymentsOf(orderId)).toMatchObject([taken]);
      expect(await brokenChecks(app)).toEqual([]);
      await work();
      expect(await paymentsOf(orderId)).toHaveLength(1);
    },
  );

  test("is paid once when the desk confirms it twice", async () => {
    const { id, orderId } = await book("reserved");
    expect((await confirm(id, { kind: "cash" })).status).toBe(200);
    expect(problemOf(await confirm(id, { kind: "cash" }))).toBe("invalid-transition");
    expect(await paymentsOf(orderId)).toHaveLength(1);
  });

  test("refuses an amount with the kind `nothing-due`", async () => {
    await openSalon({ acceptance: "manual" });
    const { id } = await book("pending");
    const refused = await confirm(id, {
      kind: "nothing-due",
      amount: { amount: 500, currency: "SAR" },
    });
    expectRefused(refused, "/paidBy/kind", "cash");
  });
});

describe("a booking awaiting the business's acceptance", () => {
  test("is accepted without payment at the desk when the card paid what was due", async () => {
    await openSalon({ payment_terms: "full", acceptance: "manual" });
    const { id, orderId } = await book("reserved");
    const how = { method: "card", returnUrl: "https://book.example/back" };
    const { body: payment } = await customer.post(`/v1/orders/${orderId}/payments`, how);
    await payAsPerson(payment.redirectUrl, { outcome: "approve" });
    await work();
    expect(await statusOf(id)).toBe("pending");
    const tooMuch = await confirm(id, { kind: "cash", amount: { amount: 1, currency: "SAR" } });
    expectRefused(tooMuch, "/paidBy/amount/amount", "0.00");
    expect((await confirm(id)).status).toBe(200);
    await work();
    expect(await brokenChecks(app)).toEqual([]);
  });

  test("is accepted with money taken at the desk where nothing was due", async () => {
    await openSalon({ acceptance: "manual" });
    const { id, orderId } = await book("pending");
    expect(
      (await confirm(id, { kind: "cash", amount: { amount: 2_500, currency: "SAR" } })).status,
    ).toBe(200);
    expect(await paymentsOf(orderId)).toMatchObject([{ gateway: "venue", amount: sar(2_500) }]);
  });

  test("cannot be accepted unpaid when the amount due never arrived", async () => {
    await openSalon({ payment_terms: "full" });
    const { id } = await book("reserved");
    await owner.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql`update bookings set status = 'pending', pending_at = now(), expires_at = starts_at
        where id = ${id}`.execute(tx);
    });
    expectRefused(await confirm(id), "/paidBy", "100.00");
    expectRefused(await confirm(id, { kind: "nothing-due" }), "/paidBy", "100.00");
    expect((await confirm(id, { kind: "cash" })).status).toBe(200);
  });
});

describe("the database", () => {
  const constraintOf = (written: Promise<unknown>) =>
    written.then(
      () => undefined,
      (error: unknown) => (sqlState(error) === "23514" ? (error as SqlError).constraint : error),
    );
  const confirmUnpaid = (bookingId: string) =>
    inTransaction(db, { ...platform, now: morning }, (tx) =>
      moveBooking(tx, { bookingId, to: "confirmed", paidBy: { kind: "nothing-due" } }),
    );

  beforeEach(() => openSalon({ payment_terms: "full" }));

  test("refuses to confirm an unpaid booking that must be paid first, whoever asks", async () => {
    const { id } = await book("reserved");
    expect(await constraintOf(confirmUnpaid(id))).toBe("booking_paid_first");
    expect(await statusOf(id)).toBe("reserved");
  });

  test("control: with its trigger off, confirms an unpaid booking, and verify reports it", async () => {
    const { id } = await book("reserved");
    await sql`alter table bookings disable trigger booking_paid_first`.execute(owner);
    expect(await constraintOf(confirmUnpaid(id))).toBeUndefined();
    await sql`alter table bookings enable trigger booking_paid_first`.execute(owner);
    await work();
    expect(await brokenChecks(app)).toContain(PAID_FIRST);
    await staff.post(`/v1/bookings/${id}/cancellation`);
  });
});
