import { sql } from "kysely";
import { Stripe } from "stripe";
import { beforeEach, expect, test } from "vitest";
import { openStripe } from "../../src/payment/gateways/stripe-gateway.ts";
import { startTestApp } from "../harness/test-app.ts";

const webhookSecret = "whsec_of_tests";
const secretKey = "sk_test_of_tests";
const app = await startTestApp({ gateways: { stripe: openStripe({ secretKey, webhookSecret }) } });
const signer = new Stripe(secretKey).webhooks;

const event = (id: string) => ({
  id,
  object: "event",
  type: "payment_intent.succeeded",
  data: { object: { id: "pi_1", object: "payment_intent", client_secret: "pi_1_secret_x" } },
});

async function send(payload: string, signature: string) {
  const response = await fetch(`${app.origin}/webhooks/stripe`, {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8", "stripe-signature": signature },
    body: payload,
  });
  return response.status;
}

function sign(payload: string, options: { secret?: string; agoSeconds?: number } = {}): string {
  const { secret = webhookSecret, agoSeconds = 0 } = options;
  const timestamp = Math.floor(Date.now() / 1000) - agoSeconds;
  return signer.generateTestHeaderString({ payload, secret, timestamp });
}

async function inbox() {
  const { rows } = await sql<{ event_id: string; deliveries: number; body: string }>`
    select event_id, deliveries, body from webhook_inbox order by event_id`.execute(app.owner);
  return rows;
}

beforeEach(async () => {
  await sql`delete from webhook_inbox`.execute(app.owner);
});

test("the signature is checked over the raw bytes, spaces included", async () => {
  const payload = JSON.stringify(event("evt_spaces"), null, 3).replaceAll("\n", "\r\n  ");
  expect(await send(payload, sign(payload))).toBe(200);
  const [kept] = await inbox();
  expect(kept).toMatchObject({ event_id: "evt_spaces", deliveries: 1 });
  expect(kept!.body).not.toContain("pi_1_secret_x");
});

test("a replayed webhook only raises its delivery count", async () => {
  const payload = JSON.stringify(event("evt_replayed"));
  const signature = sign(payload);
  for (let copy = 0; copy < 3; copy += 1) expect(await send(payload, signature)).toBe(200);
  expect(await inbox()).toMatchObject([{ event_id: "evt_replayed", deliveries: 3 }]);
  const { rows } = await sql`
    select from outbox where topic = 'webhook.received'
      and payload->>'inboxId' in (select id::text from webhook_inbox)`.execute(app.owner);
  expect(rows).toHaveLength(1);
});

test("a signature that is ten minutes old, of another body or by another secret is refused and stores nothing", async () => {
  const payload = JSON.stringify(event("evt_forged"));
  expect(await send(payload, sign(payload, { agoSeconds: 600 }))).toBe(401);
  expect(await send(payload, sign(`${payload} `))).toBe(401);
  expect(await send(payload, sign(payload, { secret: "whsec_another" }))).toBe(401);
  expect(await send(payload, "")).toBe(401);
  expect(await send(payload, "t=1,v1=zz")).toBe(401);
  expect(await inbox()).toEqual([]);
});

test("a signed body that is not an event is refused", async () => {
  expect(await send("{}", sign("{}"))).toBeGreaterThanOrEqual(400);
  expect(await send("{}", sign("{}"))).toBeLessThan(500);
  expect(await inbox()).toEqual([]);
});
