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

describe("what the sandbox sends", () => {
  test("proves itself and names the intent and our id, whatever it is about", async () => {
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

  test("is kept without what lets a browser pay", async () => {
    await paid(gateway);
    await receiver.until(3);
    expect(receiver.received.map(({ raw }) => raw).join("")).toContain("client_secret");
    expect(
      readAll()
        .map(({ body }) => body)
        .join(""),
    ).not.toContain("client_secret");
  });

  test("of a page goes by the page", async () => {
    const { id, ref } = await paidOnPage(gateway);
    await receiver.until(4);
    const completed = readAll().find(({ type }) => type === "checkout.session.completed");
    expect(completed).toMatchObject({ ref, paymentId: id });
  });
});

describe("what proves nothing", () => {
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

  test("the right signature does", () => {
    expect(read(sign())).toMatchObject({
      eventId: "evt_1",
      ref: { object: "intent", ref: "pi_1" },
    });
  });

  test.each([
    ["another secret", sign({ secret: "whsec_other" })],
    ["an old signature", sign({ timestamp: Math.floor(Date.now() / 1000) - 301 })],
    ["none", undefined],
    ["an empty one", ""],
    ["nonsense", "t=1,v1=nonsense"],
  ])("%s", (_name, signature) => {
    expect(read(signature)).toBeUndefined();
  });

  test("a body that was changed on the way", () => {
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
  ])("a signature over %j", (odd) => {
    expect(read(sign({ payload: odd }), odd)).toBeUndefined();
  });

  test("an event about something else is kept, and names no payment", () => {
    const odd = JSON.stringify({ id: "evt_2", object: "event", type: "payout.paid", data: {} });
    const got = read(sign({ payload: odd }), odd);
    expect(got).toMatchObject({ eventId: "evt_2", type: "payout.paid" });
    expect(got).not.toHaveProperty("ref");
    expect(got).not.toHaveProperty("paymentId");
  });
});
