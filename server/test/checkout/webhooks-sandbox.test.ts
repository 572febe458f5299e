import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { sendRefunds } from "../../src/refund/send-refunds.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import { accounts, reconcile, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { morning } from "../harness/test-app.ts";
import { haircut } from "../flows/wants.ts";

/** Everything over HTTP against the sandbox gateway, failures on the way included. */

const app = await startMoneyApp();
const { clock, sandbox, work, owner } = app;
const PRICE = 10_000;

let salon: Salon;
beforeEach(async () => {
  clock.set(morning);
  sandbox.reset();
  await sql`delete from webhook_inbox`.execute(owner);
  salon = await makeSalon(app.db, { terms: { payment_terms: "full" } });
});

/** Creates an order whose payer is at the gateway's page. */
async function begin() {
  const customer = app.as((await makePerson(app.db)).token);
  const item = haircut(salon, "2026-11-24T10:00:00+03:00");
  const order = await customer.post("/v1/orders", { items: [item] });
  const started = await customer.post(`/v1/orders/${order.body.id}/payments`, {
    method: "card",
    returnUrl: "https://book.example/back",
  });
  expect(started.status, JSON.stringify(started.body)).toBe(201);
  const { id, redirectUrl } = started.body;
  return {
    id,
    approve: () => payAsPerson(redirectUrl, { outcome: "approve" }),
    async statuses() {
      const payment = await customer.get(`/v1/payments/${id}`);
      const booking = await customer.get(`/v1/bookings/${order.body.bookings[0].id}`);
      return [payment.body.status, booking.body.status];
    },
    async refund(amount: number) {
      const manager = app.as((await makeMember(app.db, salon.businessId, "manager")).token);
      const asked = await manager.post(`/v1/payments/${id}/refunds`, {
        amount: { amount, currency: "SAR" },
        reason: "asked at the desk",
      });
      expect(asked.status, JSON.stringify(asked.body)).toBe(201);
    },
    async refundedAtGateway() {
      const { rows } = await sql<{ ref: string }>`
        select gateway_ref as ref from payments where id = ${id}`.execute(owner);
      const { moyasar } = app.app.parts.gateways;
      const state = await moyasar!.find({ id, ref: { object: "invoice", ref: rows[0]!.ref } });
      return state?.refundedMinor;
    },
  };
}

async function deliveries(): Promise<number[]> {
  const { rows } = await sql<{ deliveries: number }>`
    select deliveries from webhook_inbox order by event_id`.execute(owner);
  return rows.map((row) => row.deliveries);
}

async function postings(paymentId: string): Promise<number> {
  const { rows } = await sql`
    select from ledger_transactions where key = ${`payment:${paymentId}:paid`}`.execute(owner);
  return rows.length;
}

test("each webhook sent fifty times at once makes one row, one confirmation and one posting", async () => {
  sandbox.set({ webhookCopies: 50 });
  const payment = await begin();
  await payment.approve();
  await work();
  expect(await payment.statuses()).toEqual(["paid", "confirmed"]);
  const counts = await deliveries();
  expect(counts).toEqual(counts.map(() => 50));
  expect(counts.length).toBeGreaterThan(0);
  expect(await postings(payment.id)).toBe(1);
});

test("webhooks in reverse order and ahead of the API's answers still settle the payment once", async () => {
  sandbox.set({ reorderWebhooks: true, webhookBeforeResponse: true });
  const payment = await begin();
  await payment.approve();
  await work();
  expect(await payment.statuses()).toEqual(["paid", "confirmed"]);
  expect(await postings(payment.id)).toBe(1);
});

test("the reconciler finds the money before any webhook, and later webhooks change nothing", async () => {
  sandbox.set({ reorderWebhooks: true });
  const payment = await begin();
  await payment.approve();
  clock.advance(15_000);
  expect(await reconcile(app)).toBe(1);
  expect(await payment.statuses()).toEqual(["paid", "confirmed"]);
  const before = await accounts(app);
  await work();
  expect(await deliveries()).not.toEqual([]);
  expect(await accounts(app)).toEqual(before);
  expect(await postings(payment.id)).toBe(1);
});

test("a gateway that refunds but does not answer refunds once", async () => {
  const payment = await begin();
  await payment.approve();
  await work();
  await payment.refund(4_000);
  sandbox.set({ actThenTimeOut: { count: 1, operation: "refund" }, hangMs: 0 });
  await sendRefunds(app.app.parts);
  for (let run = 0; run < 3; run += 1) {
    clock.advance(60_000);
    await work();
  }
  expect(await payment.refundedAtGateway()).toBe(4_000);
  expect(await payment.statuses()).toEqual(["partially_refunded", "confirmed"]);
  await payment.refund(PRICE - 4_000);
  await work();
  expect(await payment.refundedAtGateway()).toBe(PRICE);
  expect((await payment.statuses())[0]).toBe("refunded");
});

test.each(["429", "500", "503", "html-403", "timeout"] as const)(
  "a gateway that answers a refund with %s is retried until it refunds, once",
  async (as) => {
    const payment = await begin();
    await payment.approve();
    await work();
    await payment.refund(4_000);
    sandbox.set({ failNext: { count: 4, as, operation: "refund" }, hangMs: 0 });
    for (let run = 0; run < 8; run += 1) {
      await work();
      clock.advance(600_000);
    }
    expect(await payment.refundedAtGateway()).toBe(4_000);
    expect((await payment.statuses())[0]).toBe("partially_refunded");
  },
);
