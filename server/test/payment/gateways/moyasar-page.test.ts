import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../../src/base/id.ts";
import { DAY_MS, MINUTE_MS } from "../../../src/base/time.ts";
import { GatewayUnclear } from "../../../src/payment/gateway.ts";
import { openTestSandbox, payAsPerson } from "../../harness/sandbox.ts";
import { cards, chargeOf, goToBank, moyasarWorld, openTestMoyasar } from "./moyasar-parts.ts";
import { standBetween } from "./stand-between.ts";

const sandbox = await openTestSandbox();
const between = await standBetween(sandbox.origin);
const gateway = openTestMoyasar(sandbox.moyasarUrl);
const watched = openTestMoyasar(`${between.url}/v1`, { publicUrl: "https://book.example/" });
const { call, token, listed, paid, paidOnPage } = moyasarWorld(sandbox);

beforeEach(() => {
  sandbox.reset();
  between.seen.length = 0;
  between.redirect = (path) => path;
  between.decide = () => "pass";
});

describe("a charge without a token opens Moyasar's page", () => {
  test("where the payer pays, and the card's last four digits are known", async () => {
    const charge = chargeOf();
    const state = await gateway.charge(charge);
    expect(state).toEqual({
      object: "invoice",
      ref: expect.any(String),
      status: "initiated",
      amount: charge.amount,
      capturedMinor: 0,
      refundedMinor: 0,
      redirectUrl: expect.stringContaining(sandbox.origin),
    });
    const back = new URL(await payAsPerson(state.redirectUrl!, { outcome: "approve" }));
    expect(back.searchParams.get("paymentId")).toBe(charge.id);
    const { object, ref } = state;
    const paidState = {
      object,
      ref,
      charge: (await listed()).payments[0].id,
      status: "paid",
      amount: charge.amount,
      capturedMinor: 15_000,
      refundedMinor: 0,
      card: { brand: "mada", last4: "1010" },
    };
    expect(await gateway.find({ id: charge.id, ref: { object, ref } })).toEqual(paidState);
    expect(await gateway.find({ id: charge.id, ref: null })).toEqual(paidState);
  });

  test("which the payer can leave unpaid and return to the order", async () => {
    const charge = chargeOf();
    const { redirectUrl } = await gateway.charge(charge);
    const back = await payAsPerson(redirectUrl!, { outcome: "leave" });
    expect(new URL(back).searchParams.get("paymentId")).toBe(charge.id);
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({ status: "initiated" });
  });

  test("which charges at once even when a hold was asked for", async () => {
    const charge = chargeOf({ isManual: true });
    const { redirectUrl } = await gateway.charge(charge);
    await payAsPerson(redirectUrl!, { outcome: "approve" });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({ status: "paid" });
  });

  test("and sends the callback address and expiry", async () => {
    const expiresAt = Date.parse("2099-01-01T10:00:00Z");
    const charge = chargeOf({ expiresAt });
    await watched.charge(charge);
    const [first, made] = between.seen as [(typeof between.seen)[0], (typeof between.seen)[0]];
    expect(first.path).toBe(`/v1/invoices?metadata%5Bpayment_id%5D=${charge.id}&page=1`);
    const back = `https://book.example/orders/1?from=card&paymentId=${charge.id}`;
    expect(made.body).toEqual({
      amount: 15_000,
      currency: "SAR",
      description: charge.description,
      success_url: back,
      back_url: back,
      callback_url: "https://book.example/webhooks/moyasar",
      expired_at: "2099-01-01T10:00:00.000Z",
      metadata: { payment_id: charge.id, notice_proof: expect.any(String) },
    });
    expect(made.headers["user-agent"]).toBe("Holdfast (+https://book.example/)");
  });
});

