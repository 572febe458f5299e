import { beforeEach, describe, expect, test } from "vitest";
import { openTestSandbox, payAsPerson, sandboxKeys } from "../harness/sandbox.ts";
import { cards, moyasarCaller, paymentOf } from "./moyasar-caller.ts";
import { openReceiver } from "./webhook-receiver.ts";

const receiver = await openReceiver();
const secret = sandboxKeys.webhookSecret;
const sandbox = await openTestSandbox({ webhooks: { url: receiver.url, secret } });
const call = moyasarCaller(sandbox);

beforeEach(async () => {
  // Webhooks still on their way belong to the previous test.
  await sandbox.sendWebhooks();
  sandbox.reset();
  receiver.received.length = 0;
  receiver.answers = [];
  receiver.onReceive = undefined;
});

const pay = async (source: object = {}) =>
  (await call("POST", "/payments", paymentOf({}, source))).body;
const types = () => receiver.received.map(({ body }) => body.type as string);

test("a webhook carries the shared secret, its own id and the whole payment", async () => {
  const payment = await pay();
  await receiver.until(1);
  const [{ body, headers }] = receiver.received as [(typeof receiver.received)[0]];
  expect(body).toEqual({
    id: expect.any(String),
    type: "payment_paid",
    created_at: expect.any(String),
    secret_token: secret,
    account_name: expect.any(String),
    live: false,
    data: payment,
  });
  expect(Object.keys(headers).filter((name) => name.includes("signature"))).toEqual([]);
});

test("each step of a payment sends its own event", async () => {
  const hold = await pay({ manual: true });
  await receiver.until(1);
  await call("POST", `/payments/${hold.id}/capture`);
  await receiver.until(2);
  await call("POST", `/payments/${hold.id}/refund`, { amount: 1 });
  await receiver.until(3);
  await call("POST", `/payments/${(await pay()).id}/void`);
  await receiver.until(5);
  await pay({ number: cards.noFunds });
  await receiver.until(6);
  expect(types()).toEqual([
    "payment_authorized",
    "payment_captured",
    "payment_refunded",
    "payment_paid",
    "payment_voided",
    "payment_failed",
  ]);
  expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(6);
});

test("the failure event is misspelt when the sandbox is set to, also to registered URLs", async () => {
  await call("POST", "/webhooks", { url: `${receiver.url}/api`, shared_secret: "other" });
  sandbox.set({ failureEvent: "payment_faild" });
  await pay({ number: cards.noFunds });
  await receiver.until(2);
  expect(types()).toEqual(["payment_faild", "payment_faild"]);
});

test("a webhook is sent again under the same id until it is answered with 2xx", async () => {
  sandbox.set({ retrySpeed: 1e9 });
  receiver.answers = [500, 404];
  await pay();
  await receiver.until(3);
  expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(1);
  await sandbox.sendWebhooks();
  expect(receiver.received).toHaveLength(3);
});

test("a webhook is given up after six attempts", async () => {
  receiver.answers = Array.from({ length: 10 }, () => 503);
  await pay();
  await receiver.until(1);
  for (let attempt = 0; attempt < 8; attempt += 1) await sandbox.sendWebhooks();
  expect(receiver.received).toHaveLength(6);
  const { body } = await call("GET", "/webhooks/attempts?event_type=payment_paid");
  const log = body.webhook_attempts.filter(
    (one: { event_id: string }) => one.event_id === receiver.received[0]!.body.id,
  );
  expect(log.map((one: { retry_number: number }) => one.retry_number)).toEqual([5, 4, 3, 2, 1, 0]);
  expect(log[0]).toMatchObject({ result: "failed", response_code: 503 });
});

test("copies of a webhook carry the same event id", async () => {
  sandbox.set({ webhookCopies: 4 });
  await pay();
  await receiver.until(4);
  expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(1);
});

test("reordered webhooks are held back and sent newest first", async () => {
  sandbox.set({ reorderWebhooks: true });
  const hold = await pay({ manual: true });
  await call("POST", `/payments/${hold.id}/capture`);
  await call("POST", `/payments/${hold.id}/refund`);
  expect(receiver.received).toEqual([]);
  await sandbox.sendWebhooks();
  expect(types()).toEqual(["payment_refunded", "payment_captured", "payment_authorized"]);
});

test("delayed webhooks wait until they are sent by hand", async () => {
  sandbox.set({ delayWebhooksMs: 3_600_000 });
  await pay();
  await sandbox.sendWebhooks();
  expect(types()).toEqual(["payment_paid"]);
  await sandbox.sendWebhooks();
  expect(receiver.received).toHaveLength(1);
});

test("dropped webhooks are never sent", async () => {
  sandbox.set({ dropWebhooks: true });
  await pay();
  sandbox.set({ dropWebhooks: false });
  await sandbox.sendWebhooks();
  expect(receiver.received).toEqual([]);
  await pay();
  await receiver.until(1);
});

test("a webhook may arrive before the response to the request that caused it", async () => {
  sandbox.set({ webhookBeforeResponse: true });
  let isAnswered = false;
  let answeredFirst: boolean | undefined;
  receiver.onReceive = async () => {
    const { id } = receiver.received.at(-1)!.body.data;
    expect((await call("GET", `/payments/${id}`)).body.status).toBe("paid");
    answeredFirst = isAnswered;
  };
  await pay();
  isAnswered = true;
  expect(answeredFirst).toBe(false);
});

test("a paid invoice calls its own callback URL, without the webhook secret", async () => {
  const invoice = { amount: 500, description: "Tea", callback_url: `${receiver.url}/invoice` };
  const { body } = await call("POST", "/invoices", invoice);
  await payAsPerson(body.url, { outcome: "approve" });
  await receiver.until(2);
  const told = receiver.received.find(({ path }) => path === "/webhooks/invoice")!;
  expect(told.body).toMatchObject({ id: body.id, status: "paid", payments: [{ status: "paid" }] });
  expect(told.raw).not.toContain(secret);
});

describe("registering a webhook URL", () => {
  const registration = { shared_secret: "its own", events: ["payment_refunded"] };

  test("a registered URL receives only its events, with its own secret, and can be deleted", async () => {
    const url = `${receiver.url}/registered`;
    const { status, body } = await call("POST", "/webhooks", { url, ...registration });
    expect(status).toBe(201);
    expect(body).toMatchObject({ url, http_method: "post", events: ["payment_refunded"] });
    expect(JSON.stringify(body)).not.toContain("its own");
    await call("POST", `/payments/${(await pay()).id}/refund`);
    await receiver.until(3);
    const told = receiver.received.filter(({ path }) => path === "/webhooks/registered");
    expect(told.map((one) => one.body)).toMatchObject([
      { type: "payment_refunded", secret_token: "its own" },
    ]);
    expect((await call("DELETE", `/webhooks/${body.id}`)).status).toBe(200);
    expect((await call("GET", "/webhooks")).body).toEqual({ webhooks: [] });
    expect((await call("GET", `/webhooks/${body.id}`)).status).toBe(404);
  });

  test("a registration without a secret, or for an unknown event, is refused", async () => {
    const wrong = await call("POST", "/webhooks", { url: receiver.url, events: ["payment.paid"] });
    expect(wrong.status).toBe(400);
    expect(Object.keys(wrong.body.errors).sort()).toEqual(["events", "shared_secret"]);
  });

  test("the available events are listed", async () => {
    const { body } = await call("GET", "/webhooks/available_events");
    expect(body.events).toContain("payment_failed");
  });
});
