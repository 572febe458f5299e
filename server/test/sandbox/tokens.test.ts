import { beforeEach, expect, test } from "vitest";
import { openTestSandbox, payAsPerson, sandboxKeys } from "../harness/sandbox.ts";
import { basic, cards, moyasarCaller, paymentOf } from "./moyasar-caller.ts";

const sandbox = await openTestSandbox();
const call = moyasarCaller(sandbox);
const authorization = basic(`${sandboxKeys.publishableKey}:`);

beforeEach(() => sandbox.reset());

async function save(more: object = {}) {
  const { source, callback_url } = paymentOf();
  const { type: _, ...card } = source;
  const wanted = { ...card, callback_url, ...more };
  const { status, body } = await call("POST", "/tokens", wanted, { authorization });
  expect(status).toBe(201);
  return body;
}

const charge = async (token: string, more: object = {}) => {
  const wanted = { ...paymentOf(), source: { type: "token", token, ...more } };
  return call("POST", "/payments", wanted);
};
const statusOf = async (id: string) => (await call("GET", `/tokens/${id}`)).body.status;

test("a card saved from the browser is verified by its owner, then charged without a challenge", async () => {
  const token = await save();
  expect(token).toMatchObject({ status: "initiated", brand: "visa", last_four: "1111" });
  expect(token.id).toMatch(/^token_/);
  expect((await charge(token.id)).status).toBe(400);
  const back = new URL(await payAsPerson(token.verification_url, { outcome: "approve" }));
  expect(back.searchParams.get("id")).toBe(token.id);
  expect(await statusOf(token.id)).toBe("active");
  const { status, body } = await charge(token.id);
  expect({
    status,
    outcome: body.status,
    type: body.source.type,
    token: body.source.token,
  }).toEqual({ status: 201, outcome: "paid", type: "creditcard", token: token.id });
});

test("a verified card is challenged again when the merchant or the sandbox's setting requires it", async () => {
  const token = await save();
  await payAsPerson(token.verification_url, { outcome: "approve" });
  expect((await charge(token.id, { "3ds": true })).body.status).toBe("initiated");
  sandbox.set({ challengeTokens: true });
  expect((await charge(token.id)).body.status).toBe("initiated");
});

test("a card that was saved without verification is verified by its first payment", async () => {
  const token = await save({ save_only: true, callback_url: undefined });
  expect(token.verification_url).toBeNull();
  const { body } = await charge(token.id, { manual: true });
  expect(body.status).toBe("initiated");
  await payAsPerson(body.source.transaction_url, { outcome: "approve" });
  expect((await call("GET", `/payments/${body.id}`)).body.status).toBe("authorized");
  expect(await statusOf(token.id)).toBe("active");
});

test("a card whose owner declines cannot be charged", async () => {
  const token = await save();
  await payAsPerson(token.verification_url, { outcome: "decline" });
  expect(await statusOf(token.id)).toBe("inactive");
  expect((await charge(token.id)).status).toBe(400);
});

test("a card is saved along with a payment, but not without 3-D Secure", async () => {
  const unasked = paymentOf({}, { save_card: true });
  expect((await call("POST", "/payments", unasked)).status).toBe(400);
  const { body } = await call("POST", "/payments", paymentOf({}, { save_card: true, "3ds": true }));
  await payAsPerson(body.source.transaction_url, { outcome: "approve" });
  expect(await statusOf(body.source.token)).toBe("active");
});

test("a saved card without funds is declined at once, with 201 and status failed", async () => {
  const token = await save({ number: cards.noFunds, save_only: true });
  const { status, body } = await charge(token.id, { "3ds": false });
  expect({ status, outcome: body.status }).toEqual({ status: 201, outcome: "failed" });
});

test("the publishable key saves cards but cannot read them, and a deleted card is 404", async () => {
  const { id } = await save();
  expect((await call("GET", `/tokens/${id}`, undefined, { authorization })).status).toBe(403);
  expect((await call("DELETE", `/tokens/${id}`)).status).toBe(204);
  expect((await call("GET", `/tokens/${id}`)).status).toBe(404);
});

test("a page on another origin may send cards to the sandbox", async () => {
  const response = await fetch(`${sandbox.moyasarUrl}/tokens`, {
    method: "OPTIONS",
    headers: { origin: "https://shop.example", "access-control-request-method": "POST" },
  });
  expect(response.status).toBe(204);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(response.headers.get("access-control-allow-headers")).toContain("authorization");
});
