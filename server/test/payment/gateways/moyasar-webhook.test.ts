import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../../src/base/id.ts";
import { openTestSandbox, payAsPerson, sandboxKeys } from "../../harness/sandbox.ts";
import { openReceiver } from "../../sandbox/webhook-receiver.ts";
import { cards, chargeOf, goToBank, moyasarWorld, openTestMoyasar } from "./moyasar-parts.ts";

const receiver = await openReceiver();
const secret = sandboxKeys.webhookSecret;
const sandbox = await openTestSandbox({ webhooks: { url: receiver.url, secret } });
const publicUrl = new URL(receiver.url).origin;
const gateway = openTestMoyasar(sandbox.moyasarUrl, { publicUrl });
const { token, paid, paidOnPage } = moyasarWorld(sandbox);

beforeEach(async () => {
  await sandbox.sendWebhooks();
  sandbox.reset();
  receiver.received.length = 0;
});

const read = (body: unknown) =>
  gateway.readWebhook({
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    headers: {},
  });

const event = (more: object = {}, data: object = {}) => ({
  id: newId(),
  type: "payment_paid",
  created_at: "2026-11-21T10:00:00Z",
  secret_token: secret,
  live: false,
  data: { id: newId(), status: "paid", invoice_id: null, metadata: null, ...data },
  ...more,
});

describe("a webhook sent by the sandbox", () => {
  test("is authentic, names the payment and our id, and is stored without its secrets", async () => {
    const { id, ref } = await paid(gateway);
    await receiver.until(1);
    const { raw, body } = receiver.received[0]!;
    const got = read(raw)!;
    expect(got).toMatchObject({ eventId: body.id, type: "payment_paid", ref, paymentId: id });
    expect(raw).toContain(secret);
    expect(got.body).not.toContain(secret);
    expect(raw).toContain('"token":"token_');
    expect(got.body).not.toContain('"token":');
    expect(JSON.parse(got.body).data).toMatchObject({ id, status: "paid", amount: 15_000 });
  });

  test("about an invoice's payment refers to the invoice", async () => {
    const { ref } = await paidOnPage(gateway);
    await receiver.until(2);
    const [got] = receiver.received
      .map(({ raw }) => read(raw)!)
      .filter(({ type }) => type === "payment_paid");
    expect(got).toMatchObject({ ref });
    expect(got).not.toHaveProperty("paymentId");
  });

  test("about an invoice carries our own proof instead of a secret", async () => {
    const { id, ref } = await paidOnPage(gateway);
    await receiver.until(2);
    const { path, raw } = receiver.received.find(({ body }) => !("secret_token" in body))!;
    expect(path).toBe("/webhooks/moyasar");
    const got = read(raw)!;
    expect(got).toMatchObject({
      eventId: `invoice:${ref.ref}:paid`,
      type: "invoice_paid",
      ref,
      paymentId: id,
    });
    expect(raw).toContain("notice_proof");
    expect(got.body).not.toContain("notice_proof");
  });

  test("about an invoice paid a second time is a separate event", async () => {
    const { redirectUrl } = await gateway.charge(chargeOf());
    const banks = [await goToBank(redirectUrl!), await goToBank(redirectUrl!)];
    for (const bank of banks) await payAsPerson(bank, { outcome: "approve" });
    await receiver.until(4);
    const events = receiver.received.map(({ raw }) => read(raw)!);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(4);
    expect(new Set(events.map(({ ref }) => ref?.ref)).size).toBe(1);
  });

  test.each(["payment_faild", "payment_failed"] as const)(
    "about a failure is recognised when spelled %s",
    async (failureEvent) => {
      sandbox.set({ failureEvent });
      const charge = chargeOf({ token: await token(cards.noFunds) });
      const { redirectUrl } = await gateway.charge(charge);
      await payAsPerson(redirectUrl!, { outcome: "approve" });
      await receiver.until(1);
      const { raw } = receiver.received[0]!;
      expect(raw).toContain(failureEvent);
      expect(read(raw)).toMatchObject({ type: "payment_failed", paymentId: charge.id });
    },
  );
});

describe("a webhook is rejected with", () => {
  test.each([
    ["another secret", { secret_token: "something else" }],
    ["an empty secret", { secret_token: "" }],
    ["the beginning of the secret", { secret_token: secret.slice(0, -1) }],
    ["no secret", { secret_token: undefined }],
    ["a null secret", { secret_token: null }],
    ["an object for a secret", { secret_token: { length: secret.length } }],
    ["the right secret but no event id", { id: undefined }],
    ["the right secret but no event type", { type: 7 }],
  ])("%s", (_name, more) => {
    expect(read(event())).toBeDefined();
    expect(read(event(more))).toBeUndefined();
  });

  test.each(["", "no JSON", "[]", "null", '"words"', '{"secret_token":'])(
    "%j as its body",
    (body) => {
      expect(read(body)).toBeUndefined();
    },
  );

  test("only a header that looks like a signature", () => {
    const body = Buffer.from(JSON.stringify(event({ secret_token: undefined })));
    const headers = { "x-moyasar-signature": secret };
    expect(gateway.readWebhook({ body, headers })).toBeUndefined();
  });

  test("an invoice's proof that is missing, another invoice's or made with another key", async () => {
    await paidOnPage(gateway);
    await paidOnPage(gateway);
    await receiver.until(4);
    const [one, two] = receiver.received
      .map(({ body }) => body)
      .filter((body) => !("secret_token" in body));
    expect(read(one)).toBeDefined();
    const { notice_proof } = two.metadata;
    expect(read({ ...one, metadata: { ...one.metadata, notice_proof } })).toBeUndefined();
    expect(read({ ...one, metadata: { payment_id: one.metadata.payment_id } })).toBeUndefined();
    expect(read({ ...one, metadata: null })).toBeUndefined();
    const other = openTestMoyasar(sandbox.moyasarUrl, { webhookSecret: "another" });
    const body = Buffer.from(JSON.stringify(one));
    expect(other.readWebhook({ body, headers: {} })).toBeUndefined();
  });
});

describe("the subject of a webhook", () => {
  test.each(["card_auth_failed", "balance_transferred", "payout_paid"])(
    "is not a payment for the type %s, and the webhook is still kept",
    (type) => {
      const got = read(event({ type }));
      expect(got).toMatchObject({ type });
      expect(got).not.toHaveProperty("ref");
    },
  );

  test("is our payment only if the metadata holds a valid id", () => {
    const metadata = (payment_id: unknown) =>
      read(event({}, { metadata: { payment_id } }))?.paymentId;
    const id = newId();
    expect(metadata(id)).toBe(id);
    expect(metadata(id.toUpperCase())).toBe(id);
    expect(metadata("1 or 1=1")).toBeUndefined();
    expect(metadata(7)).toBeUndefined();
    expect(read(event({}, { metadata: "words" }))).not.toHaveProperty("paymentId");
  });

  test("may be missing", () => {
    expect(read(event({ data: undefined }))).not.toHaveProperty("ref");
    expect(read(event({ data: "words" }))).not.toHaveProperty("ref");
  });
});
