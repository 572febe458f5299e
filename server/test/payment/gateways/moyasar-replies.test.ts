import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../../src/base/id.ts";
import { fixedClock } from "../../../src/base/time.ts";
import { GatewayUnclear, type GatewayRef } from "../../../src/payment/gateway.ts";
import { ownPagesOf } from "../../../src/payment/gateways/moyasar-own-pages.ts";
import { chargeOf, openTestMoyasar } from "./moyasar-parts.ts";
import { standBetween, type Reply } from "./stand-between.ts";

const between = await standBetween();
const gateway = openTestMoyasar(between.url, { timeoutMs: 1_000 });
const id = newId();
const payment = { object: "payment", ref: id } as const;
const invoice = { object: "invoice", ref: newId() } as const;

beforeEach(() => {
  between.seen.length = 0;
});

/** A payment as in Moyasar's published samples. */
const sample = (more: object = {}, source: object = {}) => ({
  id,
  status: "paid",
  amount: 15_000,
  fee: 0,
  currency: "SAR",
  refunded: 0,
  captured: 0,
  metadata: { payment_id: id },
  source: {
    type: "creditcard",
    company: "visa",
    number: "4111-11XX-XXXX-1111",
    message: "APPROVED",
    ...source,
  },
  ...more,
});

const find = async (body: unknown, ref: GatewayRef = payment) => {
  between.decide = () => ({ status: 200, body });
  return gateway.find({ id, ref });
};

describe("a Moyasar payment", () => {
  test.each([
    ["initiated", "initiated", 0],
    ["authorized", "authorized", 0],
    ["paid", "paid", 15_000],
    ["captured", "paid", 15_000],
    ["refunded", "paid", 15_000],
    ["failed", "failed", 0],
    ["voided", "voided", 0],
    ["void", "voided", 0],
    ["verified", "unknown", 0],
    ["abandoned", "unknown", 0],
    ["PAID", "unknown", 0],
    ["constructor", "unknown", 0],
  ])("with status %s is %s", async (said, status, capturedMinor) => {
    expect(await find(sample({ status: said }))).toMatchObject({ status, capturedMinor });
  });

  test.each([
    ["paid", 0, 15_000],
    ["paid", 15_000, 15_000],
    ["paid", 400, 15_000],
    ["captured", 9_000, 9_000],
    ["refunded", 9_000, 9_000],
    ["authorized", 15_000, 0],
    ["failed", 15_000, 0],
  ])(
    "with status %s and `captured` %i has captured %i",
    async (status, captured, capturedMinor) => {
      expect(await find(sample({ status, captured }))).toMatchObject({ capturedMinor });
    },
  );

  test("takes its amount and currency from the answer", async () => {
    expect(await find(sample({ amount: 1_234, currency: "kwd" }))).toMatchObject({
      amount: { amount: 1_234, currency: "KWD" },
    });
  });

  test.each([
    [{ amount: "15000" }],
    [{ amount: 150.5 }],
    [{ amount: -1 }],
    [{ amount: null }],
    [{ amount: 2 ** 53 }],
    [{ currency: "RIYAL" }],
    [{ currency: null }],
    [{ refunded: "4000" }],
    [{ refunded: 0.5 }],
    [{ status: "captured", captured: 15_001 }],
    [{ id: "" }],
    [{ status: null }],
  ])("with %j is unclear", async (more) => {
    await expect(find(sample(more))).rejects.toThrow(GatewayUnclear);
  });

  test.each([
    [{ number: "4111-11XX-XXXX-1111" }, { brand: "visa", last4: "1111" }],
    [{ number: "XXXX-XXXX-XXXX-4321" }, { brand: "visa", last4: "4321" }],
    [
      { type: "applepay", company: "mada", number: "4242" },
      { brand: "mada", last4: "4242" },
    ],
    [{ type: "stcpay", number: undefined, company: undefined }, undefined],
    [{ number: "XXXX" }, undefined],
  ])("with the source %j shows what is known of its card", async (source, card) => {
    expect((await find(sample({}, source)))?.card).toEqual(card);
  });

  test("without metadata is recognised by its own id", async () => {
    expect(await find(sample({ metadata: null }))).toMatchObject({ status: "paid" });
  });
});

