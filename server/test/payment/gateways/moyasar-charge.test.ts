import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../../src/base/id.ts";
import { GatewayRefused, GatewayUnclear } from "../../../src/payment/gateway.ts";
import { openTestSandbox, payAsPerson } from "../../harness/sandbox.ts";
import { paymentOf } from "../../sandbox/moyasar-caller.ts";
import { cards, chargeOf, moyasarWorld, openTestMoyasar } from "./moyasar-parts.ts";
import { standBetween } from "./stand-between.ts";

const sandbox = await openTestSandbox();
const between = await standBetween(sandbox.origin);
const gateway = openTestMoyasar(sandbox.moyasarUrl);
const watched = openTestMoyasar(`${between.url}/v1`);
const { call, token, listed, paid } = moyasarWorld(sandbox);

beforeEach(() => {
  sandbox.reset();
  between.seen.length = 0;
});

describe("charging a card token", () => {
  test("sends the payer to the bank and back with the payment's id, and the payment is paid", async () => {
    const charge = chargeOf({ token: await token() });
    const state = await gateway.charge(charge);
    expect(state).toEqual({
      object: "payment",
      ref: charge.id,
      status: "initiated",
      amount: charge.amount,
      capturedMinor: 0,
      refundedMinor: 0,
      redirectUrl: expect.stringContaining(sandbox.origin),
      card: { brand: "mada", last4: "1010" },
    });
    const back = new URL(await payAsPerson(state.redirectUrl!, { outcome: "approve" }));
    expect(back.origin + back.pathname).toBe("https://book.example/orders/1");
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      from: "card",
      paymentId: charge.id,
    });
    const { redirectUrl: _, ...rest } = state;
    expect(await gateway.find({ id: charge.id, ref: null })).toEqual({
      ...rest,
      status: "paid",
      capturedMinor: 15_000,
    });
  });

  test("ignores Moyasar's `captured`, which is 0 for a payment charged in one step", async () => {
    const { id, ref } = await paid(gateway);
    expect((await call("GET", `/payments/${id}`)).body).toMatchObject({
      status: "paid",
      captured: 0,
    });
    expect(await gateway.find({ id, ref })).toMatchObject({
      status: "paid",
      capturedMinor: 15_000,
    });
  });

  test("only holds the money of a charge that is captured later", async () => {
    const { id } = await paid(gateway, { isManual: true });
    expect(await gateway.find({ id, ref: null })).toMatchObject({
      status: "authorized",
      capturedMinor: 0,
    });
  });

  test("charges the full amount even when a coupon is active", async () => {
    sandbox.set({ couponDiscountMinor: 500 });
    const { id } = await paid(gateway);
    expect(await gateway.find({ id, ref: null })).toMatchObject({ amount: { amount: 15_000 } });
    const other = paymentOf();
    expect((await call("POST", "/payments", other)).body.amount).toBe(14_500);
  });

  test("sends our user agent, a request for 3-D Secure and our id twice", async () => {
    const charge = chargeOf({ token: await token(), isManual: true });
    await watched.charge(charge);
    const [{ headers, body }] = between.seen as [(typeof between.seen)[0]];
    expect(headers["user-agent"]).toBe("Holdfast");
    expect(body).toMatchObject({
      given_id: charge.id,
      amount: 15_000,
      currency: "SAR",
      source: { type: "token", token: charge.token, manual: true, "3ds": true },
      metadata: { payment_id: charge.id },
      apply_coupon: false,
    });
  });
});

describe("a declined card payment", () => {
  test("is answered with 201 and has failed", async () => {
    const charge = chargeOf({ token: await token(cards.refusedAtOnce) });
    const state = await watched.charge(charge);
    expect(state).toMatchObject({
      status: "failed",
      failure: { code: "failed", message: "3-D SECURE: ENROLLMENT ERROR" },
      capturedMinor: 0,
    });
    expect(between.writes()).toEqual(["POST /v1/payments"]);
  });

  test("carries the bank's reason code", async () => {
    const charge = chargeOf({ token: await token(cards.noFunds) });
    const { redirectUrl } = await gateway.charge(charge);
    await payAsPerson(redirectUrl!, { outcome: "approve" });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({
      status: "failed",
      failure: { code: "51", message: "INSUFFICIENT FUNDS" },
    });
  });

  test("has failed too when the payer cancels at the bank", async () => {
    const charge = chargeOf({ token: await token() });
    const { redirectUrl } = await gateway.charge(charge);
    await payAsPerson(redirectUrl!, { outcome: "cancel" });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({ status: "failed" });
  });
});

describe("charging the same id twice", () => {
  test.each(["reject", "replay"] as const)(
    "makes one payment when Moyasar's policy for a used given_id is %s",
    async (usedGivenId) => {
      sandbox.set({ usedGivenId });
      const charge = chargeOf({ token: await token() });
      const first = await gateway.charge(charge);
      await payAsPerson(first.redirectUrl!, { outcome: "approve" });
      expect(await gateway.charge(charge)).toMatchObject({ ref: first.ref, status: "paid" });
      expect((await listed()).payments).toHaveLength(1);
    },
  );

  test("control: the gateway alone answers a used given_id with an error", async () => {
    const wanted = paymentOf();
    await call("POST", "/payments", wanted);
    expect(await call("POST", "/payments", wanted)).toMatchObject({
      status: 400,
      body: { type: "used_given_id" },
    });
  });
});

