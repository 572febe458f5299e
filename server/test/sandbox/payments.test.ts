import { request } from "node:http";
import { beforeEach, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../src/base/time.ts";
import { testCards } from "../../src/sandbox/test-cards.ts";
import { openTestSandbox, payAsPerson, sandboxKeys } from "../harness/sandbox.ts";
import { basic, cards, moyasarCaller, paymentOf } from "./moyasar-caller.ts";

const sandbox = await openTestSandbox();
const call = moyasarCaller(sandbox);

beforeEach(() => sandbox.reset());

describe("creating a payment", () => {
  test("an accepted card makes a paid payment under the given id", async () => {
    const wanted = paymentOf({ metadata: { booking: "1042" } });
    const { status, body } = await call("POST", "/payments", wanted);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: wanted.given_id,
      status: "paid",
      amount: 15_000,
      amount_format: "150.00 SAR",
      captured: 0,
      refunded: 0,
      metadata: { booking: "1042" },
      source: { company: "visa", number: "4111-11XX-XXXX-1111", response_code: "00" },
    });
    expect(await call("GET", `/payments/${wanted.given_id}`)).toMatchObject({ status: 200, body });
  });

  test("a declined card answers 201 with status failed, not an error", async () => {
    const declined = await call("POST", "/payments", paymentOf({}, { number: cards.noFunds }));
    expect(declined.status).toBe(201);
    expect(declined.body).toMatchObject({
      status: "failed",
      source: { message: "INSUFFICIENT FUNDS", response_code: "51" },
    });
  });

  test.each(testCards.filter(({ challenge }) => challenge === "ask"))(
    "$company $number ends with its documented result: $message",
    async ({ number, company, message, code }) => {
      const cvc = company === "amex" ? "1234" : "123";
      const { body } = await call("POST", "/payments", paymentOf({}, { number, cvc }));
      expect(body.status).toBe(code === "00" ? "paid" : "failed");
      expect(body.source).toMatchObject({ company, message, response_code: code });
    },
  );

  test("a card that is not a documented test card fails", async () => {
    const { body } = await call("POST", "/payments", paymentOf({}, { number: "4000000000000002" }));
    expect(body).toMatchObject({ status: "failed", source: { response_code: "99" } });
  });

  test("a used id is refused, and the first payment is still found under it", async () => {
    const wanted = paymentOf();
    const { body: first } = await call("POST", "/payments", wanted);
    const again = await call("POST", "/payments", { ...wanted, amount: 1 });
    expect(again).toMatchObject({ status: 400, body: { type: "used_given_id", errors: null } });
    expect((await call("GET", `/payments/${wanted.given_id}`)).body).toEqual(first);
  });

  test("a used id returns the first payment when the sandbox is set to replay", async () => {
    sandbox.set({ usedGivenId: "replay" });
    const wanted = paymentOf();
    const { body: first } = await call("POST", "/payments", wanted);
    const again = await call("POST", "/payments", { ...wanted, amount: 1 });
    expect(again).toMatchObject({ status: 201, body: first });
  });

  test("every invalid field is named and no payment is created", async () => {
    const wrong = await call("POST", "/payments", {
      amount: "much",
      currency: "riyal",
      source: { type: "creditcard", name: "Sara", number: "12", month: 13, year: 2001, cvc: "1" },
    });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatchObject({
      type: "invalid_request_error",
      message: "Validation Failed",
      errors: { amount: ["must be an integer"] },
    });
    expect(Object.keys(wrong.body.errors).sort()).toEqual(
      ["amount", "callback_url", "currency", "cvc", "month", "name", "number"].sort(),
    );
    expect((await call("GET", "/payments")).body.meta.total_count).toBe(0);
  });

  test.each([
    { year: 9_999_999 },
    { year: "__proto__" },
    { month: {} },
    { number: { a: 1 } },
    { number: [] },
    { cvc: null },
    { name: 7 },
  ])("a card with %j is refused", async (wrong) => {
    const { status, body } = await call("POST", "/payments", paymentOf({}, wrong));
    expect(status).toBe(400);
    expect(Object.keys(body.errors)).toHaveLength(1);
  });

  test.each([
    { metadata: [] },
    { metadata: { a: {} } },
    { metadata: Object.fromEntries(Array.from({ length: 31 }, (_, n) => [`k${n}`, "v"])) },
    { given_id: "1042" },
    { source: [] },
    { source: { type: "stcpay", mobile: "0512345678" } },
    { amount: 1.5 },
    { amount: 2 ** 60 },
    { callback_url: "javascript:alert(1)" },
  ])("a payment with %j is refused", async (wrong) => {
    const { status, body } = await call("POST", "/payments", paymentOf(wrong));
    expect(status).toBe(400);
    expect(body.message).toBe("Validation Failed");
  });

  test.each([
    ["not JSON", "{"],
    ["a list", "[]"],
  ])("a body that is %s gets a 400 in the usual error format", async (_what, body) => {
    const response = await fetch(`${sandbox.moyasarUrl}/payments`, {
      method: "POST",
      headers: {
        authorization: basic(sandboxKeys.secretKey),
        "content-type": "application/json",
      },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: "invalid_request_error", errors: null });
  });

  test("a form with bracketed field names and numbers as text works like JSON", async () => {
    const { source, ...rest } = paymentOf({}, { manual: "true", month: "12", year: "40" });
    const form = new URLSearchParams(
      Object.entries(rest).map(([name, value]) => [name, `${value}`]),
    );
    for (const [name, value] of Object.entries(source)) form.set(`source[${name}]`, String(value));
    const { status, body } = await call("POST", "/payments", form, { form: true });
    expect({ status, outcome: body.status }).toEqual({ status: 201, outcome: "authorized" });
  });

  test("a coupon lowers the charge, unless the request refuses coupons", async () => {
    sandbox.set({ couponDiscountMinor: 1_500 });
    expect((await call("POST", "/payments", paymentOf())).body.amount).toBe(13_500);
    const strict = await call("POST", "/payments", paymentOf({ apply_coupon: false }));
    expect(strict.body.amount).toBe(15_000);
  });
});