describe("a Moyasar invoice", () => {
  const inside = (more: object = {}, source: object = {}) =>
    sample({ id: newId(), metadata: null, invoice_id: invoice.ref, ...more }, source);
  const bill = (more: object = {}) => ({
    id: invoice.ref,
    status: "initiated",
    amount: 15_000,
    currency: "SAR",
    url: `${between.url}/invoices/${invoice.ref}?lang=en`,
    expired_at: null,
    metadata: { payment_id: id },
    payments: [],
    ...more,
  });

  test.each([
    ["initiated", "initiated"],
    ["failed", "initiated"],
    ["canceled", "failed"],
    ["expired", "failed"],
    ["paid", "paid"],
    ["refunded", "paid"],
    ["voided", "voided"],
    ["on_hold", "unknown"],
    ["something", "unknown"],
  ])("with status %s and no payment is %s", async (status, ours) => {
    expect(await find(bill({ status }), invoice)).toMatchObject({
      object: "invoice",
      ref: invoice.ref,
      status: ours,
    });
  });

  test.each(["initiated", "expired", "canceled", "on_hold"])(
    "with status %s but a paid payment is paid",
    async (status) => {
      const payments = [inside({ status: "failed" }), inside()];
      expect(await find(bill({ status, payments }), invoice)).toMatchObject({
        status: "paid",
        capturedMinor: 15_000,
        card: { last4: "1111" },
      });
    },
  );

  describe("paid twice", () => {
    const early = inside({
      created_at: "2026-11-21T10:00:00Z",
      refunded: 1_000,
      status: "refunded",
    });
    const late = inside({ created_at: "2026-11-21T11:00:00+00:00" });
    const paid = (payments: object[], charge?: string) =>
      find(bill({ status: "paid", payments }), { ...invoice, charge });

    test("counts the charge begun first, refunded or not, and lists the other as surplus", async () => {
      for (const payments of [
        [early, late],
        [late, early],
      ]) {
        expect(await paid(payments)).toMatchObject({
          object: "invoice",
          ref: invoice.ref,
          status: "paid",
          amount: { amount: 15_000, currency: "SAR" },
          charge: early.id,
          capturedMinor: 15_000,
          refundedMinor: 1_000,
          surplus: [{ ref: late.id, capturedMinor: 15_000, refundedMinor: 0, isVoided: false }],
        });
      }
    });

    test("counts the charge with the smaller id when both began at once or the times are unknown", async () => {
      const pair = [inside({ created_at: null }), inside({ created_at: "yesterday" })];
      const [small] = pair.map((one) => one.id).toSorted();
      expect(await paid(pair)).toMatchObject({ charge: small });
      expect(await paid(pair.toReversed())).toMatchObject({ charge: small });
    });

    test("counts the charge that counted before", async () => {
      expect(await paid([early, late], late.id)).toMatchObject({
        charge: late.id,
        refundedMinor: 0,
        surplus: [{ ref: early.id, refundedMinor: 1_000 }],
      });
    });

    test("is voided when the counted charge was voided, and is unclear when that charge is missing", async () => {
      const voided = { ...early, status: "voided", refunded: 0 };
      expect(await paid([voided, late], voided.id)).toMatchObject({
        status: "voided",
        surplus: [{ ref: late.id, isVoided: false }],
      });
      expect(await paid([voided, late])).toMatchObject({
        status: "paid",
        charge: late.id,
        surplus: [{ ref: voided.id, isVoided: true }],
      });
      await expect(paid([late], newId())).rejects.toThrow(GatewayUnclear);
    });

    test("counts the charge of the right amount and currency, whichever came first", async () => {
      const dollars = { ...early, currency: "USD" };
      expect(await paid([dollars, late])).toMatchObject({
        charge: late.id,
        amount: { amount: 15_000, currency: "SAR" },
        surplus: [{ ref: early.id, amount: { amount: 15_000, currency: "USD" } }],
      });
      const less = { ...early, amount: 14_000, refunded: 0 };
      expect(await paid([less, late])).toMatchObject({ charge: late.id });
      expect(await paid([less])).toMatchObject({ amount: { amount: 14_000, currency: "SAR" } });
    });
  });

  test("with status paid and only failed payments is unknown", async () => {
    const payments = [inside({ status: "failed" })];
    expect(await find(bill({ status: "paid", payments }), invoice)).toMatchObject({
      status: "unknown",
    });
  });

  test("with a voided payment is voided", async () => {
    const payments = [inside({ status: "failed" }), inside({ status: "voided" })];
    expect(await find(bill({ status: "paid", payments }), invoice)).toMatchObject({
      status: "voided",
      capturedMinor: 0,
    });
  });

  test("that failed and expired has failed, with the bank's last message", async () => {
    const clock = fixedClock("2026-11-21T10:00:00Z");
    const timed = openTestMoyasar(between.url, { clock });
    const declined = inside({ status: "failed" }, { message: "INSUFFICIENT FUNDS" });
    const body = bill({
      status: "failed",
      expired_at: "2026-11-21T10:30:00Z",
      payments: [declined],
    });
    between.decide = () => ({ status: 200, body });
    expect(await timed.find({ id, ref: invoice })).toMatchObject({ status: "initiated" });
    clock.advance(31 * 60_000);
    expect(await timed.find({ id, ref: invoice })).toMatchObject({
      status: "failed",
      failure: { code: "expired", message: "INSUFFICIENT FUNDS" },
    });
  });

  test("of another of our payments is not taken for this one", async () => {
    const other = bill({ metadata: { payment_id: newId() } });
    await expect(find(other, invoice)).rejects.toThrow(GatewayUnclear);
  });
});

