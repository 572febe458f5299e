import { DAY_MS } from "../../base/time.ts";
import type { SandboxParts } from "../parts.ts";
import type { Fields } from "../read-body.ts";
import { amountIn, newStripeId, seconds } from "./fields.ts";
import type { Charge, IntentRecord } from "./records.ts";
import { badRequest, wrongState } from "./refusals.ts";
import { completeSession } from "./session.ts";
import { tell } from "./tell.ts";
import type { StripeCard } from "./test-cards.ts";

/** How long a hold lasts (docs.stripe.com/payments/place-a-hold-on-a-payment-method). */
const CAPTURE_WITHIN_S = (7 * DAY_MS) / 1000;

/** Captures or authorises the money; `declined` says why it does not. */
export function charge(
  parts: SandboxParts,
  intent: IntentRecord,
  card: StripeCard,
  declined: StripeCard["decline"],
): void {
  const { shown } = intent;
  const made = keepCharge(parts, intent, card, declined);
  shown.latest_charge = made.id;
  if (declined) {
    const { id } = made;
    const type = "card_error";
    shown.status = "requires_payment_method";
    shown.payment_method = null;
    shown.last_payment_error = { type, ...declined, charge: id };
    tell(parts, "payment_intent.payment_failed", shown);
    return;
  }
  if (made.captured) {
    shown.status = "succeeded";
    shown.amount_received = shown.amount;
    tell(parts, "payment_intent.succeeded", shown);
  } else {
    shown.status = "requires_capture";
    shown.amount_capturable = shown.amount;
    tell(parts, "payment_intent.amount_capturable_updated", shown);
  }
  completeSession(parts, intent);
}

function keepCharge(
  parts: SandboxParts,
  { shown }: IntentRecord,
  card: StripeCard,
  declined: StripeCard["decline"],
): Charge {
  const isCaptured = !declined && shown.capture_method === "automatic";
  const details = { brand: "visa", last4: card.number.slice(-4), exp_month: 12, exp_year: 2040 };
  const made: Charge = {
    id: newStripeId("ch"),
    object: "charge",
    amount: shown.amount,
    amount_captured: isCaptured ? shown.amount : 0,
    amount_refunded: 0,
    captured: isCaptured,
    created: seconds(parts),
    currency: shown.currency,
    failure_code: declined?.code ?? null,
    failure_message: declined?.message ?? null,
    livemode: false,
    metadata: shown.metadata,
    paid: !declined,
    payment_intent: shown.id,
    payment_method: card.paymentMethod,
    payment_method_details: {
      type: "card",
      card: { ...details, country: "US", funding: "credit" },
    },
    refunded: false,
    status: declined ? "failed" : "succeeded",
  };
  parts.state.stripe.charges.set(made.id, made);
  tell(parts, declined ? "charge.failed" : "charge.succeeded", made);
  return made;
}

/** Handles `POST /payment_intents/{id}/capture`. @throws Refusal 400 when nothing is authorised, or less */
export function captureIntent(parts: SandboxParts, intent: IntentRecord, fields: Fields): void {
  const { shown } = intent;
  const held = parts.state.stripe.charges.get(shown.latest_charge ?? "");
  if (shown.status !== "requires_capture" || !held) throw wrongState(shown, "captured");
  if (seconds(parts) > held.created + CAPTURE_WITHIN_S) {
    const code = "charge_expired_for_capture";
    throw badRequest("The hold has expired.", { code });
  }
  const param = "amount_to_capture";
  const amount = fields[param] === undefined ? shown.amount : amountIn(fields, param);
  if (amount > shown.amount_capturable) {
    throw badRequest("The amount to capture is more than what is held.", { param });
  }
  Object.assign(held, { captured: true, amount_captured: amount });
  if (parts.faults.capturedRemainder === "refunded") held.amount_refunded = held.amount - amount;
  Object.assign(shown, { status: "succeeded", amount_received: amount, amount_capturable: 0 });
  tell(parts, "charge.captured", held);
  tell(parts, "payment_intent.succeeded", shown);
}
