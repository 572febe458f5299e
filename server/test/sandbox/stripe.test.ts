import { Stripe } from "stripe";
import { beforeEach, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../src/base/time.ts";
import { openTestSandbox, payAsPerson, sandboxKeys } from "../harness/sandbox.ts";
import { openReceiver } from "./webhook-receiver.ts";

const receiver = await openReceiver();
const { stripeSecretKey, stripeWebhookSecret } = sandboxKeys;
const sandbox = await openTestSandbox({
  stripe: {
    secretKey: stripeSecretKey,
    webhookUrl: receiver.url,
    webhookSecret: stripeWebhookSecret,
  },
});
const { hostname: host, port } = new URL(sandbox.origin);
const stripe = new Stripe(stripeSecretKey, {
  host,
  port: Number(port),
  protocol: "http",
  telemetry: false,
});

beforeEach(async () => {
  await sandbox.sendWebhooks();
  sandbox.reset();
  receiver.received.length = 0;
  receiver.answers = [];
});

const wanted = { amount: 15_000, currency: "sar", metadata: { payment: "p-1" } } as const;
const paid = async (more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({
    ...wanted,
    payment_method: "pm_card_visa",
    confirm: true,
    ...more,
  });
const held = async () => paid({ capture_method: "manual" });

/** Returns the error that Stripe's library throws. */
async function refusalOf(asked: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error: unknown = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw new Error("it was not refused", { cause: error });
}

describe("a payment intent", () => {
  test("waits for a card, is paid with it, and shows the card", async () => {
    const made = await stripe.paymentIntents.create(wanted);
    expect(made).toMatchObject({ status: "requires_payment_method", amount: 15_000 });
    await stripe.paymentIntents.confirm(made.id, { payment_method: "pm_card_visa" });
    const after = await stripe.paymentIntents.retrieve(made.id, { expand: ["latest_charge"] });
    expect(after).toMatchObject({
      status: "succeeded",
      amount_received: 15_000,
      latest_charge: {
        object: "charge",
        payment_method_details: { card: { brand: "visa", last4: "4242" } },
      },
    });
  });

  test("answers a card error for a declined card, and waits for another one", async () => {
    const made = await stripe.paymentIntents.create(wanted);
    const refusal = await refusalOf(
      stripe.paymentIntents.confirm(made.id, {
        payment_method: "pm_card_chargeDeclinedInsufficientFunds",
      }),
    );
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(refusal).toMatchObject({ statusCode: 402, decline_code: "insufficient_funds" });
    const after = await stripe.paymentIntents.retrieve(made.id);
    expect(after).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "card_declined" },
    });
  });

  test("is captured only once, also in part", async () => {
    const { id } = await held();
    expect((await stripe.paymentIntents.retrieve(id)).amount_capturable).toBe(15_000);
    const tooMuch = stripe.paymentIntents.capture(id, { amount_to_capture: 15_001 });
    expect((await refusalOf(tooMuch)).param).toBe("amount_to_capture");
    const captured = await stripe.paymentIntents.capture(id, { amount_to_capture: 9_000 });
    expect(captured).toMatchObject({ status: "succeeded", amount_received: 9_000 });
    const again = await refusalOf(stripe.paymentIntents.capture(id, {}, { idempotencyKey: "x" }));
    expect(again.code).toBe("payment_intent_unexpected_state");
  });

  test.each([
    ["released", 0],
    ["refunded", 6_000],
  ] as const)(
    "counts the uncaptured rest as %s, and does not let it be refunded again",
    async (how, counted) => {
      sandbox.set({ capturedRemainder: how });
      const { id } = await held();
      await stripe.paymentIntents.capture(id, { amount_to_capture: 9_000 });
      const { latest_charge } = await stripe.paymentIntents.retrieve(id, {
        expand: ["latest_charge"],
      });
      expect(latest_charge).toMatchObject({ amount_captured: 9_000, amount_refunded: counted });
      const tooMuch = stripe.refunds.create({ payment_intent: id, amount: 9_001 });
      expect((await refusalOf(tooMuch)).param).toBe("amount");
      expect((await stripe.refunds.create({ payment_intent: id })).amount).toBe(9_000);
    },
  );

  test("can no longer be captured a week after authorization", async () => {
    const { id } = await held();
    sandbox.set({ aheadMs: 7 * DAY_MS + HOUR_MS });
    const refusal = await refusalOf(stripe.paymentIntents.capture(id));
    expect(refusal.code).toBe("charge_expired_for_capture");
  });

  test("can be cancelled while it is only authorized, but not once it is paid", async () => {
    const hold = await held();
    const options = { cancellation_reason: "abandoned" } as const;
    expect((await stripe.paymentIntents.cancel(hold.id, options)).status).toBe("canceled");
    const { id } = await paid();
    expect((await refusalOf(stripe.paymentIntents.cancel(id))).statusCode).toBe(400);
  });

  test.each([
    ["approve", "succeeded", "succeeded"],
    ["decline", "requires_payment_method", "failed"],
  ] as const)(
    "challenges the payer; when the payer chooses %s its status is %s",
    async (outcome, status, told) => {
      const return_url = "https://merchant.example/return?order=7";
      const made = await paid({ payment_method: "pm_card_threeDSecure2Required", return_url });
      expect(made.status).toBe("requires_action");
      const back = new URL(await payAsPerson(made.next_action!.redirect_to_url!.url!, { outcome }));
      expect(back.searchParams.get("order")).toBe("7");
      expect(back.searchParams.get("payment_intent")).toBe(made.id);
      expect(back.searchParams.get("redirect_status")).toBe(told);
      expect((await stripe.paymentIntents.retrieve(made.id)).status).toBe(status);
    },
  );

  test("is found by its metadata and listed in pages", async () => {
    const first = await paid();
    const second = await paid({ metadata: { payment: "p-2" } });
    const query = "metadata['payment']:'p-2' AND status:'succeeded'";
    expect((await stripe.paymentIntents.search({ query })).data).toMatchObject([{ id: second.id }]);
    const page = await stripe.paymentIntents.list({ limit: 1 });
    expect(page).toMatchObject({ has_more: true, data: [{ id: second.id }] });
    const rest = await stripe.paymentIntents.list({ starting_after: second.id });
    expect(rest).toMatchObject({ has_more: false, data: [{ id: first.id }] });
    const { created } = first;
    expect((await stripe.paymentIntents.list({ created: { gte: created } })).data).toHaveLength(2);
    const later = { created: { gt: created + 60 } };
    expect((await stripe.paymentIntents.list(later)).data).toEqual([]);
  });

  test("is 404 when it does not exist, and 401 with another key", async () => {
    const unknown = await refusalOf(stripe.paymentIntents.retrieve("pi_unknown"));
    expect(unknown).toMatchObject({ statusCode: 404, code: "resource_missing" });
    const stranger = new Stripe("sk_test_other", { host, port: Number(port), protocol: "http" });
    expect(await refusalOf(stranger.paymentIntents.list())).toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    );
  });
});

