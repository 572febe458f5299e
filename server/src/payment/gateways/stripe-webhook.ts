import type { Stripe } from "stripe";
import type { GatewayEvent, GatewayRef } from "../gateway.ts";
import { fieldsAt, ourIdIn, wordsAt, type Fields } from "./answered.ts";

/**
 * Reads a Stripe webhook: signed over the raw body, no more than five minutes ago.
 *
 * @returns undefined when its origin is not proven
 */
export function readStripeWebhook(
  stripe: Stripe,
  raw: Buffer,
  signature: string | string[] | undefined,
  secret: string,
): GatewayEvent | undefined {
  const event = verified(stripe, raw, signature, secret);
  if (!event) return undefined;
  const about = fieldsAt(fieldsAt({ ...event }, "data"), "object");
  const ref = refOf(about);
  const paymentId = ourIdIn(about.metadata);
  return {
    eventId: event.id,
    type: event.type,
    ...(ref && { ref }),
    ...(paymentId && { paymentId }),
    body: JSON.stringify(event, (name, value: unknown) =>
      name === "client_secret" ? undefined : value,
    ),
  };
}

function verified(
  stripe: Stripe,
  raw: Buffer,
  signature: string | string[] | undefined,
  secret: string,
): Stripe.Event | undefined {
  try {
    const event = stripe.webhooks.constructEvent(raw, signature ?? "", secret);
    return typeof event.id === "string" && typeof event.type === "string" ? event : undefined;
  } catch {
    // No signature, not ours, too old, or signed but not an event of this kind.
    return undefined;
  }
}

/** Returns the intent that a charge, refund or dispute belongs to. */
function refOf(about: Fields): GatewayRef | undefined {
  const id = wordsAt(about, "id");
  if (id && about.object === "checkout.session") return { object: "invoice", ref: id };
  const intent = about.object === "payment_intent" ? id : wordsAt(about, "payment_intent");
  return intent ? { object: "intent", ref: intent } : undefined;
}
