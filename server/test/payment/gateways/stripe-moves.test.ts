import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../../src/base/id.ts";
import { DAY_MS } from "../../../src/base/time.ts";
import { GatewayRefused, GatewayUnclear } from "../../../src/payment/gateway.ts";
import { openTestSandbox } from "../../harness/sandbox.ts";
import { standBetween } from "./stand-between.ts";
import { openTestStripe, stripeWorld } from "./stripe-parts.ts";

const sandbox = await openTestSandbox();
const between = await standBetween(sandbox.origin);
const gateway = openTestStripe(sandbox.stripeUrl);
const watched = openTestStripe(between.url);
const { stripe, paid, paidOnPage } = stripeWorld(sandbox);

beforeEach(() => {
  sandbox.reset();
  between.seen.length = 0;
});

const held = async () => paid(gateway, { isManual: true });

describe("capturing a held payment", () => {
  test("charges all or a part of the hold, and repeating it returns the same state", async () => {
    const { ref } = await held();
    const state = await watched.capture(ref, 9_000);
    expect(state).toMatchObject({
      status: "paid",
      amount: { amount: 15_000, currency: "SAR" },
      capturedMinor: 9_000,
      refundedMinor: 0,
    });
    expect(await watched.capture(ref, 9_000)).toEqual(state);
    expect(between.writes()).toHaveLength(1);
  });

  test("is found done after a lost answer", async () => {
    const { ref } = await held();
    sandbox.set({ actThenTimeOut: { count: 3, operation: "capture" } });
    expect(await gateway.capture(ref, 15_000)).toMatchObject({ status: "paid" });
  });

  test("works by the page's reference for money held on a page", async () => {
    const { ref } = await paidOnPage(gateway, { isManual: true });
    expect(await gateway.capture(ref, 15_000)).toMatchObject({ ...ref, status: "paid" });
  });

  test("is refused once the hold was voided or has lapsed, and for an unknown payment", async () => {
    const { ref } = await held();
    await gateway.void(ref);
    await expect(gateway.capture(ref, 15_000)).rejects.toMatchObject({ code: "not-authorized" });
    const other = await held();
    sandbox.set({ aheadMs: 8 * DAY_MS });
    await expect(gateway.capture(other.ref, 15_000)).rejects.toMatchObject({
      name: "GatewayRefused",
      code: "charge_expired_for_capture",
    });
    const unknown = { object: "intent", ref: "pi_unknown" } as const;
    await expect(gateway.capture(unknown, 1)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("voiding", () => {
  test("releases a held payment once, even after a lost answer", async () => {
    const { ref } = await held();
    sandbox.set({ actThenTimeOut: { count: 1, operation: "void" } });
    const state = await gateway.void(ref);
    expect(state).toMatchObject({ status: "voided" });
    expect(await gateway.void(ref)).toEqual(state);
  });

  test("leaves a paid payment as it is and sends nothing", async () => {
    const { ref } = await paid(gateway);
    expect(await watched.void(ref)).toMatchObject({ status: "paid" });
    expect(between.writes()).toEqual([]);
  });
});

describe("refunding a payment", () => {
  const refund = (amountMinor: number, beforeMinor = 0) => ({
    id: newId(),
    amountMinor,
    beforeMinor,
  });

  test("works in parts until nothing is left", async () => {
    const { ref } = await paidOnPage(gateway);
    expect(await gateway.refund(ref, refund(4_000))).toMatchObject({
      ...ref,
      status: "paid",
      capturedMinor: 15_000,
      refundedMinor: 4_000,
    });
    expect(await gateway.refund(ref, refund(11_000, 4_000))).toMatchObject({
      status: "paid",
      refundedMinor: 15_000,
    });
  });

  test("sends our ids, with the refund's id as idempotency key", async () => {
    const { id, ref } = await paid(gateway);
    const one = refund(4_000);
    await watched.refund(ref, one);
    expect(between.seen.find(({ method }) => method === "POST")!.headers).toMatchObject({
      "idempotency-key": one.id,
    });
    const { data } = await stripe.refunds.list({ payment_intent: ref.ref });
    expect(data).toMatchObject([{ metadata: { refund_id: one.id, payment_id: id } }]);
  });

  test("twice with the same request refunds once, even after Stripe forgets the key", async () => {
    const { ref } = await paid(gateway);
    const one = refund(4_000);
    await gateway.refund(ref, one);
    expect(await gateway.refund(ref, one)).toMatchObject({ refundedMinor: 4_000 });
    sandbox.set({ aheadMs: 2 * DAY_MS });
    expect(await gateway.refund(ref, one)).toMatchObject({ refundedMinor: 4_000 });
    expect((await stripe.refunds.list({ payment_intent: ref.ref })).data).toHaveLength(1);
    // The idempotency key alone would not have prevented a second refund.
    const idempotencyKey = one.id;
    const metadata = { refund_id: one.id };
    await stripe.refunds.create(
      { payment_intent: ref.ref, amount: 4_000, metadata },
      { idempotencyKey },
    );
    expect((await stripe.refunds.list({ payment_intent: ref.ref })).data).toHaveLength(2);
  });

  test("is found done after a lost answer, once", async () => {
    const { ref } = await paid(gateway);
    sandbox.set({ actThenTimeOut: { count: 3, operation: "refund" } });
    expect(await gateway.refund(ref, refund(4_000))).toMatchObject({ refundedMinor: 4_000 });
    expect((await stripe.refunds.list({ payment_intent: ref.ref })).data).toHaveLength(1);
  });

  test("is unclear after server errors, and succeeds the next time", async () => {
    const { ref } = await paid(gateway);
    const one = refund(4_000);
    sandbox.set({ failNext: { count: 3, as: "503", operation: "refund" } });
    await expect(gateway.refund(ref, one)).rejects.toThrow(GatewayUnclear);
    expect(await gateway.refund(ref, one)).toMatchObject({ refundedMinor: 4_000 });
  });

  test("is refused for more than is left, and unclear after too many requests", async () => {
    const { ref } = await paid(gateway);
    await expect(gateway.refund(ref, refund(15_001))).rejects.toThrow(GatewayRefused);
    sandbox.set({ failNext: { count: 9, as: "429", operation: "refund" } });
    await expect(gateway.refund(ref, refund(1_000))).rejects.toThrow(GatewayUnclear);
  });

  test("is not attempted after another party's refund or while the money is only held", async () => {
    const { ref } = await paid(gateway);
    await stripe.refunds.create({ payment_intent: ref.ref, amount: 1_000 });
    await expect(watched.refund(ref, refund(4_000))).rejects.toThrow("somebody else");
    await expect(watched.refund((await held()).ref, refund(4_000))).rejects.toThrow(GatewayUnclear);
    expect(between.writes()).toEqual([]);
  });

  test("that failed at the bank counts as refused", async () => {
    const { ref } = await paid(gateway);
    const made = {
      id: "re_1",
      object: "refund",
      status: "failed",
      failure_reason: "expired_or_canceled_card",
    };
    between.decide = ({ method }) => (method === "POST" ? { status: 200, body: made } : "pass");
    await expect(watched.refund(ref, refund(4_000))).rejects.toMatchObject({
      name: "GatewayRefused",
      code: "expired_or_canceled_card",
    });
  });
});
