import type { Stripe } from "stripe";
import type { GatewayState } from "../gateway.ts";
import { fromStripe } from "./stripe-money.ts";

/** Expanded when an intent is fetched: its charge tells the refunded amount. */
export const intentExpand = ["latest_charge"];

/** Reads an intent. @throws GatewayUnclear when its amounts are invalid */
export function intentState(intent: Stripe.PaymentIntent): GatewayState {
  const { currency } = intent;
  const charge = typeof intent.latest_charge === "object" ? intent.latest_charge : null;
  const status = statusOf(intent);
  const page = status === "initiated" ? intent.next_action?.redirect_to_url?.url : undefined;
  const card = cardOf(charge);
  return {
    object: "intent",
    ref: intent.id,
    status,
    amount: fromStripe(intent.amount, currency),
    capturedMinor: fromStripe(intent.amount_received, currency).amount,
    refundedMinor: charge ? fromStripe(charge.amount_refunded, currency).amount : 0,
    ...(page && { redirectUrl: page }),
    ...(status === "failed" && { failure: failureOf(intent) }),
    ...(card && { card }),
  };
}

function statusOf({
  status,
  last_payment_error: error,
}: Stripe.PaymentIntent): GatewayState["status"] {
  switch (status) {
    case "succeeded":
      return "paid";
    case "requires_capture":
      return "authorized";
    case "canceled":
      return "voided";
    case "requires_payment_method":
      // After a declined card it waits for another one.
      return error ? "failed" : "initiated";
    case "requires_confirmation":
    case "requires_action":
    case "processing":
      return "initiated";
    default:
      return "unknown";
  }
}

function failureOf({ last_payment_error: error }: Stripe.PaymentIntent) {
  return {
    code: error?.decline_code || error?.code || "failed",
    message: error?.message ?? "",
  };
}

function cardOf(charge: Stripe.Charge | null): GatewayState["card"] {
  const card = charge?.payment_method_details?.card;
  const last4 = /^\d{4}$/.exec(card?.last4 ?? "")?.[0];
  return last4 ? { brand: card?.brand ?? "", last4 } : undefined;
}