describe("API keys", () => {
  test.each([
    ["the secret key", `${sandboxKeys.secretKey}:`, 200],
    ["the secret key without the colon", sandboxKeys.secretKey, 200],
    ["the publishable key", `${sandboxKeys.publishableKey}:`, 403],
    ["another key", "sk_test_other:", 401],
    ["the secret key with a password", `${sandboxKeys.secretKey}:word`, 401],
  ])("only the secret key may list payments: %s", async (_name, words, status) => {
    const answer = await call("GET", "/payments", undefined, { authorization: basic(words) });
    expect(answer.status).toBe(status);
    if (status >= 400) expect(answer.body.type).toBe("authentication_error");
  });

  test("a request without a key is 401", async () => {
    const answer = await call("GET", "/payments", undefined, { authorization: "" });
    expect(answer).toMatchObject({ status: 401, body: { errors: null } });
  });

  test("the publishable key may create payments, sent in the header or in the body", async () => {
    const authorization = basic(`${sandboxKeys.publishableKey}:`);
    expect((await call("POST", "/payments", paymentOf(), { authorization })).status).toBe(201);
    const inBody = paymentOf({ publishable_api_key: sandboxKeys.publishableKey });
    expect((await call("POST", "/payments", inBody, { authorization: "" })).status).toBe(201);
  });

  test("a request without a User-Agent gets an HTML page and 403", async () => {
    const { status, type } = await getWithoutAgent(`${sandbox.moyasarUrl}/payments`);
    expect({ status, type }).toEqual({ status: 403, type: "text/html; charset=utf-8" });
  });
});