describe("refunding an intent", () => {
  test("refunds may not add up to more than the payment, and they are listed", async () => {
    const { id: payment_intent } = await paid();
    await stripe.refunds.create({ payment_intent, amount: 5_000 });
    const tooMuch = stripe.refunds.create({ payment_intent, amount: 10_001 });
    expect((await refusalOf(tooMuch)).param).toBe("amount");
    const reason = "requested_by_customer";
    expect(await stripe.refunds.create({ payment_intent, reason })).toMatchObject({
      amount: 10_000,
      status: "succeeded",
      reason,
    });
    const again = await refusalOf(stripe.refunds.create({ payment_intent, amount: 1 }));
    expect(again.code).toBe("charge_already_refunded");
    const { data } = await stripe.refunds.list({ payment_intent });
    expect(data.map(({ amount }) => amount)).toEqual([10_000, 5_000]);
    const after = await stripe.paymentIntents.retrieve(payment_intent, {
      expand: ["latest_charge"],
    });
    expect(after.latest_charge).toMatchObject({ amount_refunded: 15_000, refunded: true });
  });

  test("the same idempotency key makes one refund, and with another amount it is refused", async () => {
    const { id: payment_intent } = await paid();
    const options = { idempotencyKey: "refund:1" };
    const refund = async (amount: number) =>
      stripe.refunds.create({ payment_intent, amount }, options);
    const first = await refund(4_000);
    expect((await refund(4_000)).id).toBe(first.id);
    expect(await refusalOf(refund(5_000))).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect((await stripe.refunds.list({ payment_intent })).data).toHaveLength(1);
  });

  test("without an idempotency key, the same request sent twice makes two refunds", async () => {
    const { id: payment_intent } = await paid();
    await stripe.refunds.create({ payment_intent, amount: 4_000 });
    await stripe.refunds.create({ payment_intent, amount: 4_000 });
    expect((await stripe.refunds.list({ payment_intent })).data).toHaveLength(2);
  });

  test("an intent that is only authorized cannot be refunded", async () => {
    const { id: payment_intent } = await held();
    expect((await refusalOf(stripe.refunds.create({ payment_intent }))).statusCode).toBe(400);
  });
});