describe("when a charge gets no answer,", () => {
  test("a payment that was made is fetched by our id", async () => {
    sandbox.set({ actThenTimeOut: { count: 1, operation: "create" } });
    const charge = chargeOf({ token: await token() });
    expect(await gateway.charge(charge)).toMatchObject({ status: "initiated", ref: charge.id });
    expect((await listed()).payments).toHaveLength(1);
  });

  test.each(["timeout", "500", "503"] as const)(
    "a charge not made because of %s is sent again under the same id",
    async (as) => {
      const charge = chargeOf({ token: await token() });
      sandbox.set({ failNext: { count: 1, as, operation: "create" } });
      expect(await watched.charge(charge)).toMatchObject({ status: "initiated", ref: charge.id });
      expect(between.writes()).toEqual(["POST /v1/payments", "POST /v1/payments"]);
      expect((await listed()).payments).toHaveLength(1);
    },
  );

  test("an answer later than the time limit counts as none", async () => {
    sandbox.set({ actThenTimeOut: { count: 1, operation: "create" }, hangMs: 3_600_000 });
    const impatient = openTestMoyasar(sandbox.moyasarUrl, { timeoutMs: 300 });
    const charge = chargeOf({ token: await token() });
    expect(await impatient.charge(charge)).toMatchObject({ status: "initiated" });
  });

  test("repeated failures are unclear after two tries", async () => {
    const charge = chargeOf({ token: await token() });
    sandbox.set({ failNext: { count: 99, as: "500", operation: "create" } });
    await expect(watched.charge(charge)).rejects.toThrow(GatewayUnclear);
    expect(between.writes()).toHaveLength(2);
  });

  test("a fetch that fails too leaves it unclear, and the charge is not sent again", async () => {
    const charge = chargeOf({ token: await token() });
    sandbox.set({
      actThenTimeOut: { count: 1, operation: "create" },
      failNext: { count: 99, as: "503", operation: "read" },
    });
    await expect(watched.charge(charge)).rejects.toThrow(GatewayUnclear);
    expect(between.writes()).toHaveLength(1);
  });
});

describe("a refusal", () => {
  test("a charge is retried after too many requests", async () => {
    const charge = chargeOf({ token: await token() });
    sandbox.set({ failNext: { count: 2, as: "429", operation: "create" } });
    expect(await gateway.charge(charge)).toMatchObject({ status: "initiated" });
  });

  test("a charge is refused as rate limited after too many retries", async () => {
    const charge = chargeOf({ token: await token() });
    sandbox.set({ failNext: { count: 99, as: "429", operation: "create" } });
    await expect(gateway.charge(charge)).rejects.toMatchObject({
      name: "GatewayRefused",
      code: "rate_limit_error",
    });
  });

  test("HTML from the network in front of Moyasar is unclear and is not read as JSON", async () => {
    const charge = chargeOf({ token: await token() });
    sandbox.set({ failNext: { count: 99, as: "html-403" } });
    const refusal = watched.charge(charge);
    await expect(refusal).rejects.toThrow(GatewayUnclear);
    await expect(refusal).rejects.toThrow("the network in front of Moyasar blocked it");
  });

  test("the refusal of an unknown token names the wrong field", async () => {
    const refusal = gateway.charge(chargeOf({ token: "token_unknown" }));
    await expect(refusal).rejects.toThrow(GatewayRefused);
    await expect(refusal).rejects.toMatchObject({
      code: "invalid_request_error",
      message: "Validation Failed: token is not active",
    });
  });

  test.each([["a token"], [undefined]])(
    "a wrong key is refused at once with %s as the token",
    async (given) => {
      const stranger = openTestMoyasar(sandbox.moyasarUrl, { secretKey: "sk_test_other" });
      await expect(stranger.charge(chargeOf({ token: given }))).rejects.toMatchObject({
        name: "GatewayRefused",
        code: "authentication_error",
      });
    },
  );

  test("an unknown payment is not found", async () => {
    expect(await gateway.find({ id: newId(), ref: null })).toBeUndefined();
    const ref = { object: "payment", ref: newId() } as const;
    expect(await gateway.find({ id: ref.ref, ref })).toBeUndefined();
  });

  test("a payment that carries another payment's id is unclear", async () => {
    const { ref } = await paid(gateway);
    await expect(gateway.find({ id: newId(), ref })).rejects.toThrow(GatewayUnclear);
  });
});

describe("opening the gateway", () => {
  test.each([
    [{ secretKey: "pk_test_holdfast" }, "sk_test_"],
    [{ publishableKey: "pk_live_holdfast" }, "pk_test_"],
    [{ webhookSecret: "" }, "secret"],
  ])("refuses the keys %j", (keys, why) => {
    expect(() => openTestMoyasar(sandbox.moyasarUrl, keys)).toThrow(why);
  });
});
