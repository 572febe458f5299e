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

describe("a card whose number only the browser knew", () => {
  test("its owner is asked at the bank, comes back knowing which payment it was, and has paid", async () => {
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

  test("`captured` is not believed: it says 0 of what was paid in one step", async () => {
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

  test("money is only held where it is to be captured later", async () => {
    const { id } = await paid(gateway, { isManual: true });
    expect(await gateway.find({ id, ref: null })).toMatchObject({
      status: "authorized",
      capturedMinor: 0,
    });
  });

  test("no coupon makes it less than was asked for", async () => {
    sandbox.set({ couponDiscountMinor: 500 });
    const { id } = await paid(gateway);
    expect(await gateway.find({ id, ref: null })).toMatchObject({ amount: { amount: 15_000 } });
    const other = paymentOf();
    expect((await call("POST", "/payments", other)).body.amount).toBe(14_500);
  });

  test("what is sent names who we are, asks for 3-D Secure and carries our id twice", async () => {
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

describe("a declined card", () => {
  test("is answered 201 like any other, and is a payment that failed", async () => {
    const charge = chargeOf({ token: await token(cards.refusedAtOnce) });
    const state = await watched.charge(charge);
    expect(state).toMatchObject({
      status: "failed",
      failure: { code: "failed", message: "3-D SECURE: ENROLLMENT ERROR" },
      capturedMinor: 0,
    });
    expect(between.writes()).toEqual(["POST /v1/payments"]);
  });

  test("of which the bank says why carries its code", async () => {
    const charge = chargeOf({ token: await token(cards.noFunds) });
    const { redirectUrl } = await gateway.charge(charge);
    await payAsPerson(redirectUrl!, { outcome: "approve" });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({
      status: "failed",
      failure: { code: "51", message: "INSUFFICIENT FUNDS" },
    });
  });

  test("a payer who cancels at the bank has failed too", async () => {
    const charge = chargeOf({ token: await token() });
    const { redirectUrl } = await gateway.charge(charge);
    await payAsPerson(redirectUrl!, { outcome: "cancel" });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({ status: "failed" });
  });
});

describe("asked for twice", () => {
  test.each(["reject", "replay"] as const)(
    "it is one payment, where a used given_id meets %s",
    async (usedGivenId) => {
      sandbox.set({ usedGivenId });
      const charge = chargeOf({ token: await token() });
      const first = await gateway.charge(charge);
      await payAsPerson(first.redirectUrl!, { outcome: "approve" });
      expect(await gateway.charge(charge)).toMatchObject({ ref: first.ref, status: "paid" });
      expect((await listed()).payments).toHaveLength(1);
    },
  );

  test("the gateway by itself would answer with an error that knows nothing of the first", async () => {
    const wanted = paymentOf();
    await call("POST", "/payments", wanted);
    expect(await call("POST", "/payments", wanted)).toMatchObject({
      status: 400,
      body: { type: "used_given_id" },
    });
  });
});

describe("an answer that does not come", () => {
  test("after it was done is fetched by our id", async () => {
    sandbox.set({ actThenTimeOut: { count: 1, operation: "create" } });
    const charge = chargeOf({ token: await token() });
    expect(await gateway.charge(charge)).toMatchObject({ status: "initiated", ref: charge.id });
    expect((await listed()).payments).toHaveLength(1);
  });

  test.each(["timeout", "500", "503"] as const)(
    "because of %s, before it was done, is asked for again under the same id",
    async (as) => {
      const charge = chargeOf({ token: await token() });
      sandbox.set({ failNext: { count: 1, as, operation: "create" } });
      expect(await watched.charge(charge)).toMatchObject({ status: "initiated", ref: charge.id });
      expect(between.writes()).toEqual(["POST /v1/payments", "POST /v1/payments"]);
      expect((await listed()).payments).toHaveLength(1);
    },
  );

  test("within the time limit counts as none", async () => {
    sandbox.set({ actThenTimeOut: { count: 1, operation: "create" }, hangMs: 3_600_000 });
    const impatient = openTestMoyasar(sandbox.moyasarUrl, { timeoutMs: 300 });
    const charge = chargeOf({ token: await token() });
    expect(await impatient.charge(charge)).toMatchObject({ status: "initiated" });
  });

  test("again and again leaves open whether it was done, after so many tries", async () => {
    const charge = chargeOf({ token: await token() });
    sandbox.set({ failNext: { count: 99, as: "500", operation: "create" } });
    await expect(watched.charge(charge)).rejects.toThrow(GatewayUnclear);
    expect(between.writes()).toHaveLength(2);
  });

  test("of the fetch afterwards leaves it open as well, and nothing is asked for again", async () => {
    const charge = chargeOf({ token: await token() });
    sandbox.set({
      actThenTimeOut: { count: 1, operation: "create" },
      failNext: { count: 99, as: "503", operation: "read" },
    });
    await expect(watched.charge(charge)).rejects.toThrow(GatewayUnclear);
    expect(between.writes()).toHaveLength(1);
  });
});

describe("a no", () => {
  test("too many requests at a time are sent again", async () => {
    const charge = chargeOf({ token: await token() });
    sandbox.set({ failNext: { count: 2, as: "429", operation: "create" } });
    expect(await gateway.charge(charge)).toMatchObject({ status: "initiated" });
  });

  test("still too many, and nothing was done", async () => {
    const charge = chargeOf({ token: await token() });
    sandbox.set({ failNext: { count: 99, as: "429", operation: "create" } });
    await expect(gateway.charge(charge)).rejects.toMatchObject({
      name: "GatewayRefused",
      code: "rate_limit_error",
    });
  });

  test("a page of HTML from the network in front of it is unclear, and is not read as JSON", async () => {
    const charge = chargeOf({ token: await token() });
    sandbox.set({ failNext: { count: 99, as: "html-403" } });
    const refusal = watched.charge(charge);
    await expect(refusal).rejects.toThrow(GatewayUnclear);
    await expect(refusal).rejects.toThrow("the network in front of Moyasar blocked it");
  });

  test("a token nobody has says which field is wrong", async () => {
    const refusal = gateway.charge(chargeOf({ token: "token_unknown" }));
    await expect(refusal).rejects.toThrow(GatewayRefused);
    await expect(refusal).rejects.toMatchObject({
      code: "invalid_request_error",
      message: "Validation Failed: token is not active",
    });
  });

  test.each([["a token"], [undefined]])(
    "a wrong key is one at once, whether there is %s or a page is to be opened",
    async (given) => {
      const stranger = openTestMoyasar(sandbox.moyasarUrl, { secretKey: "sk_test_other" });
      await expect(stranger.charge(chargeOf({ token: given }))).rejects.toMatchObject({
        name: "GatewayRefused",
        code: "authentication_error",
      });
    },
  );

  test("a payment that is nowhere is not found", async () => {
    expect(await gateway.find({ id: newId(), ref: null })).toBeUndefined();
    const ref = { object: "payment", ref: newId() } as const;
    expect(await gateway.find({ id: ref.ref, ref })).toBeUndefined();
  });

  test("a payment that carries the id of another of ours is not taken for this one", async () => {
    const { ref } = await paid(gateway);
    await expect(gateway.find({ id: newId(), ref })).rejects.toThrow(GatewayUnclear);
  });
});

describe("keys", () => {
  test.each([
    [{ secretKey: "pk_test_holdfast" }, "sk_test_"],
    [{ publishableKey: "pk_live_holdfast" }, "pk_test_"],
    [{ webhookSecret: "" }, "secret"],
  ])("%j cannot be right", (keys, why) => {
    expect(() => openTestMoyasar(sandbox.moyasarUrl, keys)).toThrow(why);
  });
});