describe("an unusable answer is unclear:", () => {
  const replies: [string, Reply | "hang" | "cut"][] = [
    ["a page of HTML for 403", { status: 403, type: "text/html", body: "<h1>1010</h1>" }],
    ["a page that holds JSON", { status: 200, type: "text/html", body: sample() }],
    ["JSON that ends early", { status: 200, body: '{"id": "' }],
    ["a JSON list", { status: 200, body: [] }],
    ["an empty body", { status: 200, body: "" }],
    ["a JSON string", { status: 200, body: '"paid"' }],
    ["an empty object", { status: 200, body: {} }],
    ["a redirect", { status: 302, body: sample(), headers: { location: "/elsewhere" } }],
    ["a server error", { status: 502, type: "text/html", body: "Bad gateway" }],
    ["no answer", "hang"],
    ["a dropped connection", "cut"],
    ["a wrong key", { status: 401, body: { type: "authentication_error", message: "No" } }],
    ["an account that is not active", { status: 405, body: { type: "account_inactive_error" } }],
  ];

  test.each(replies)("%s when finding a payment", async (_name, reply) => {
    between.decide = () => reply;
    const impatient = openTestMoyasar(between.url, { timeoutMs: 150 });
    await expect(impatient.find({ id, ref: payment })).rejects.toThrow(GatewayUnclear);
    await expect(impatient.find({ id, ref: invoice })).rejects.toThrow(GatewayUnclear);
    await expect(impatient.find({ id, ref: null })).rejects.toThrow(GatewayUnclear);
  });

  test.each(replies)("%s when refunding", async (_name, reply) => {
    between.decide = ({ method }) => (method === "GET" ? { status: 200, body: sample() } : reply);
    const impatient = openTestMoyasar(between.url, { timeoutMs: 150 });
    const refund = { id: newId(), amountMinor: 100, beforeMinor: 0 };
    await expect(impatient.refund(payment, refund)).rejects.toThrow(GatewayUnclear);
    expect(between.writes()).toHaveLength(1);
  });

  test("a call ends after three time limits, however often it is retried", async () => {
    between.decide = () => "hang";
    const impatient = openTestMoyasar(between.url, { timeoutMs: 150 });
    const before = performance.now();
    await expect(impatient.charge(chargeOf({ token: "token_x" }))).rejects.toThrow(GatewayUnclear);
    expect(performance.now() - before).toBeLessThan(1_500);
    expect(between.seen.length).toBeLessThan(5);
  });

  test("a read is retried after a server error but not after a refusal", async () => {
    const answers: Reply[] = [
      { status: 503, body: {} },
      { status: 500, type: "text/plain", body: "" },
      { status: 200, body: sample() },
    ];
    between.decide = () => answers.shift()!;
    expect(await gateway.find({ id, ref: payment })).toMatchObject({ status: "paid" });
    between.seen.length = 0;
    between.decide = () => ({ status: 400, body: { type: "invalid_request_error" } });
    await expect(gateway.find({ id, ref: payment })).rejects.toThrow(GatewayUnclear);
    expect(between.seen).toHaveLength(1);
  });

  test("a long retry-after is not waited for", async () => {
    between.decide = () => ({ status: 429, body: {}, headers: { "retry-after": "120" } });
    await expect(gateway.find({ id, ref: payment })).rejects.toThrow(GatewayUnclear);
    expect(between.seen).toHaveLength(1);
  });

  test("the wait between tries grows and respects retry-after", async () => {
    const waits: number[] = [];
    const patient = openTestMoyasar(between.url, {
      timeoutMs: 8_000,
      wait: async (ms) => waits.push(ms),
    });
    between.decide = () => ({ status: 500, body: {} });
    await expect(patient.find({ id, ref: payment })).rejects.toThrow(GatewayUnclear);
    expect(waits).toEqual([expect.any(Number), expect.any(Number)]);
    expect(waits[0]).toBeGreaterThanOrEqual(125);
    expect(waits[0]).toBeLessThan(375);
    expect(waits[1]).toBeGreaterThanOrEqual(250);
    expect(waits[1]).toBeLessThan(750);
    waits.length = 0;
    between.decide = () => ({ status: 429, body: {}, headers: { "retry-after": "1" } });
    await expect(patient.find({ id, ref: payment })).rejects.toThrow(GatewayUnclear);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
  });
});

