import type { Stripe } from "stripe";
import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../../src/base/id.ts";
import { openTestSandbox, sandboxKeys } from "../../harness/sandbox.ts";
import { openReceiver } from "../../sandbox/webhook-receiver.ts";
import { openTestStripe, stripeWorld } from "./stripe-parts.ts";

const receiver = await openReceiver();
const { stripeSecretKey: secretKey, stripeWebhookSecret: webhookSecret } = sandboxKeys;
const sandbox = await openTestSandbox({
  stripe: { secretKey, webhookUrl: receiver.url, webhookSecret },
});
const gateway = openTestStripe(sandbox.stripeUrl);
const { stripe, paid, paidOnPage } = stripeWorld(sandbox);

beforeEach(async () => {
  await sandbox.sendWebhooks();
  sandbox.reset();
  receiver.received.length = 0;
});

const readAll = () =>
  receiver.received.map(({ raw, headers }) => {
    const got = gateway.readWebhook({ body: Buffer.from(raw), headers });
    if (!got) throw new Error("it proved nothing", { cause: raw });
    return got;
  });

describe("a webhook sent by the sandbox", () => {
  test("is authentic and names the intent and our id, whatever its type", async () => {
    const { id, ref } = await paid(gateway);
    await gateway.refund(ref, { id: newId(), amountMinor: 4_000, beforeMinor: 0 });
    await receiver.until(5);
    const events = readAll();
    expect(events.map(({ type }) => type).sort()).toEqual([
      "charge.refunded",
      "charge.succeeded",
      "payment_intent.created",
      "payment_intent.succeeded",
      "refund.created",
    ]);
    for (const event of events) expect(event).toMatchObject({ ref, paymentId: id });
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(5);
  });

  test("is stored without the client secret that lets a browser pay", async () => {
    await paid(gateway);
    await receiver.until(3);
    expect(receiver.received.map(({ raw }) => raw).join("")).toContain("client_secret");
    expect(
      readAll()
        .map(({ body }) => body)
        .join(""),
    ).not.toContain("client_secret");
  });

  test("about a page refers to the page", async () => {
    const { id, ref } = await paidOnPage(gateway);
    await receiver.until(4);
    const completed = readAll().find(({ type }) => type === "checkout.session.completed");
    expect(completed).toMatchObject({ ref, paymentId: id });
  });
});

describe("a webhook signature", () => {
  const payload = JSON.stringify({
    id: "evt_1",
    object: "event",
    type: "payment_intent.succeeded",
    data: { object: { id: "pi_1", object: "payment_intent", metadata: {} } },
  });
  const sign = (options: Partial<Stripe.WebhookTestHeaderOptions> = {}) =>
    stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret, ...options });
  const read = (signature: string | undefined, body = payload) =>
    gateway.readWebhook({ body: Buffer.from(body), headers: { "stripe-signature": signature } });

  test("is accepted when right", () => {
    expect(read(sign())).toMatchObject({
      eventId: "evt_1",
      ref: { object: "intent", ref: "pi_1" },
    });
  });

  test.each([
    ["made with another secret", sign({ secret: "whsec_other" })],
    ["older than five minutes", sign({ timestamp: Math.floor(Date.now() / 1000) - 301 })],
    ["missing", undefined],
    ["empty", ""],
    ["nonsense", "t=1,v1=nonsense"],
  ])("is rejected when it is %s", (_name, signature) => {
    expect(read(signature)).toBeUndefined();
  });

  test("is rejected over a body changed on the way", () => {
    expect(read(sign(), payload.replace("pi_1", "pi_2"))).toBeUndefined();
    expect(read(sign(), `${payload} `)).toBeUndefined();
  });

  test.each([
    "",
    "no JSON",
    "[]",
    "null",
    "{}",
    '{"id":7,"type":"x"}',
    '{"object":"v2.core.event"}',
  ])("is rejected over the body %j", (odd) => {
    expect(read(sign({ payload: odd }), odd)).toBeUndefined();
  });

  test("of an event about something else is accepted, and the event names no payment", () => {
    const odd = JSON.stringify({ id: "evt_2", object: "event", type: "payout.paid", data: {} });
    const got = read(sign({ payload: odd }), odd);
    expect(got).toMatchObject({ eventId: "evt_2", type: "payout.paid" });
    expect(got).not.toHaveProperty("ref");
    expect(got).not.toHaveProperty("paymentId");
  });
});
