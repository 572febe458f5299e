import { randomBytes } from "node:crypto";
import type { SandboxParts } from "../parts.ts";
import { asWords, type Fields } from "../read-body.ts";
import { charge } from "./charge.ts";
import {
  amountIn,
  currencyIn,
  metadataIn,
  newStripeId,
  seconds,
  urlIn,
  wordsIn,
} from "./fields.ts";
import type { Intent, IntentRecord } from "./records.ts";
import { badRequest, stripeRefusal, wrongState } from "./refusals.ts";
import { tell } from "./tell.ts";
import { stripeCards, unauthenticated, type StripeCard } from "./test-cards.ts";

/** Handles `POST /payment_intents`. @throws Refusal 400, or 402 when the card is declined at once */
export function createIntent(parts: SandboxParts, fields: Fields): IntentRecord {
  const amount = amountIn(fields, "amount");
  const currency = currencyIn(fields);
  const card = cardIn(fields);
  const returnUrl = urlIn(fields, "return_url");
  const intent = keepIntent(parts, {
    amount,
    currency,
    capture_method: fields.capture_method === "manual" ? "manual" : "automatic",
    description: wordsIn(fields, "description"),
    metadata: metadataIn(fields),
  });
  Object.assign(intent, { card, returnUrl });
  if (card) chooseCard(intent, card);
  if (asWords(fields.confirm) === "true") confirmIntent(parts, intent, fields);
  return intent;
}

export function keepIntent(
  parts: SandboxParts,
  about: Pick<Intent, "amount" | "currency" | "capture_method" | "description" | "metadata">,
  sessionId: string | null = null,
): IntentRecord {
  const id = newStripeId("pi");
  const shown: Intent = {
    id,
    object: "payment_intent",
    ...about,
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomBytes(12).toString("hex")}`,
    confirmation_method: "automatic",
    created: seconds(parts),
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    next_action: null,
    payment_method: null,
    payment_method_types: ["card"],
    status: "requires_payment_method",
  };
  const intent = { shown, card: null, returnUrl: null, sessionId };
  parts.state.stripe.intents.set(id, intent);
  tell(parts, "payment_intent.created", shown);
  return intent;
}

function cardIn(fields: Fields): StripeCard | null {
  const name = wordsIn(fields, "payment_method");
  if (name === null) return null;
  const card = stripeCards.find(({ paymentMethod }) => paymentMethod === name);
  if (card) return card;
  throw badRequest(`No such PaymentMethod: '${name}'`, { param: "payment_method" });
}

function chooseCard(intent: IntentRecord, card: StripeCard): void {
  intent.card = card;
  intent.shown.payment_method = card.paymentMethod;
  intent.shown.status = "requires_confirmation";
}

/** Handles `POST /payment_intents/{id}/confirm`. @throws Refusal 400 in another state, 402 when it is declined */
export function confirmIntent(parts: SandboxParts, intent: IntentRecord, fields: Fields): void {
  const { shown } = intent;
  if (!["requires_payment_method", "requires_confirmation"].includes(shown.status)) {
    throw wrongState(shown, "confirmed");
  }
  const card = cardIn(fields) ?? intent.card;
  if (!card) throw badRequest("You must provide a payment method.", { param: "payment_method" });
  intent.returnUrl = urlIn(fields, "return_url") ?? intent.returnUrl;
  payWith(parts, intent, card);
  const error = shown.last_payment_error;
  if (shown.status === "requires_payment_method" && error) {
    throw stripeRefusal(402, {
      ...(error as { type: string; message: string }),
      payment_intent: structuredClone(shown),
    });
  }
}

/** Charges a card for the intent, or asks its owner first. A decline is not an error here. */
export function payWith(parts: SandboxParts, intent: IntentRecord, card: StripeCard): void {
  const { shown } = intent;
  chooseCard(intent, card);
  shown.last_payment_error = null;
  if (!card.isChallenged) return charge(parts, intent, card, card.decline);
  const url = `${parts.origin}/stripe/challenges/${shown.id}`;
  const redirect_to_url = { url, return_url: intent.returnUrl };
  shown.status = "requires_action";
  shown.next_action = { type: "redirect_to_url", redirect_to_url };
  tell(parts, "payment_intent.requires_action", shown);
}

/** Records the card owner's answer to the bank. */
export function answerChallenge(parts: SandboxParts, intent: IntentRecord, isGood: boolean): void {
  const { shown, card } = intent;
  if (shown.status !== "requires_action" || !card) return;
  shown.next_action = null;
  charge(parts, intent, card, isGood ? card.decline : unauthenticated);
}

/**
 * Handles `POST /payment_intents/{id}/cancel`, which also voids an authorisation. @throws Refusal 400 when it is over
 */
export function cancelIntent(parts: SandboxParts, { shown }: IntentRecord, fields: Fields): void {
  if (shown.status === "succeeded" || shown.status === "canceled") {
    throw wrongState(shown, "canceled");
  }
  shown.status = "canceled";
  shown.canceled_at = seconds(parts);
  shown.cancellation_reason = wordsIn(fields, "cancellation_reason");
  shown.amount_capturable = 0;
  shown.next_action = null;
  tell(parts, "payment_intent.canceled", shown);
}
