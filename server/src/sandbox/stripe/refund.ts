import type { SandboxParts } from "../parts.ts";
import { asWords, type Fields } from "../read-body.ts";
import { amountIn, metadataIn, newStripeId, seconds, wordsIn } from "./fields.ts";
import type { Charge, StripeRefund } from "./records.ts";
import { badRequest, missing } from "./refusals.ts";
import { tell } from "./tell.ts";

const REASONS = ["duplicate", "fraudulent", "requested_by_customer"];

/** Handles `POST /refunds`: a part or the rest. @throws Refusal 400 when less was taken, 404 */
export function createRefund(parts: SandboxParts, fields: Fields): StripeRefund {
  const charge = chargeIn(parts, fields);
  const reason = wordsIn(fields, "reason");
  if (reason !== null && !REASONS.includes(reason)) {
    throw badRequest("Invalid reason", { param: "reason" });
  }
  const isCounted = parts.faults.capturedRemainder === "refunded";
  const left = (isCounted ? charge.amount : charge.amount_captured) - charge.amount_refunded;
  if (!charge.captured) throw badRequest("This charge was not captured.");
  if (left === 0) {
    const code = "charge_already_refunded";
    throw badRequest(`Charge ${charge.id} has already been refunded.`, { code });
  }
  const amount = fields.amount === undefined ? left : amountIn(fields, "amount");
  if (amount > left) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`;
    throw badRequest(message, { param: "amount" });
  }
  const refund: StripeRefund = {
    id: newStripeId("re"),
    object: "refund",
    amount,
    charge: charge.id,
    created: seconds(parts),
    currency: charge.currency,
    metadata: metadataIn(fields),
    payment_intent: charge.payment_intent,
    reason,
    status: "succeeded",
  };
  parts.state.stripe.refunds.set(refund.id, refund);
  charge.amount_refunded += amount;
  charge.refunded = amount === left;
  tell(parts, "refund.created", refund);
  tell(parts, "charge.refunded", charge);
  return refund;
}

function chargeIn({ state }: SandboxParts, fields: Fields): Charge {
  const intentId = asWords(fields.payment_intent);
  const chargeId = asWords(fields.charge);
  if (intentId === "" && chargeId === "") {
    throw badRequest("One of charge or payment_intent must be given.");
  }
  const intent = state.stripe.intents.get(intentId)?.shown;
  if (intentId !== "" && !intent) throw missing("payment_intent", intentId);
  const charge = state.stripe.charges.get(chargeId || (intent?.latest_charge ?? ""));
  if (charge?.paid) return charge;
  if (chargeId !== "") throw missing("charge", chargeId);
  throw badRequest(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`);
}
