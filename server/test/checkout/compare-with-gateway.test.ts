import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../src/base/time.ts";
import { compareWithGateway } from "../../src/payment/compare-with-gateway.ts";
import { makeSalon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { payAsPerson, sandboxKeys } from "../harness/sandbox.ts";
import { morning } from "../harness/test-app.ts";
import { haircut } from "../flows/wants.ts";

/** Compares the ledger's balance of a payment with the gateway's figures, long after the payment. */

const app = await startMoneyApp();
const { db, clock, sandbox, work } = app;

let customer: Caller;
let manager: Caller;
let paymentId: string;

beforeEach(async () => {
  await compareAfter(200 * DAY_MS);
  clock.set(morning);
  sandbox.reset();
  const salon = await makeSalon(db, { terms: { payment_terms: "full" } });
  customer = app.as((await makePerson(db)).token);
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  const { body: order } = await customer.post("/v1/orders", { items });
  const how = { method: "card", returnUrl: "https://book.example/back" };
  const { body } = await customer.post(`/v1/orders/${order.id}/payments`, how);
  paymentId = body.id;
  await payAsPerson(body.redirectUrl, { outcome: "approve" });
  await work();
});

/** Compares after `ms` have passed. @returns how many payments differ */
async function compareAfter(ms: number): Promise<number> {
  clock.advance(ms);
  return compareWithGateway(app.app.parts);
}

/** Calls the gateway as somebody in its own dashboard would. */
async function atGateway(path: string, body?: object) {
  const { secretKey } = sandboxKeys;
  const authorization = `Basic ${btoa(`${secretKey}:`)}`;
  const headers = { authorization, "content-type": "application/json", "user-agent": "dashboard" };
  const init = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
  return (await fetch(`${sandbox.moyasarUrl}${path}`, init)).json();
}

async function giveBackThere(amountMinor: number): Promise<void> {
  const { payments } = (await atGateway("/payments")) as { payments: { id: string }[] };
  await atGateway(`/payments/${payments[0]!.id}/refund`, { amount: amountMinor });
}

async function nextAt(): Promise<string | null> {
  const { rows } = await sql<{ at: string | null }>`
    select compare_at as at from payments where id = ${paymentId}`.execute(app.owner);
  return rows[0]!.at;
}

const makeAdmin = async () => app.as((await makePerson(db, { admin: true })).token);

async function alarms(): Promise<(string | null)[]> {
  const admin = await makeAdmin();
  const { body } = await admin.get("/v1/admin/payments?hasAlarm=true");
  return body.items
    .filter((one: { id: string }) => one.id === paymentId)
    .map((one: { alarm: string }) => one.alarm);
}

test("a payment that agrees is compared after 1, 7, 30 and 120 days, then never again", async () => {
  const due: number[] = [];
  for (let day = 0; day < 130; day += 1) {
    const planned = await nextAt();
    expect(await compareAfter(DAY_MS)).toBe(0);
    if ((await nextAt()) !== planned) due.push(day + 1);
  }
  expect(due).toEqual([1, 7, 30, 120]);
  expect(await alarms()).toEqual([]);
});

test("a refund made in the gateway's own dashboard raises an alarm, once", async () => {
  await giveBackThere(2_500);
  expect(await compareAfter(HOUR_MS)).toBe(1);
  expect(await alarms()).toEqual(["the gateway has 7500 SAR of it, the ledger 10000"]);
  expect(await compareAfter(DAY_MS)).toBe(0);
});

test("our own refunds never count as a difference", async () => {
  for (const part of [1_000, 2_000]) {
    const refund = { amount: sar(part), reason: "sorry" };
    expect((await manager.post(`/v1/payments/${paymentId}/refunds`, refund)).status).toBe(201);
    await work();
    expect(await compareAfter(HOUR_MS)).toBe(0);
  }
  expect(await alarms()).toEqual([]);
});

test("no alarm is raised while a refund is on its way", async () => {
  await manager.post(`/v1/payments/${paymentId}/refunds`, { amount: sar(1_000), reason: "sorry" });
  clock.advance(HOUR_MS);
  await giveBackThere(1_000);
  expect(await compareAfter(0)).toBe(0);
  expect(await alarms()).toEqual([]);
});

test("a gateway that does not answer is asked again an hour later", async () => {
  await giveBackThere(1_000);
  sandbox.set({ failNext: { count: 20, as: "503" } });
  expect(await compareAfter(HOUR_MS)).toBe(0);
  sandbox.set({ failNext: { count: 0, as: "503" } });
  expect(await compareAfter(30 * 60_000)).toBe(0);
  expect(await compareAfter(30 * 60_000)).toBe(1);
});

test("an admin dismisses an alarm with a reason; finding the difference again raises a new alarm", async () => {
  await giveBackThere(2_500);
  await compareAfter(HOUR_MS);
  const admin = await makeAdmin();
  const url = `/v1/admin/payments/${paymentId}/alarmDismissal`;
  expect((await admin.post(url, {})).body.errors[0].pointer).toBe("/reason");
  expect((await manager.post(url, { reason: "mine" })).status).toBe(403);
  const { status, body } = await admin.post(url, { reason: "a goodwill refund in the dashboard" });
  expect([status, body.id, body.alarm]).toEqual([200, paymentId, null]);
  expect((await admin.post(url, { reason: "again" })).body.type).toMatch(/conflict$/);
  const { rows } = await sql<object>`
    select before, after from audit_log where subject_id = ${paymentId}
      and action = 'payment.alarmDismissed'`.execute(app.owner);
  expect(rows).toEqual([
    {
      before: { alarm: "the gateway has 7500 SAR of it, the ledger 10000" },
      after: { reason: "a goodwill refund in the dashboard" },
    },
  ]);
  expect(await compareAfter(DAY_MS)).toBe(1);
});
