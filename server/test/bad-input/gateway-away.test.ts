import { afterEach, expect, test } from "vitest";
import { sendRefunds } from "../../src/refund/send-refunds.ts";
import { book } from "../isolation/estate.ts";
import { beginByCard, holdOnCard, returnUrl } from "../isolation/pay.ts";
import { openWorld } from "../isolation/world.ts";
import { snapshot } from "../isolation/snapshot.ts";
import { moyasarCaller } from "../sandbox/moyasar-caller.ts";
import { expectSaid } from "./said.ts";

/** Valid requests while the gateway is down or refuses: the answer says so, and nothing is half done. */

const { app, ours } = await openWorld();
const { sandbox } = app;
const customer = app.as(ours.customer.token);
const manager = app.as(ours.manager.token);
const call = moyasarCaller(sandbox);

const failAll = () => sandbox.set({ failNext: { count: 1_000, as: "503" } });
const recover = () => sandbox.set({ failNext: { count: 0, as: "500" } });
afterEach(recover);

const away = [503, "unavailable"];
const statusOf = async (id: string) => (await customer.get(`/v1/payments/${id}`)).body.status;

test("a payment check during a gateway outage answers 503 and succeeds later", async () => {
  const { paymentId } = await beginByCard(ours);
  failAll();
  const check = () => customer.post(`/v1/payments/${paymentId}/check`);
  await expectSaid(app.owner, check, away);
  expect((await check()).headers.get("retry-after")).toMatch(/^\d+$/);
  recover();
  expect((await check()).status).toBe(200);
});

test.each(["capture", "void"])(
  "a %s during a gateway outage answers 503 and succeeds later with the same key",
  async (move) => {
    const { paymentId } = await holdOnCard(ours);
    const key = { "idempotency-key": crypto.randomUUID() };
    const ask = () => manager.post(`/v1/payments/${paymentId}/${move}`, {}, key);
    failAll();
    const { audit_log: _, ...before } = await snapshot(app.owner);
    const { status, body } = await ask();
    expect([status, body.type]).toEqual([503, "https://holdfast.example/problems/unavailable"]);
    // Only the request itself is audited; nothing else is written.
    expect(await snapshot(app.owner)).toMatchObject(before);
    recover();
    const done = await ask();
    expect([done.status, done.body.status]).toEqual([200, move === "capture" ? "paid" : "voided"]);
    const again = await ask();
    expect([again.status, again.body]).toEqual([200, done.body]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  },
);

test("a replay returns the first answer, whatever happened to the payment since", async () => {
  const held = await holdOnCard(ours);
  const open = await beginByCard(ours);
  const key = { "idempotency-key": crypto.randomUUID() };
  const capture = () => manager.post(`/v1/payments/${held.paymentId}/capture`, {}, key);
  const check = () => customer.post(`/v1/payments/${open.paymentId}/check`, {}, key);
  const first = [await capture(), await check()];
  await manager.post(`/v1/payments/${held.paymentId}/refunds`, { reason: "For a test" });
  await sendRefunds(app.app.parts, held.paymentId);
  expect(await statusOf(held.paymentId)).toBe("refunded");
  failAll();
  const again = [await capture(), await check()];
  expect(again.map(({ status }) => status)).toEqual([200, 200]);
  expect(again.map(({ body }) => body)).toEqual(first.map(({ body }) => body));
});

test("capturing a payment that was voided at the gateway is refused, and it becomes voided here", async () => {
  const { paymentId, bookingId } = await holdOnCard(ours);
  expect((await call("POST", `/payments/${paymentId}/void`)).status).toBe(200);
  const { status, body } = await manager.post(`/v1/payments/${paymentId}/capture`);
  expect([status, body.type]).toEqual([409, "https://holdfast.example/problems/conflict"]);
  expect(await statusOf(paymentId)).toBe("voided");
  expect((await customer.get(`/v1/bookings/${bookingId}`)).body.status).toBe("cancelled");
});

test("voiding a payment that was captured at the gateway is refused, and it becomes paid here", async () => {
  const { paymentId } = await holdOnCard(ours);
  expect((await call("POST", `/payments/${paymentId}/capture`, {})).status).toBe(200);
  const { status, body } = await manager.post(`/v1/payments/${paymentId}/void`);
  expect([status, body.type, body.from, body.to]).toEqual([
    409,
    "https://holdfast.example/problems/invalid-transition",
    "paid",
    "voided",
  ]);
  expect(await statusOf(paymentId)).toBe("paid");
});

test("an open payment is not replaced during a gateway outage", async () => {
  const open = await beginByCard(ours);
  failAll();
  const body = { method: "card", returnUrl: returnUrl(ours) };
  const pay = () => customer.post(`/v1/orders/${open.orderId}/payments`, body);
  await expectSaid(app.owner, pay, away);
  recover();
  expect(await statusOf(open.paymentId)).toBe("initiated");
});

test("a payment started during a gateway outage is stored without a redirect URL", async () => {
  const { orderId } = await book(ours, "prepaidId");
  failAll();
  const body = { method: "card", returnUrl: returnUrl(ours) };
  const { status, body: begun } = await customer.post(`/v1/orders/${orderId}/payments`, body);
  expect(status).toBeLessThan(500);
  expect(["initiated", "failed"]).toContain(begun.status);
  expect(begun.redirectUrl).toBeNull();
});
