import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../../src/base/id.ts";
import { fixedClock, HOUR_MS, MINUTE_MS } from "../../../src/base/time.ts";
import { GatewayRefused, GatewayUnclear } from "../../../src/payment/gateway.ts";
import { openTestSandbox, payAsPerson } from "../../harness/sandbox.ts";
import { chargeOf } from "./moyasar-parts.ts";
import { standBetween } from "./stand-between.ts";
import { methods, openTestStripe, stripeWorld } from "./stripe-parts.ts";

const sandbox = await openTestSandbox();
const between = await standBetween(sandbox.origin);
const gateway = openTestStripe(sandbox.stripeUrl);
const watched = openTestStripe(between.url);
const { stripe, paid, paidOnPage } = stripeWorld(sandbox);

beforeEach(() => {
  sandbox.reset();
  between.seen.length = 0;
  between.decide = () => "pass";
});

const sent = () =>
  new URLSearchParams(String(between.seen.find(({ method }) => method === "POST")!.body));

describe("charging a payment method", () => {
  test("charges at once, and the payment is found by its reference and by our id", async () => {
    const charge = chargeOf({ token: methods.visa });
    const state = await gateway.charge(charge);
    expect(state).toEqual({
      object: "intent",
      ref: expect.stringMatching(/^pi_/),
      status: "paid",
      amount: charge.amount,
      capturedMinor: 15_000,
      refundedMinor: 0,
      card: { brand: "visa", last4: "4242" },
    });
    const { object, ref } = state;
    expect(await gateway.find({ id: charge.id, ref: { object, ref } })).toEqual(state);
    expect(await gateway.find({ id: charge.id, ref: null })).toEqual(state);
  });

  test("sends the payer to the bank when the card requires it, and the payment is paid on return", async () => {
    const charge = chargeOf({ token: methods.asksBank });
    const state = await gateway.charge(charge);
    expect(state).toMatchObject({
      status: "initiated",
      redirectUrl: expect.stringContaining(sandbox.origin),
    });
    const back = new URL(await payAsPerson(state.redirectUrl!, { outcome: "approve" }));
    expect(back.searchParams.get("paymentId")).toBe(charge.id);
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({ status: "paid" });
  });

  test("fails when the payer declines at the bank", async () => {
    const charge = chargeOf({ token: methods.asksBank });
    const { redirectUrl } = await gateway.charge(charge);
    await payAsPerson(redirectUrl!, { outcome: "decline" });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({
      status: "failed",
      failure: { code: "payment_intent_authentication_failure" },
    });
  });

  test("returns a declined payment as an answer although Stripe's library throws", async () => {
    const charge = chargeOf({ token: methods.noFunds });
    const failed = {
      object: "intent",
      status: "failed",
      capturedMinor: 0,
      failure: { code: "insufficient_funds", message: "Your card was declined." },
    };
    const state = await gateway.charge(charge);
    expect(state).toMatchObject(failed);
    expect(await gateway.charge(charge)).toMatchObject({ ...failed, ref: state.ref });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject(failed);
  });

  test("only holds the money of a charge that is captured later", async () => {
    const charge = chargeOf({ token: methods.visa, isManual: true });
    expect(await gateway.charge(charge)).toMatchObject({ status: "authorized", capturedMinor: 0 });
  });

  test("twice makes one payment", async () => {
    const charge = chargeOf({ token: methods.visa });
    const { ref } = await gateway.charge(charge);
    expect((await gateway.charge(charge)).ref).toBe(ref);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  test("twice with a different description returns the first payment", async () => {
    const charge = chargeOf({ token: methods.visa });
    const { ref } = await gateway.charge(charge);
    expect((await gateway.charge({ ...charge, description: "in other words" })).ref).toBe(ref);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  test("makes one payment when the answer is lost", async () => {
    sandbox.set({ actThenTimeOut: { count: 1, operation: "create" } });
    const charge = chargeOf({ token: methods.visa });
    expect(await gateway.charge(charge)).toMatchObject({ status: "paid" });
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  test("sends our id as idempotency key and metadata, and the currency in lower case", async () => {
    const charge = chargeOf({ token: methods.visa, isManual: true });
    await watched.charge(charge);
    const [{ headers }] = between.seen as [(typeof between.seen)[0]];
    expect(headers["idempotency-key"]).toBe(charge.id);
    expect(headers["stripe-version"]).toBe("2026-10-28.endive");
    expect(headers["user-agent"]).toContain("Holdfast");
    expect(Object.fromEntries(sent())).toMatchObject({
      amount: "15000",
      currency: "sar",
      payment_method: methods.visa,
      capture_method: "manual",
      confirm: "true",
      "allowed_payment_method_types[0]": "card",
      "metadata[payment_id]": charge.id,
    });
  });

  test("in a currency that Stripe counts in hundredths converts the amount both ways", async () => {
    const charge = chargeOf({ token: methods.visa, amount: { amount: 500, currency: "ISK" } });
    expect(await watched.charge(charge)).toMatchObject({
      amount: { amount: 500, currency: "ISK" },
      capturedMinor: 500,
    });
    expect(sent().get("amount")).toBe("50000");
  });
});

describe("a charge without a token opens Stripe's page", () => {
  test("where the payer pays", async () => {
    const charge = chargeOf();
    const state = await gateway.charge(charge);
    expect(state).toEqual({
      object: "invoice",
      ref: expect.stringMatching(/^cs_/),
      status: "initiated",
      amount: charge.amount,
      capturedMinor: 0,
      refundedMinor: 0,
      redirectUrl: expect.stringContaining(sandbox.origin),
    });
    const back = new URL(await payAsPerson(state.redirectUrl!, { outcome: "approve" }));
    expect(back.searchParams.get("paymentId")).toBe(charge.id);
    const paidState = {
      object: "invoice",
      ref: state.ref,
      status: "paid",
      amount: charge.amount,
      capturedMinor: 15_000,
      refundedMinor: 0,
      card: { brand: "visa", last4: "4242" },
    };
    const ref = { object: "invoice", ref: state.ref } as const;
    expect(await gateway.find({ id: charge.id, ref })).toEqual(paidState);
    expect(await gateway.find({ id: charge.id, ref: null })).toEqual(paidState);
  });

  test("which can also only hold the money", async () => {
    const { id, ref } = await paidOnPage(gateway, { isManual: true });
    expect(await gateway.find({ id, ref })).toMatchObject({ ...ref, status: "authorized" });
  });

  test("which stays open after a declined card for another try", async () => {
    const charge = chargeOf();
    const { redirectUrl } = await gateway.charge(charge);
    await payAsPerson(redirectUrl!, { outcome: "decline" });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({
      status: "initiated",
      redirectUrl,
    });
    await payAsPerson(redirectUrl!, { outcome: "approve" });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({ status: "paid" });
  });

  test("and doing so twice returns the same page, even when the clock has moved on", async () => {
    const clock = fixedClock(Date.now());
    const timed = openTestStripe(sandbox.stripeUrl, { clock });
    const charge = chargeOf();
    const first = await timed.charge(charge);
    expect(await timed.charge(charge)).toEqual(first);
    clock.advance(5 * MINUTE_MS);
    expect(await timed.charge(charge)).toEqual(first);
    expect((await stripe.checkout.sessions.list()).data).toHaveLength(1);
  });

  test.each([
    ["ten minutes", 10 * MINUTE_MS, 31 * MINUTE_MS],
    ["two hours", 2 * HOUR_MS, 2 * HOUR_MS],
    ["three days", 72 * HOUR_MS, 24 * HOUR_MS - MINUTE_MS],
  ])(
    "which for a hold of %s stays open as long as Stripe allows",
    async (_name, holdMs, openMs) => {
      const now = Math.floor(Date.now() / 1000) * 1000;
      const timed = openTestStripe(sandbox.stripeUrl, { clock: fixedClock(now) });
      const { ref } = await timed.charge(chargeOf({ expiresAt: now + holdMs }));
      const { expires_at } = await stripe.checkout.sessions.retrieve(ref);
      expect(expires_at * 1000).toBe(now + openMs);
    },
  );

  test("which has failed once it expires", async () => {
    const charge = chargeOf();
    await gateway.charge(charge);
    sandbox.set({ aheadMs: HOUR_MS });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({
      status: "failed",
      failure: { code: "expired" },
    });
  });

  test("and sends a card-only session in the requested currency", async () => {
    const charge = chargeOf();
    await watched.charge(charge);
    expect(Object.fromEntries(sent())).toMatchObject({
      mode: "payment",
      "allowed_payment_method_types[0]": "card",
      "adaptive_pricing[enabled]": "false",
      client_reference_id: charge.id,
      "metadata[payment_id]": charge.id,
      "payment_intent_data[metadata][payment_id]": charge.id,
      "line_items[0][price_data][unit_amount]": "15000",
    });
  });
});

describe("closing at Stripe", () => {
  test("a page stops it from taking money, and doing so twice is harmless", async () => {
    const charge = chargeOf();
    const { object, ref, redirectUrl } = await gateway.charge(charge);
    await gateway.close({ object, ref });
    await gateway.close({ object, ref });
    await payAsPerson(redirectUrl!, { outcome: "approve" });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({ status: "failed" });
  });

  test("a payment whose payer is at the bank cancels it", async () => {
    const charge = chargeOf({ token: methods.asksBank });
    const { object, ref, redirectUrl } = await gateway.charge(charge);
    await gateway.close({ object, ref });
    await payAsPerson(redirectUrl!, { outcome: "approve" });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({ status: "voided" });
  });

  test("a paid or held payment leaves it as it is, and an unknown page is harmless", async () => {
    const one = await paidOnPage(gateway);
    await gateway.close(one.ref);
    expect(await gateway.find(one)).toMatchObject({ status: "paid" });
    const two = await paid(gateway, { isManual: true });
    await gateway.close(two.ref);
    expect(await gateway.find(two)).toMatchObject({ status: "authorized" });
    await gateway.close({ object: "invoice", ref: "cs_unknown" });
  });
});

describe("a refusal or a missing answer:", () => {
  test("a wrong key is refused when charging and unclear when finding", async () => {
    const stranger = openTestStripe(sandbox.stripeUrl, { secretKey: "sk_test_other" });
    await expect(stranger.charge(chargeOf())).rejects.toThrow(GatewayRefused);
    await expect(stranger.charge(chargeOf({ token: methods.visa }))).rejects.toThrow(
      GatewayRefused,
    );
    await expect(stranger.find({ id: newId(), ref: null })).rejects.toThrow(GatewayUnclear);
  });

  test("an unknown payment method is refused", async () => {
    await expect(gateway.charge(chargeOf({ token: "pm_unknown" }))).rejects.toThrow(GatewayRefused);
  });

  test("an unknown payment is not found", async () => {
    expect(await gateway.find({ id: newId(), ref: null })).toBeUndefined();
    const ref = { object: "intent", ref: "pi_unknown" } as const;
    expect(await gateway.find({ id: newId(), ref })).toBeUndefined();
  });

  test("a payment that carries another payment's id is unclear", async () => {
    const { ref } = await paid(gateway);
    await expect(gateway.find({ id: newId(), ref })).rejects.toThrow(GatewayUnclear);
  });

  test("server errors and HTML pages are unclear", async () => {
    sandbox.set({ failNext: { count: 99, as: "500", operation: "create" } });
    await expect(watched.charge(chargeOf())).rejects.toThrow(GatewayUnclear);
    expect(between.writes()).toHaveLength(3);
    between.decide = () => ({ status: 403, type: "text/html", body: "<h1>blocked</h1>" });
    await expect(watched.charge(chargeOf())).rejects.toThrow(GatewayUnclear);
  });

  test("no answer is unclear after the time limit", async () => {
    between.decide = () => "hang";
    const impatient = openTestStripe(between.url, { timeoutMs: 100 });
    const ref = { object: "intent", ref: "pi_1" } as const;
    await expect(impatient.find({ id: newId(), ref })).rejects.toThrow(GatewayUnclear);
    expect(between.seen).toHaveLength(3);
  });

  test.each([
    [{ status: "on_fire" }, "unknown"],
    [{ status: "processing" }, "initiated"],
    [{ status: "requires_confirmation" }, "initiated"],
    [{ status: "requires_payment_method", last_payment_error: null }, "initiated"],
    [{ status: "canceled" }, "voided"],
  ])("an intent with %j is %s", async (more, status) => {
    const { id, ref } = await paid(gateway);
    const intent = { ...(await stripe.paymentIntents.retrieve(ref.ref)), ...more };
    between.decide = () => ({ status: 200, body: intent });
    expect(await watched.find({ id, ref })).toMatchObject({ status });
  });

  test.each([[{ amount: 15_000.5 }], [{ amount: null }], [{ amount: "x" }], [{ currency: "" }]])(
    "an intent with %j is unclear",
    async (more) => {
      const { id, ref } = await paid(gateway);
      const intent = { ...(await stripe.paymentIntents.retrieve(ref.ref)), ...more };
      between.decide = () => ({ status: 200, body: intent });
      await expect(watched.find({ id, ref })).rejects.toThrow(GatewayUnclear);
    },
  );
});
