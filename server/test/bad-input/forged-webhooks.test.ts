import { createHmac, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { sandboxKeys } from "../harness/sandbox.ts";
import { beginByCard } from "../isolation/pay.ts";
import {
  moyasarEvent,
  stripeEvent,
  stripeSignature,
} from "../isolation/operations/webhook-operations.ts";
import { snapshot } from "../isolation/snapshot.ts";
import { openWorld } from "../isolation/world.ts";
import { exchange, expectProblem, type Sent } from "./exchange.ts";

/** Webhook requests that do not prove that a gateway sent them. */

const { app, ours } = await openWorld();
const open = await beginByCard(ours);

const json = { "content-type": "application/json" };
const FIVE_MINUTES = 300;
const seconds = () => Math.floor(Date.now() / 1000);

function to(door: "moyasar" | "stripe", body: Sent["body"], headers: Sent["headers"] = {}): Sent {
  return { method: "POST", path: `/webhooks/${door}`, headers: { ...json, ...headers }, body };
}

/** Expects a refusal with this status that writes nothing and reveals no secret. */
async function expectRefused(sent: Sent, status: number): Promise<void> {
  const before = await snapshot(app.owner);
  const answer = await exchange(app.origin, sent);
  expectProblem(answer, String(sent.body).slice(0, 200));
  expect(answer.status, answer.words).toBe(status);
  const { webhookSecret, stripeWebhookSecret } = sandboxKeys;
  for (const secret of [webhookSecret, stripeWebhookSecret]) {
    expect(answer.words).not.toContain(secret);
  }
  expect(await snapshot(app.owner)).toEqual(before);
}

/** A forged event that says our payment is paid. */
const aboutOurs = {
  data: {
    id: open.paymentId,
    status: "paid",
    amount: 10_000,
    metadata: { payment_id: open.paymentId },
  },
};

describe("Moyasar's webhook", () => {
  const secret = sandboxKeys.webhookSecret;

  test.each<[name: string, secret: unknown]>([
    ["another secret", "the shared secret of texts"],
    ["half the secret", secret.slice(0, -1)],
    ["more than the secret", `${secret} `],
    ["the secret in upper case", secret.toUpperCase()],
    ["an empty secret", ""],
    ["null as the secret", null],
    ["true as the secret", true],
    ["the secret in a list", [secret]],
    ["the secret in an object", { value: secret }],
    ["no secret", undefined],
  ])("refuses %s", async (_name, secretToken) => {
    const body = JSON.stringify(moyasarEvent({ ...aboutOurs, secret_token: secretToken }));
    await expectRefused(to("moyasar", body), 401);
  });

  test("refuses the secret in any other place", async () => {
    const { secret_token: _, ...event } = moyasarEvent(aboutOurs);
    const body = JSON.stringify({ ...event, data: { ...event.data, secret_token: secret } });
    const headers = { "x-secret-token": secret, "x-event-secret": secret };
    await expectRefused(to("moyasar", body, headers), 401);
    await expectRefused({ ...to("moyasar", body), path: "/webhooks/moyasar?secret_token=x" }, 422);
  });

  test("refuses an invoice with a proof for another payment or made with another secret", async () => {
    const proofOf = (paymentId: string, by: string) =>
      createHmac("sha256", by).update(`invoice:${paymentId}`).digest("base64url");
    const proofs = [
      undefined,
      "",
      proofOf(randomUUID(), secret),
      proofOf(open.paymentId, "another secret"),
    ];
    for (const proof of proofs) {
      const metadata = { payment_id: open.paymentId, notice_proof: proof };
      const body = JSON.stringify({ id: randomUUID(), status: "paid", metadata });
      await expectRefused(to("moyasar", body), 401);
    }
  });

  test("refuses an event without an id or type, or with an id that is too long", async () => {
    for (const change of [{ id: "" }, { id: undefined }, { id: 7 }, { type: undefined }]) {
      await expectRefused(to("moyasar", JSON.stringify(moyasarEvent(change))), 401);
    }
    await expectRefused(to("moyasar", JSON.stringify(moyasarEvent({ id: "x".repeat(256) }))), 400);
  });

  test("accepts an event with the right secret", async () => {
    const before = await snapshot(app.owner);
    const body = JSON.stringify(moyasarEvent(aboutOurs));
    expect((await exchange(app.origin, to("moyasar", body))).status).toBe(200);
    expect(await snapshot(app.owner)).not.toEqual(before);
  });
});

describe("Stripe's webhook", () => {
  const body = JSON.stringify(
    stripeEvent({
      data: {
        object: {
          id: "pi_1",
          object: "payment_intent",
          metadata: { payment_id: open.paymentId },
        },
      },
    }),
  );
  const signed = stripeSignature(body)["stripe-signature"]!;
  const [, mac] = signed.split(",v1=");

  test.each<[name: string, headers: () => Record<string, string>]>([
    ["no signature", () => ({})],
    ["an empty signature", () => ({ "stripe-signature": "" })],
    ["a malformed signature", () => ({ "stripe-signature": "yes" })],
    ["a signature without a time", () => ({ "stripe-signature": `v1=${mac}` })],
    ["a time without a signature", () => ({ "stripe-signature": `t=${seconds()}` })],
    ["a malformed time", () => ({ "stripe-signature": `t=now,v1=${mac}` })],
    ["an older kind of signature", () => ({ "stripe-signature": signed.replace("v1", "v0") })],
    ["another secret", () => stripeSignature(body, { secret: "whsec_another" })],
    ["the signature of another body", () => stripeSignature(`${body} `)],
    [
      "a later time than was signed",
      () => ({ "stripe-signature": `t=${seconds() + 1},v1=${mac}` }),
    ],
    [
      "a request from more than five minutes ago",
      () => stripeSignature(body, { at: seconds() - FIVE_MINUTES - 5 }),
    ],
  ])("refuses %s", async (_name, headers) => {
    await expectRefused(to("stripe", body, headers()), 401);
  });

  test("refuses one byte more than was signed", async () => {
    await expectRefused(to("stripe", `${body}\n`, stripeSignature(body)), 401);
  });

  test("refuses or ignores a signed body that is not an event", async () => {
    for (const change of [{ id: undefined }, { id: 7 }, { type: null }]) {
      const odd = JSON.stringify(stripeEvent(change));
      await expectRefused(to("stripe", odd, stripeSignature(odd)), 401);
    }
    const long = JSON.stringify(stripeEvent({ id: `evt_${"x".repeat(256)}` }));
    await expectRefused(to("stripe", long, stripeSignature(long)), 400);
    for (const data of [undefined, null, [], {}, { object: null }, { object: "pi_1" }]) {
      const odd = JSON.stringify(stripeEvent({ data }));
      const { status, words } = await exchange(app.origin, to("stripe", odd, stripeSignature(odd)));
      expect([200, 401], `${odd} → ${words}`).toContain(status);
    }
  });

  test("accepts an event with a valid signature", async () => {
    const before = await snapshot(app.owner);
    const answer = await exchange(app.origin, to("stripe", body, stripeSignature(body)));
    expect(answer.status, answer.words).toBe(200);
    expect(await snapshot(app.owner)).not.toEqual(before);
  });
});

describe.each(["moyasar", "stripe"] as const)("the %s webhook", (door) => {
  const event = JSON.stringify(door === "moyasar" ? moyasarEvent() : stripeEvent());
  /** The body with a valid signature where the gateway signs. */
  const proven = (body: string) => to(door, body, door === "stripe" ? stripeSignature(body) : {});
  const huge = JSON.stringify({ ...JSON.parse(event), more: "x".repeat(300_000) });

  test.each<[name: string, sent: () => Sent, status: number]>([
    ["no body", () => ({ ...to(door, undefined), headers: {} }), 401],
    ["an empty body", () => to(door, ""), 401],
    ["half a body", () => proven(event.slice(0, -1)), 400],
    ["plain text", () => proven("paid"), 400],
    ["a list", () => proven(`[${event}]`), 422],
    ["a number", () => proven("1"), 422],
    ["null", () => proven("null"), 422],
    ["a __proto__ field", () => proven(event.replace("{", '{"__proto__":{"paid":true},')), 400],
    ["a null character", () => proven(event.replace("{", '{"more":"\\u0000",')), 422],
    ["invalid UTF-8", () => to(door, new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])), 400],
    ["a form", () => ({ ...proven(event), headers: { "content-type": "text/plain" } }), 415],
    ["a compressed body", () => to(door, event, { "content-encoding": "gzip" }), 415],
    ["300 kB", () => proven(huge), 413],
    ["10 MB", () => to(door, `{"a":"${"x".repeat(10_000_000)}"}`), 413],
    ["deeply nested lists", () => proven("[".repeat(100_000)), 400],
  ])("refuses %s", async (_name, sent, status) => {
    await expectRefused(sent(), status);
  });

  test("refuses every other method", async () => {
    for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
      const body = method === "GET" ? undefined : event;
      await expectRefused({ ...to(door, body), method }, 405);
    }
  });
});

test("the payment is still unpaid after all of these requests", async () => {
  const { body } = await app.as(ours.customer.token).get(`/v1/payments/${open.paymentId}`);
  expect(body.status).toBe("initiated");
});