describe("as Moyasar's invoices have no idempotency,", () => {
  test("charging again returns the existing invoice", async () => {
    const charge = chargeOf();
    const first = await gateway.charge(charge);
    expect(await gateway.charge(charge)).toEqual(first);
    expect((await listed()).invoices).toHaveLength(1);
    // Moyasar itself makes another one each time.
    const same = { amount: 15_000, description: "x", metadata: { payment_id: charge.id } };
    await call("POST", "/invoices", same);
    expect((await listed()).invoices).toHaveLength(2);
  });

  test("an invoice made but not answered is found, and no second one is made", async () => {
    sandbox.set({ actThenTimeOut: { count: 1, operation: "create" } });
    const charge = chargeOf();
    const { ref } = await gateway.charge(charge);
    const { invoices } = await listed();
    expect(invoices.map(({ id }) => id as string)).toEqual([ref]);
  });

  test("an invoice that was not made is requested again", async () => {
    sandbox.set({ failNext: { count: 1, as: "503", operation: "create" } });
    expect(await gateway.charge(chargeOf())).toMatchObject({ status: "initiated" });
    expect((await listed()).invoices).toHaveLength(1);
  });

  test("no invoice is made while the existing ones cannot be read", async () => {
    sandbox.set({ failNext: { count: 99, as: "500", operation: "read" } });
    await expect(watched.charge(chargeOf())).rejects.toThrow(GatewayUnclear);
    expect(between.writes()).toEqual([]);
  });

  test("of two invoices the paid one counts", async () => {
    const { id, ref } = await paidOnPage(gateway);
    const metadata = { payment_id: id };
    await call("POST", "/invoices", { amount: 15_000, description: "x", metadata });
    expect(await gateway.find({ id, ref: null })).toMatchObject({ ref: ref.ref, status: "paid" });
  });
});

describe("when Moyasar's list ignores the filter,", () => {
  const everybodys = (path: string) => path.replace(/metadata%5B[^&]*&?/, "");
  const foreign = async (count: number) => {
    for (let made = 0; made < count; made += 1) {
      const metadata = { payment_id: newId() };
      await call("POST", "/invoices", { amount: 15_000, description: "not ours", metadata });
    }
  };

  test("another payment's invoice is not taken for ours", async () => {
    await foreign(3);
    between.redirect = everybodys;
    const charge = chargeOf();
    expect(await watched.find({ id: charge.id, ref: null })).toBeUndefined();
    const { ref } = await watched.charge(charge);
    const { invoices } = await listed();
    expect(invoices).toHaveLength(4);
    expect(invoices.find(({ id }) => id === ref).metadata.payment_id).toBe(charge.id);
  });

  test("our invoice is found on a later page", async () => {
    const charge = chargeOf();
    const { ref } = await watched.charge(charge);
    await foreign(45);
    between.redirect = everybodys;
    expect(await watched.find({ id: charge.id, ref: null })).toMatchObject({ ref });
    expect((await watched.charge(charge)).ref).toBe(ref);
  });

  test("the list is read no further back than the payment's creation", async () => {
    await foreign(45);
    between.redirect = everybodys;
    const later = newId(Date.now() + 15 * MINUTE_MS);
    expect(await watched.find({ id: later, ref: null })).toBeUndefined();
    expect(between.seen.filter(({ path }) => path.includes("/invoices"))).toHaveLength(1);
  });

  test("an endless list is unclear rather than empty", async () => {
    const page = Array.from({ length: 40 }, () => ({
      id: newId(),
      status: "initiated",
      created_at: "2099-01-01T00:00:00Z",
    }));
    between.decide = ({ path }) =>
      path.includes("/invoices")
        ? { status: 200, body: { invoices: page, meta: { next_page: 2 } } }
        : "pass";
    await expect(watched.charge(chargeOf())).rejects.toThrow("too long");
    expect(between.writes()).toEqual([]);
  });
});

describe("an unpaid page", () => {
  test.each(["initiated", "failed"] as const)(
    "stays open after a declined card while the invoice is %s, and accepts another card",
    async (declinedInvoiceStatus) => {
      sandbox.set({ declinedInvoiceStatus });
      const charge = chargeOf();
      const { redirectUrl } = await gateway.charge(charge);
      await payAsPerson(redirectUrl!, { outcome: "approve", card: cards.noFunds });
      expect((await listed()).invoices[0].status).toBe(declinedInvoiceStatus);
      const state = await gateway.find({ id: charge.id, ref: null });
      expect(state).toMatchObject({ status: "initiated", redirectUrl });
      await payAsPerson(redirectUrl!, { outcome: "approve" });
      expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({ status: "paid" });
    },
  );

  test("has failed once it expires", async () => {
    const charge = chargeOf({ expiresAt: Date.now() + 10 * MINUTE_MS });
    await gateway.charge(charge);
    sandbox.set({ aheadMs: DAY_MS });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({
      status: "failed",
      failure: { code: "expired", message: "" },
    });
  });
});

