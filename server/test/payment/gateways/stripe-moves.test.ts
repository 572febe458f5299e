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

describe("capturing", () => {
  test("charges what was held or a part of it, and again answers the state as it is", async () => {
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

  test("that was done and not answered is found done", async () => {
    const { ref } = await held();
    sandbox.set({ actThenTimeOut: { count: 3, operation: "capture" } });
    expect(await gateway.capture(ref, 15_000)).toMatchObject({ status: "paid" });
  });

  test("what was held on a page is captured by the page's reference", async () => {
    const { ref } = await paidOnPage(gateway, { isManual: true });
    expect(await gateway.capture(ref, 15_000)).toMatchObject({ ...ref, status: "paid" });
  });

  test("what was let go of is refused, what lapsed, and what nobody knows", async () => {
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

describe("letting go", () => {
  test("of what was held, once, also when nothing came back", async () => {
    const { ref } = await held();
    sandbox.set({ actThenTimeOut: { count: 1, operation: "void" } });
    const state = await gateway.void(ref);
    expect(state).toMatchObject({ status: "voided" });
    expect(await gateway.void(ref)).toEqual(state);
  });

  test("of what was taken is not done", async () => {
    const { ref } = await paid(gateway);
    expect(await watched.void(ref)).toMatchObject({ status: "paid" });
    expect(between.writes()).toEqual([]);
  });
});

describe("refunding", () => {
  const refund = (amountMinor: number, beforeMinor = 0) => ({
    id: newId(),
    amountMinor,
    beforeMinor,
  });

  test("gives parts back until nothing is left", async () => {
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

  test("carries our ids, and has the refund's for its key", async () => {
    const { id, ref } = await paid(gateway);
    const one = refund(4_000);
    await watched.refund(ref, one);
    expect(between.seen.find(({ method }) => method === "POST")!.headers).toMatchObject({
      "idempotency-key": one.id,
    });
    const { data } = await stripe.refunds.list({ payment_intent: ref.ref });
    expect(data).toMatchObject([{ metadata: { refund_id: one.id, payment_id: id } }]);
  });

  test("the same again gives nothing back, also when keys are forgotten", async () => {
    const { ref } = await paid(gateway);
    const one = refund(4_000);
    await gateway.refund(ref, one);
    expect(await gateway.refund(ref, one)).toMatchObject({ refundedMinor: 4_000 });
    sandbox.set({ aheadMs: 2 * DAY_MS });
    expect(await gateway.refund(ref, one)).toMatchObject({ refundedMinor: 4_000 });
    expect((await stripe.refunds.list({ payment_intent: ref.ref })).data).toHaveLength(1);
    // The key alone would not have held it.
    const idempotencyKey = one.id;
    const metadata = { refund_id: one.id };
    await stripe.refunds.create(
      { payment_intent: ref.ref, amount: 4_000, metadata },
      { idempotencyKey },
    );
    expect((await stripe.refunds.list({ payment_intent: ref.ref })).data).toHaveLength(2);
  });

  test("that was done and never answered is found done, once", async () => {
    const { ref } = await paid(gateway);
    sandbox.set({ actThenTimeOut: { count: 3, operation: "refund" } });
    expect(await gateway.refund(ref, refund(4_000))).toMatchObject({ refundedMinor: 4_000 });
    expect((await stripe.refunds.list({ payment_intent: ref.ref })).data).toHaveLength(1);
  });

  test("that came to nothing is unclear, and is done the next time", async () => {
    const { ref } = await paid(gateway);
    const one = refund(4_000);
    sandbox.set({ failNext: { count: 3, as: "503", operation: "refund" } });
    await expect(gateway.refund(ref, one)).rejects.toThrow(GatewayUnclear);
    expect(await gateway.refund(ref, one)).toMatchObject({ refundedMinor: 4_000 });
  });

  test("more than is left is refused; turned away unseen is not", async () => {
    const { ref } = await paid(gateway);
    await expect(gateway.refund(ref, refund(15_001))).rejects.toThrow(GatewayRefused);
    sandbox.set({ failNext: { count: 9, as: "429", operation: "refund" } });
    await expect(gateway.refund(ref, refund(1_000))).rejects.toThrow(GatewayUnclear);
  });

  test("beside somebody else's, or of what is only held, is not done", async () => {
    const { ref } = await paid(gateway);
    await stripe.refunds.create({ payment_intent: ref.ref, amount: 1_000 });
    await expect(watched.refund(ref, refund(4_000))).rejects.toThrow("somebody else");
    await expect(watched.refund((await held()).ref, refund(4_000))).rejects.toThrow(GatewayUnclear);
    expect(between.writes()).toEqual([]);
  });

  test("one that failed at the bank is a refusal", async () => {
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