describe("the payer is sent only to the gateway's pages", () => {
  const away = (transaction_url: unknown) => sample({ status: "initiated" }, { transaction_url });

  test.each([
    ["https://evil.example/form"],
    ["http://127.0.0.1:1/form"],
    ["//evil.example/form"],
    ["javascript:alert(1)"],
    ["not an address"],
    [null],
  ])("%j is not accepted as a page of the gateway", async (address) => {
    between.decide = () => ({ status: 201, body: away(address) });
    const charge = gateway.charge(chargeOf({ id, token: "token_x" }));
    await expect(charge).rejects.toThrow(GatewayUnclear);
    expect((await find(away(address)))?.redirectUrl).toBeUndefined();
  });

  test("the gateway's own host is accepted, and any Moyasar host over HTTPS", async () => {
    const own = `${between.url}/v1/transaction_auths/x/form`;
    expect((await find(away(own)))?.redirectUrl).toBe(own);
    const isOwnPage = ownPagesOf("https://api.moyasar.com/v1");
    const allowed = [
      "https://api.moyasar.com/v1/card_auth/x/prepare",
      "https://checkout.moyasar.com/invoices/x?lang=en",
      "http://api.moyasar.com/v1/form",
      "https://moyasar.com.evil.example/",
      "https://evilmoyasar.com/",
      "https://api.moyasar.com:8443/",
    ].filter((address) => isOwnPage(address));
    expect(allowed).toEqual([
      "https://api.moyasar.com/v1/card_auth/x/prepare",
      "https://checkout.moyasar.com/invoices/x?lang=en",
    ]);
  });
});

describe("a refusal by Moyasar", () => {
  test.each([
    [
      {
        type: "invalid_request_error",
        message: "Validation Failed",
        errors: { amount: ["must be an integer", "is small"] },
      },
      "invalid_request_error",
      "Validation Failed: amount must be an integer, is small",
    ],
    [{ type: "x", message: null, errors: "plain words" }, "x", "plain words"],
    [{ message: "only words" }, "http-400", "only words"],
    [{}, "http-400", "refused with 400"],
  ])("of %j is reported in Moyasar's words", async (body, code, message) => {
    between.decide = ({ method }) =>
      method === "GET" ? { status: 404, body: {} } : { status: 400, body };
    await expect(gateway.charge(chargeOf({ token: "token_x" }))).rejects.toMatchObject({
      name: "GatewayRefused",
      code,
      message,
    });
  });

  test("of a used id stays a refusal when its payment does not exist", async () => {
    between.decide = ({ method }) =>
      method === "GET"
        ? { status: 404, body: {} }
        : { status: 400, body: { type: "used_given_id", message: "used" } };
    await expect(gateway.charge(chargeOf({ token: "token_x" }))).rejects.toMatchObject({
      code: "used_given_id",
    });
  });

  test("of a repeated id finds the existing payment, whatever the error is called", async () => {
    between.decide = ({ method }) =>
      method === "GET"
        ? { status: 200, body: sample() }
        : {
            status: 400,
            body: { type: "invalid_request", message: "Payment is already created." },
          };
    expect(await gateway.charge(chargeOf({ id, token: "token_x" }))).toMatchObject({
      ref: id,
      status: "paid",
    });
  });

  test("is raised at once, with nothing sent, when the return address is invalid", async () => {
    await expect(
      gateway.charge(chargeOf({ token: "token_x", returnUrl: "" })),
    ).rejects.toMatchObject({ name: "GatewayRefused", code: "no-return-address" });
    expect(between.seen).toEqual([]);
  });
});
