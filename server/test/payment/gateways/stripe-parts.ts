import { Stripe } from "stripe";
import type { Sandbox } from "../../../src/sandbox/open-sandbox.ts";
import type { Charge, Gateway } from "../../../src/payment/gateway.ts";
import { openStripe, type StripeOptions } from "../../../src/payment/gateways/stripe-gateway.ts";
import { payAsPerson, sandboxKeys } from "../../harness/sandbox.ts";
import { chargeOf } from "./moyasar-parts.ts";

/** Test payment methods, named after their outcome (docs.stripe.com/testing). */
export const methods = {
  visa: "pm_card_visa",
  asksBank: "pm_card_threeDSecure2Required",
  noFunds: "pm_card_chargeDeclinedInsufficientFunds",
};

export function openTestStripe(url: string, more: Partial<StripeOptions> = {}): Gateway {
  return openStripe({
    url,
    secretKey: sandboxKeys.stripeSecretKey,
    webhookSecret: sandboxKeys.stripeWebhookSecret,
    timeoutMs: 2_000,
    ...more,
  });
}

/** Stripe's own library, for reading and changing the same account from outside. */
export function stripeWorld(sandbox: Sandbox) {
  const { hostname: host, port } = new URL(sandbox.origin);
  const stripe = new Stripe(sandboxKeys.stripeSecretKey, {
    host,
    port: Number(port),
    protocol: "http",
    telemetry: false,
  });
  const paid = async (gateway: Gateway, more: Partial<Charge> = {}) => {
    const charge = chargeOf({ token: methods.visa, ...more });
    const { object, ref } = await gateway.charge(charge);
    return { id: charge.id, ref: { object, ref } };
  };
  const paidOnPage = async (gateway: Gateway, more: Partial<Charge> = {}) => {
    const charge = chargeOf(more);
    const { object, ref, redirectUrl } = await gateway.charge(charge);
    await payAsPerson(redirectUrl!, { card: "4242424242424242", outcome: "approve" });
    return { id: charge.id, ref: { object, ref } };
  };
  return { stripe, paid, paidOnPage };
}
