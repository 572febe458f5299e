import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../../src/base/id.ts";
import { DAY_MS } from "../../../src/base/time.ts";
import { GatewayRefused, GatewayUnclear } from "../../../src/payment/gateway.ts";
import { openTestSandbox } from "../../harness/sandbox.ts";
import { moyasarWorld, openTestMoyasar } from "./moyasar-parts.ts";
import { standBetween } from "./stand-between.ts";

const sandbox = await openTestSandbox();
const between = await standBetween(sandbox.origin);
const gateway = openTestMoyasar(sandbox.moyasarUrl);
const watched = openTestMoyasar(`${between.url}/v1`);
const { call, paid, held, paidOnPage } = moyasarWorld(sandbox);

beforeEach(() => {
  sandbox.reset();
  between.seen.length = 0;
  between.decide = () => "pass";
});

const shown = async (id: string) => (await call("GET", `/payments/${id}`)).body;

describe("capturing a held payment", () => {
  test("charges what was held, and repeating it returns the same state", async () => {
    const { ref } = await held(gateway);
    const state = await watched.capture(ref, 15_000);
    expect(state).toMatchObject({ status: "paid", capturedMinor: 15_000 });
    expect(await watched.capture(ref, 15_000)).toEqual(state);
    expect(between.writes()).toHaveLength(1);
  });

  test("charges only a part when asked for a part", async () => {
    const { ref } = await held(gateway);
    expect(await gateway.capture(ref, 9_000)).toMatchObject({
      status: "paid",
      amount: { amount: 15_000, currency: "SAR" },
      capturedMinor: 9_000,
    });
  });

  test("is found done after a lost answer", async () => {
    const { ref } = await held(gateway);
    sandbox.set({ actThenTimeOut: { count: 1, operation: "capture" } });
    expect(await watched.capture(ref, 15_000)).toMatchObject({ status: "paid" });
    expect(between.writes()).toHaveLength(1);
  });

  test.each(["500", "timeout", "html-403", "429"] as const)(
    "is unclear after %s, and succeeds the next time",
    async (as) => {
      const { id, ref } = await held(gateway);
      sandbox.set({ failNext: { count: 3, as, operation: "capture" } });
      await expect(gateway.capture(ref, 15_000)).rejects.toThrow(GatewayUnclear);
      expect((await shown(id)).status).toBe("authorized");
      sandbox.set({ failNext: { count: 0, as } });
      expect(await gateway.capture(ref, 15_000)).toMatchObject({ status: "paid" });
    },
  );

  test("is refused once the hold was voided or has lapsed", async () => {
    const { ref } = await held(gateway);
    await gateway.void(ref);
    await expect(gateway.capture(ref, 15_000)).rejects.toMatchObject({
      name: "GatewayRefused",
      code: "not-authorized",
    });
    const other = await held(gateway);
    sandbox.set({ aheadMs: 15 * DAY_MS });
    await expect(gateway.capture(other.ref, 15_000)).rejects.toThrow("Authorization has expired");
  });

  test("is refused for more than was held, and for an unknown payment", async () => {
    const { ref } = await held(gateway);
    await expect(gateway.capture(ref, 15_001)).rejects.toThrow(GatewayRefused);
    const unknown = { object: "payment", ref: newId() } as const;
    await expect(gateway.capture(unknown, 1)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("voiding", () => {
  test("releases a held payment once", async () => {
    const { ref } = await held(gateway);
    const state = await watched.void(ref);
    expect(state).toMatchObject({ status: "voided", capturedMinor: 0 });
    expect(await watched.void(ref)).toEqual(state);
    expect(between.writes()).toHaveLength(1);
  });

  test("is found done after a lost answer", async () => {
    const { ref } = await held(gateway);
    sandbox.set({ actThenTimeOut: { count: 1, operation: "void" } });
    expect(await gateway.void(ref)).toMatchObject({ status: "voided" });
  });

  test("leaves a paid payment as it is and sends nothing", async () => {
    const { ref } = await paid(gateway);
    expect(await watched.void(ref)).toMatchObject({ status: "paid", capturedMinor: 15_000 });
    expect(between.writes()).toEqual([]);
  });

  test("accepts the old status name `void` too", async () => {
    const { id, ref } = await held(gateway);
    const body = { ...(await shown(id)), status: "void" };
    between.decide = () => ({ status: 200, body });
    expect(await watched.void(ref)).toMatchObject({ status: "voided" });
  });
});

describe("refunding a payment", () => {
  const refund = (amountMinor: number, beforeMinor = 0) => ({
    id: newId(),
    amountMinor,
    beforeMinor,
  });

  test.each(["refunded", "paid"] as const)(
    "in part leaves it paid although Moyasar then says %s: only the sum counts",
    async (partialRefundStatus) => {
      sandbox.set({ partialRefundStatus });
      const { id, ref } = await paid(gateway);
      const state = await gateway.refund(ref, refund(4_000));
      expect((await shown(id)).status).toBe(partialRefundStatus);
      expect(state).toMatchObject({
        status: "paid",
        capturedMinor: 15_000,
        refundedMinor: 4_000,
      });
      expect(await gateway.refund(ref, refund(11_000, 4_000))).toMatchObject({
        status: "paid",
        refundedMinor: 15_000,
      });
    },
  );

  test("that was captured in part keeps the captured amount", async () => {
    const { ref } = await held(gateway);
    await gateway.capture(ref, 9_000);
    expect(await gateway.refund(ref, refund(2_000))).toMatchObject({
      capturedMinor: 9_000,
      refundedMinor: 2_000,
    });
  });

  test("twice with the same request refunds once, because the state is read first", async () => {
    const { id, ref } = await paid(gateway);
    await watched.refund(ref, refund(4_000));
    expect(await watched.refund(ref, refund(4_000))).toMatchObject({ refundedMinor: 4_000 });
    expect(between.writes()).toHaveLength(1);
    // Without reading the state first, it would refund again.
    await call("POST", `/payments/${id}/refund`, { amount: 4_000 });
    expect((await shown(id)).refunded).toBe(8_000);
  });

  test("is found done after a lost answer, and is not repeated", async () => {
    const { id, ref } = await paid(gateway);
    sandbox.set({ actThenTimeOut: { count: 1, operation: "refund" } });
    expect(await watched.refund(ref, refund(4_000))).toMatchObject({ refundedMinor: 4_000 });
    expect(between.writes()).toHaveLength(1);
    expect((await shown(id)).refunded).toBe(4_000);
  });

  test.each(["timeout", "500", "html-403"] as const)(
    "is not sent again by itself when %s leaves its outcome unclear",
    async (as) => {
      const { id, ref } = await paid(gateway);
      sandbox.set({ failNext: { count: 1, as, operation: "refund" } });
      await expect(watched.refund(ref, refund(4_000))).rejects.toThrow(GatewayUnclear);
      expect(between.writes()).toHaveLength(1);
      expect((await shown(id)).refunded).toBe(0);
    },
  );

  test("is retried after too many requests, and is unclear rather than refused in the end", async () => {
    const { ref } = await paid(gateway);
    sandbox.set({ failNext: { count: 1, as: "429", operation: "refund" } });
    expect(await gateway.refund(ref, refund(4_000))).toMatchObject({ refundedMinor: 4_000 });
    sandbox.set({ failNext: { count: 99, as: "429", operation: "refund" } });
    await expect(gateway.refund(ref, refund(1_000, 4_000))).rejects.toThrow(GatewayUnclear);
    sandbox.set({ failNext: { count: 0, as: "429" } });
    const stranger = openTestMoyasar(sandbox.moyasarUrl, { secretKey: "sk_test_other" });
    await expect(stranger.refund(ref, refund(1_000, 4_000))).rejects.toThrow(GatewayUnclear);
  });

  test("is refused for more than is left", async () => {
    const { ref } = await paid(gateway);
    await expect(gateway.refund(ref, refund(15_001))).rejects.toMatchObject({
      name: "GatewayRefused",
      code: "invalid_request_error",
    });
  });

  test("is refused when somebody else has refunded a different sum meanwhile", async () => {
    const { id, ref } = await paid(gateway);
    await call("POST", `/payments/${id}/refund`, { amount: 1_000 });
    await expect(watched.refund(ref, refund(4_000))).rejects.toThrow("somebody else");
    expect(between.writes()).toEqual([]);
  });

  test("that was voided at the gateway is unclear, so the money is not refunded a second way", async () => {
    const { id, ref } = await paid(gateway);
    await call("POST", `/payments/${id}/void`);
    await expect(gateway.refund(ref, refund(15_000))).rejects.toThrow(GatewayUnclear);
  });

  test("that was paid on a page refunds the payment made on it", async () => {
    const { id, ref } = await paidOnPage(gateway);
    expect(await gateway.refund(ref, refund(4_000))).toMatchObject({
      object: "invoice",
      ref: ref.ref,
      status: "paid",
      refundedMinor: 4_000,
    });
    expect(await gateway.find({ id, ref: null })).toMatchObject({ refundedMinor: 4_000 });
    sandbox.set({ actThenTimeOut: { count: 1, operation: "refund" } });
    expect(await gateway.refund(ref, refund(11_000, 4_000))).toMatchObject({
      status: "paid",
      refundedMinor: 15_000,
    });
  });
});