describe("3-D Secure", () => {
  const challenged = (number = cards.approved) => paymentOf({}, { "3ds": true, number });

  test("a payment waits for the payer, and the redirect carries its result unsigned", async () => {
    const { body } = await call("POST", "/payments", challenged());
    expect(body).toMatchObject({ status: "initiated", source: { message: null } });
    const back = new URL(await payAsPerson(body.source.transaction_url, { outcome: "approve" }));
    expect(back.origin + back.pathname).toBe("https://merchant.example/return");
    expect(Object.fromEntries(back.searchParams)).toEqual({
      order: "7",
      id: body.id,
      status: "paid",
      message: "APPROVED",
    });
    expect((await call("GET", `/payments/${body.id}`)).body.status).toBe("paid");
  });

  test.each(["decline", "cancel"] as const)(
    "a payment fails when its payer chooses %s",
    async (outcome) => {
      const { body } = await call("POST", "/payments", challenged());
      const back = new URL(await payAsPerson(body.source.transaction_url, { outcome }));
      expect(back.searchParams.get("status")).toBe("failed");
      expect((await call("GET", `/payments/${body.id}`)).body.status).toBe("failed");
    },
  );

  test("a payment fails for lack of funds although its payer approves", async () => {
    const { body } = await call("POST", "/payments", challenged(cards.noFunds));
    await payAsPerson(body.source.transaction_url, { outcome: "approve" });
    const { source } = (await call("GET", `/payments/${body.id}`)).body;
    expect(source).toMatchObject({ message: "INSUFFICIENT FUNDS", response_code: "51" });
  });

  test("a payer's decision is final: coming back to the page redirects to the same result", async () => {
    const { body } = await call("POST", "/payments", challenged());
    const page = body.source.transaction_url;
    const first = await payAsPerson(page, { outcome: "decline" });
    expect(await payAsPerson(page, { outcome: "approve" })).toBe(first);
    const late = await fetch(page, {
      method: "POST",
      body: new URLSearchParams({ auth_result: "AUTHENTICATED" }),
      redirect: "manual",
    });
    expect(late.headers.get("location")).toBe(first);
  });

  test("a frictionless card pays without a challenge, and the cards for other cases fail", async () => {
    const asked = testCards.filter(({ challenge }) => challenge !== "ask");
    for (const card of asked) {
      const { body } = await call("POST", "/payments", challenged(card.number));
      const page = body.source.transaction_url;
      if (page) await payAsPerson(page, { outcome: "decline" });
      const after = (await call("GET", `/payments/${body.id}`)).body;
      expect(after.status, card.title.en).toBe(card.challenge === "pass" ? "paid" : "failed");
      expect(after.source.message).toBe(card.message);
    }
  });
});

