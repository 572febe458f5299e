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

/** What comes to the gateways' doors and does not prove that a gateway sent it. */

const { app, ours } = await openWorld();
const open = await beginByCard(ours);

const json = { "content-type": "application/json" };
const FIVE_MINUTES = 300;
const seconds = () => Math.floor(Date.now() / 1000);

function to(door: "moyasar" | "stripe", body: Sent["body"], headers: Sent["headers"] = {}): Sent {
  return { method: "POST", path: `/webhooks/${door}`, headers: { ...json, ...headers }, body };
}

/** Refused like this, with nothing written, and nothing that helps to guess better. */
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

/** What happened, as a liar would have it. */
const aboutOurs = {
  data: {
    id: open.paymentId,
    status: "paid",
    amount: 10_000,
    metadata: { payment_id: open.paymentId },
  },
};

describe("Moyasar's door", () => {
  const secret = sandboxKeys.webhookSecret;

  test.each<[name: string, secret: unknown]>([
    ["another secret", "the shared secret of texts"],
    ["half the secret", secret.slice(0, -1)],
    ["more than the secret", `${secret} `],
    ["the secret in capitals", secret.toUpperCase()],
    ["a secret without words", ""],
    ["null for a secret", null],
    ["true for a secret", true],
    ["the secret in a list", [secret]],
    ["the secret in an object", { value: secret }],
    ["no secret", undefined],
  ])("stays shut to %s", async (_name, secretToken) => {
    const body = JSON.stringify(moyasarEvent({ ...aboutOurs, secret_token: secretToken }));
    await expectRefused(to("moyasar", body), 401);
  });

  test("stays shut to the secret in any other place", async () => {
    const { secret_token: _, ...event } = moyasarEvent(aboutOurs);
    const body = JSON.stringify({ ...event, data: { ...event.data, secret_token: secret } });
    const headers = { "x-secret-token": secret, "x-event-secret": secret };
    await expectRefused(to("moyasar", body, headers), 401);
    await expectRefused({ ...to("moyasar", body), path: "/webhooks/moyasar?secret_token=x" }, 422);
  });

  test("stays shut to an invoice whose proof is another's, or made with another secret", async () => {
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

  test("takes no event without a name, or with one that has no end", async () => {
    for (const change of [{ id: "" }, { id: undefined }, { id: 7 }, { type: undefined }]) {
      await expectRefused(to("moyasar", JSON.stringify(moyasarEvent(change))), 401);
    }
    await expectRefused(to("moyasar", JSON.stringify(moyasarEvent({ id: "x".repeat(256) }))), 400);
  });

  test("opens to the secret, so that the tests above can fail", async () => {
    const before = await snapshot(app.owner);
    const body = JSON.stringify(moyasarEvent(aboutOurs));
    expect((await exchange(app.origin, to("moyasar", body))).status).toBe(200);
    expect(await snapshot(app.owner)).not.toEqual(before);
  });
});

describe("Stripe's door", () => {
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
    ["a signature that is none", () => ({ "stripe-signature": "yes" })],
    ["a signature without a time", () => ({ "stripe-signature": `v1=${mac}` })],
    ["a time without a signature", () => ({ "stripe-signature": `t=${seconds()}` })],
    ["a time that is none", () => ({ "stripe-signature": `t=now,v1=${mac}` })],
    ["an older kind of signature", () => ({ "stripe-signature": signed.replace("v1", "v0") })],
    ["another secret", () => stripeSignature(body, { secret: "whsec_another" })],
    ["the signature of another body", () => stripeSignature(`${body} `)],
    [
      "a younger time than was signed",
      () => ({ "stripe-signature": `t=${seconds() + 1},v1=${mac}` }),
    ],
    [
      "what was sent five minutes ago, again",
      () => stripeSignature(body, { at: seconds() - FIVE_MINUTES - 5 }),
    ],
  ])("stays shut to %s", async (_name, headers) => {
    await expectRefused(to("stripe", body, headers()), 401);
  });

  test("stays shut to one byte more than was signed", async () => {
    await expectRefused(to("stripe", `${body}\n`, stripeSignature(body)), 401);
  });

  test("takes what is signed and no event as nothing, or says where it is wrong", async () => {
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

  test("opens to the signature, so that the tests above can fail", async () => {
    const before = await snapshot(app.owner);
    const answer = await exchange(app.origin, to("stripe", body, stripeSignature(body)));
    expect(answer.status, answer.words).toBe(200);
    expect(await snapshot(app.owner)).not.toEqual(before);
  });
});

describe.each(["moyasar", "stripe"] as const)("at %s's door", (door) => {
  const event = JSON.stringify(door === "moyasar" ? moyasarEvent() : stripeEvent());
  /** Signed where that is how it is proved. */
  const proven = (body: string) => to(door, body, door === "stripe" ? stripeSignature(body) : {});
  const huge = JSON.stringify({ ...JSON.parse(event), more: "x".repeat(300_000) });

  test.each<[name: string, sent: () => Sent, status: number]>([
    ["nothing", () => ({ ...to(door, undefined), headers: {} }), 401],
    ["no words", () => to(door, ""), 401],
    ["half a body", () => proven(event.slice(0, -1)), 400],
    ["words", () => proven("paid"), 400],
    ["a list", () => proven(`[${event}]`), 422],
    ["a number", () => proven("1"), 422],
    ["null", () => proven("null"), 422],
    ["a prototype", () => proven(event.replace("{", '{"__proto__":{"paid":true},')), 400],
    ["what no text may hold", () => proven(event.replace("{", '{"more":"\\u0000",')), 422],
    ["no UTF-8", () => to(door, new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])), 400],
    ["a form", () => ({ ...proven(event), headers: { "content-type": "text/plain" } }), 415],
    ["what is compressed", () => to(door, event, { "content-encoding": "gzip" }), 415],
    ["300 kB", () => proven(huge), 413],
    ["10 MB", () => to(door, `{"a":"${"x".repeat(10_000_000)}"}`), 413],
    ["a list without end in a list", () => proven("[".repeat(100_000)), 400],
  ])("%s is refused", async (_name, sent, status) => {
    await expectRefused(sent(), status);
  });

  test("nothing is told in any other way", async () => {
    for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
      const body = method === "GET" ? undefined : event;
      await expectRefused({ ...to(door, body), method }, 405);
    }
  });
});

test("and nobody paid by it", async () => {
  const { body } = await app.as(ours.customer.token).get(`/v1/payments/${open.paymentId}`);
  expect(body.status).toBe("initiated");
});