describe("a page paid in two tabs", () => {
  const twice = async () => {
    const charge = chargeOf();
    const { object, ref, redirectUrl } = await gateway.charge(charge);
    const banks = [await goToBank(redirectUrl!), await goToBank(redirectUrl!)];
    for (const bank of banks) await payAsPerson(bank, { outcome: "approve" });
    const { payments } = await listed();
    const ids = payments.map((one) => one.id as string).toSorted();
    return { id: charge.id, ref: { object, ref }, ids };
  };

  test("counts the same charge on every read and lists the other as surplus", async () => {
    const { id, ref, ids } = await twice();
    const state = (await gateway.find({ id, ref }))!;
    const [counted, other] = state.charge === ids[0] ? ids : ids.toReversed();
    expect(state).toMatchObject({
      status: "paid",
      charge: counted,
      capturedMinor: 15_000,
      refundedMinor: 0,
      surplus: [{ ref: other, capturedMinor: 15_000, refundedMinor: 0, isVoided: false }],
    });
    expect(await gateway.find({ id, ref: null })).toEqual(state);
    for (const charge of ids) {
      expect(await gateway.find({ id, ref: { ...ref, charge } })).toMatchObject({ charge });
    }
  });

  test("refunds each charge separately", async () => {
    const { id, ref, ids } = await twice();
    const [one, other] = ids as [string, string];
    const refund = { id: newId(), amountMinor: 15_000, beforeMinor: 0 };
    const page = { ...ref, charge: one };
    expect(await gateway.refund(page, refund)).toMatchObject({
      charge: one,
      refundedMinor: 15_000,
    });
    const beside = { object: "payment", ref: other } as const;
    expect(await gateway.find({ id, ref: beside })).toMatchObject({ refundedMinor: 0 });
    expect(await gateway.refund(beside, { ...refund, amountMinor: 4_000 })).toMatchObject({
      object: "payment",
      refundedMinor: 4_000,
    });
    expect(await gateway.find({ id, ref: page })).toMatchObject({
      status: "paid",
      refundedMinor: 15_000,
      surplus: [{ ref: other, refundedMinor: 4_000 }],
    });
  });
});

describe("closing a page", () => {
  test("stops it from taking money, and doing so twice is harmless", async () => {
    const charge = chargeOf();
    const { object, ref, redirectUrl } = await gateway.charge(charge);
    await gateway.close({ object, ref });
    await gateway.close({ object, ref });
    await payAsPerson(redirectUrl!, { outcome: "approve" });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({
      status: "failed",
      failure: { code: "canceled" },
    });
  });

  test("leaves a paid page paid", async () => {
    const { id, ref } = await paidOnPage(gateway);
    await gateway.close(ref);
    expect(await gateway.find({ id, ref })).toMatchObject({ status: "paid" });
  });

  test("does not lose the money of a payer already at the bank", async () => {
    const charge = chargeOf();
    const { object, ref, redirectUrl } = await gateway.charge(charge);
    const bank = await goToBank(redirectUrl!);
    await gateway.close({ object, ref });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({ status: "failed" });
    await payAsPerson(bank, { outcome: "approve" });
    expect(await gateway.find({ id: charge.id, ref: null })).toMatchObject({
      status: "paid",
      capturedMinor: 15_000,
    });
  });

  test("that does not exist is harmless, and a token's payment has no page to close", async () => {
    await watched.close({ object: "invoice", ref: newId() });
    const { ref } = await paid(gateway, { token: await token() });
    between.seen.length = 0;
    await watched.close(ref);
    expect(between.seen).toEqual([]);
  });

  test("is retried, and is unclear when the gateway does not answer", async () => {
    const { object, ref } = await gateway.charge(chargeOf());
    sandbox.set({ failNext: { count: 1, as: "503" } });
    await gateway.close({ object, ref });
    expect((await listed()).invoices[0].status).toBe("canceled");
    sandbox.set({ failNext: { count: 99, as: "503" } });
    await expect(gateway.close({ object, ref })).rejects.toThrow(GatewayUnclear);
  });
});