describe("an existing payment", () => {
  const held = async () =>
    (await call("POST", "/payments", paymentOf({}, { manual: true }))).body.id as string;
  const paid = async () => (await call("POST", "/payments", paymentOf())).body.id as string;

  test("an authorized payment is captured once, also in part", async () => {
    const id = await held();
    expect((await call("POST", `/payments/${id}/capture`, { amount: 15_001 })).status).toBe(400);
    const captured = await call("POST", `/payments/${id}/capture`, { amount: 9_000 });
    expect(captured).toMatchObject({ status: 200, body: { status: "captured", captured: 9_000 } });
    expect((await call("POST", `/payments/${id}/capture`)).status).toBe(400);
    expect((await call("POST", `/payments/${id}/refund`, { amount: 9_001 })).status).toBe(400);
  });

  test("an authorization lapses after 14 days and keeps its status", async () => {
    const id = await held();
    sandbox.set({ aheadMs: 14 * DAY_MS + HOUR_MS });
    expect((await call("POST", `/payments/${id}/capture`)).status).toBe(400);
    expect((await call("GET", `/payments/${id}`)).body.status).toBe("authorized");
  });

  test("a payment can be voided within two hours and only refunded after that", async () => {
    const [soon, late, hold] = [await paid(), await paid(), await held()];
    expect((await call("POST", `/payments/${soon}/void`)).body).toMatchObject({
      status: "voided",
      voided_at: expect.any(String),
    });
    sandbox.set({ aheadMs: 3 * HOUR_MS });
    expect((await call("POST", `/payments/${late}/void`)).status).toBe(400);
    expect((await call("POST", `/payments/${late}/refund`)).status).toBe(200);
    expect((await call("POST", `/payments/${hold}/void`)).status).toBe(200);
    expect((await call("POST", `/payments/${hold}/capture`)).status).toBe(400);
  });

  test("refunds may not add up to more than the payment", async () => {
    const id = await paid();
    const refund = async (amount?: number) =>
      call("POST", `/payments/${id}/refund`, amount === undefined ? undefined : { amount });
    expect((await refund(5_000)).body).toMatchObject({ status: "refunded", refunded: 5_000 });
    expect((await refund(10_001)).status).toBe(400);
    expect((await refund()).body).toMatchObject({ status: "refunded", refunded: 15_000 });
    expect((await refund(1)).status).toBe(400);
  });

  test("a partly refunded payment stays paid when the sandbox is set to keep its status", async () => {
    sandbox.set({ partialRefundStatus: "paid" });
    const id = await paid();
    const part = await call("POST", `/payments/${id}/refund`, { amount: 1 });
    expect(part.body).toMatchObject({ status: "paid", refunded: 1 });
    expect((await call("POST", `/payments/${id}/void`)).status).toBe(400);
    expect((await call("POST", `/payments/${id}/refund`)).body.status).toBe("refunded");
  });

  test("a failed payment can be neither captured, voided nor refunded", async () => {
    const { body } = await call("POST", "/payments", paymentOf({}, { number: cards.noFunds }));
    for (const move of ["capture", "void", "refund"]) {
      expect((await call("POST", `/payments/${body.id}/${move}`)).status, move).toBe(400);
    }
  });

  test("an unknown id is 404, even one named like a property of every object", async () => {
    const id = "0192f0c0-0000-7000-8000-000000000000";
    for (const path of [`/payments/${id}`, "/payments/__proto__", "/nothing"]) {
      expect(await call("GET", path)).toMatchObject({ status: 404, body: { type: "api_error" } });
    }
  });

  test("only the description and the metadata can be changed", async () => {
    const id = (await call("POST", "/payments", paymentOf({ metadata: { a: "1", b: "2" } }))).body
      .id;
    const wanted = { description: "New", amount: 1, metadata: { a: "", c: "3" } };
    const { body } = await call("PUT", `/payments/${id}`, wanted);
    expect(body).toMatchObject({ description: "New", amount: 15_000 });
    expect(body.metadata).toEqual({ b: "2", c: "3" });
  });

  test("lists are newest first, paged, and filtered by metadata, status and time", async () => {
    const ids: string[] = [];
    for (const order of ["1", "2", "3"]) {
      const { body } = await call("POST", "/payments", paymentOf({ metadata: { order } }));
      ids.unshift(body.id);
    }
    const list = async (query: string) => (await call("GET", `/payments?${query}`)).body;
    const second = await list("per=2&page=2");
    expect(second.payments.map(({ id }: { id: string }) => id)).toEqual([ids[2]]);
    expect(second.meta).toEqual({
      current_page: 2,
      next_page: null,
      prev_page: 1,
      total_pages: 2,
      total_count: 3,
    });
    expect((await list("metadata[order]=2")).payments).toMatchObject([{ id: ids[1] }]);
    expect((await list("status=failed")).meta.total_count).toBe(0);
    expect((await list("created[gt]=2999-01-01")).meta.total_count).toBe(0);
  });
});

/** Sends a request without a User-Agent, which fetch always adds. */
async function getWithoutAgent(url: string): Promise<{ status?: number; type?: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status?: number; type?: string }>();
  const asking = request(url, (response) => {
    response.resume();
    resolve({ status: response.statusCode, type: response.headers["content-type"] });
  });
  asking.on("error", reject);
  asking.end();
  return promise;
}