describe("a checkout page", () => {
  const open = async (more: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
    stripe.checkout.sessions.create({
      mode: "payment",
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: "sar",
            unit_amount: 15_000,
            product_data: { name: "Booking 1042" },
          },
        },
      ],
      success_url: "https://merchant.example/done?session={CHECKOUT_SESSION_ID}",
      cancel_url: "https://merchant.example/back",
      client_reference_id: "p-1",
      payment_intent_data: { metadata: { payment: "p-1" } },
      ...more,
    });
  const expand = ["payment_intent.latest_charge"];

  test.each(["ar", "en"] as const)(
    "takes a payment in %s and redirects to the success URL",
    async (lang) => {
      const session = await open();
      expect(session).toMatchObject({ status: "open", amount_total: 15_000, payment_intent: null });
      const page = await (
        await fetch(session.url!, { headers: { "accept-language": lang } })
      ).text();
      expect(page).toContain(`dir="${lang === "ar" ? "rtl" : "ltr"}"`);
      expect(page).toContain("Booking 1042");
      const back = await payAsPerson(session.url!, { outcome: "approve", lang });
      expect(back).toBe(`https://merchant.example/done?session=${session.id}`);
      expect(await stripe.checkout.sessions.retrieve(session.id, { expand })).toMatchObject({
        status: "complete",
        payment_status: "paid",
        url: null,
        payment_intent: {
          status: "succeeded",
          metadata: { payment: "p-1" },
          latest_charge: { amount_captured: 15_000 },
        },
      });
    },
  );

  test("only authorizes the card when the merchant captures manually", async () => {
    const session = await open({ payment_intent_data: { capture_method: "manual" } });
    await payAsPerson(session.url!, { outcome: "approve", card: "4000000000003220" });
    expect(await stripe.checkout.sessions.retrieve(session.id, { expand })).toMatchObject({
      payment_status: "unpaid",
      payment_intent: { status: "requires_capture" },
    });
  });

  test("charges nothing when the payer declines at the bank, and then takes another card", async () => {
    const session = await open();
    const back = await payAsPerson(session.url!, { outcome: "decline" });
    expect(back).toBe("https://merchant.example/back");
    const declined = await stripe.checkout.sessions.retrieve(session.id, { expand });
    expect(declined).toMatchObject({
      status: "open",
      payment_intent: { status: "requires_payment_method" },
    });
    await payAsPerson(session.url!, { outcome: "approve" });
    expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
  });

  test("takes no card once the merchant expired it", async () => {
    const session = await open();
    expect((await stripe.checkout.sessions.expire(session.id)).status).toBe("expired");
    const back = await payAsPerson(session.url!, { outcome: "approve" });
    expect(back).toBe("https://merchant.example/back");
    const again = await refusalOf(stripe.checkout.sessions.expire(session.id));
    expect(again.statusCode).toBe(400);
  });

  test("expires by itself, no sooner than half an hour after it was made", async () => {
    const soon = Math.floor(Date.now() / 1000) + 600;
    expect((await refusalOf(open({ expires_at: soon }))).param).toBe("expires_at");
    const session = await open({ expires_at: soon + 1_300 });
    sandbox.set({ aheadMs: HOUR_MS });
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("expired");
  });
});

describe("webhooks", () => {
  test("webhooks are signed and carry the object of the event", async () => {
    const { id } = await paid();
    await receiver.until(3);
    const events = receiver.received.map(({ raw, headers }) =>
      stripe.webhooks.constructEvent(raw, headers["stripe-signature"]!, stripeWebhookSecret),
    );
    expect(events.map(({ type }) => type).sort()).toEqual([
      "charge.succeeded",
      "payment_intent.created",
      "payment_intent.succeeded",
    ]);
    const succeeded = events.find(({ type }) => type === "payment_intent.succeeded")!;
    expect(succeeded.data.object).toMatchObject({ id, status: "succeeded" });
  });

  test("a webhook does not verify with another secret", async () => {
    await paid();
    await receiver.until(1);
    const [{ raw, headers }] = receiver.received as [(typeof receiver.received)[0]];
    const signature = headers["stripe-signature"]!;
    expect(() => stripe.webhooks.constructEvent(raw, signature, "whsec_other")).toThrow(
      "signature",
    );
  });

  test("a webhook answered with 500 is sent again under the same id", async () => {
    receiver.answers = [500, 500, 500];
    await paid();
    await receiver.until(3);
    await sandbox.sendWebhooks();
    const ids = receiver.received.map(({ body }) => body.id as string);
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(3);
  });
});

describe("faults", () => {
  test("Stripe's library retries a refund whose response was lost, and only one refund is made", async () => {
    const { id: payment_intent } = await paid();
    sandbox.set({ actThenTimeOut: { count: 1, operation: "refund" } });
    const options = { idempotencyKey: "refund:2" };
    const { amount } = await stripe.refunds.create({ payment_intent, amount: 4_000 }, options);
    expect(amount).toBe(4_000);
    expect((await stripe.refunds.list({ payment_intent })).data).toHaveLength(1);
  });

  test("a server error makes no payment intent", async () => {
    sandbox.set({ failNext: { count: 9, as: "500", operation: "create" } });
    const refusal = await refusalOf(stripe.paymentIntents.create(wanted, { maxNetworkRetries: 0 }));
    expect(refusal.statusCode).toBe(500);
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });

  test("the same API is also served under /stripe", async () => {
    const { id } = await paid();
    const response = await fetch(`${sandbox.stripeUrl}/v1/payment_intents/${id}`, {
      headers: { authorization: `Bearer ${stripeSecretKey}`, "user-agent": "holdfast-test" },
    });
    expect(await response.json()).toMatchObject({ id, status: "succeeded" });
  });
});
