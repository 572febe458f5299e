import type { Stripe } from "stripe";
import type { GatewayState } from "../gateway.ts";
import { intentState } from "./stripe-intent.ts";
import { fromStripe } from "./stripe-money.ts";

/** Expanded when a session is fetched. */
export const sessionExpand = ["payment_intent.latest_charge"];

/** Intent statuses after which the session's own status no longer matters. */
const decided: readonly GatewayState["status"][] = ["paid", "authorized", "voided"];

/**
 * Reads a Checkout Session, Stripe's hosted page and the counterpart of an `invoice`. Its intent tells the money; it
 * exists from the first card on, and a declined card can be followed by another while the page is open.
 *
 * @throws GatewayUnclear when its amounts are invalid
 */
export function sessionState(session: Stripe.Checkout.Session): GatewayState {
  const { id: ref, status, url, payment_intent: found } = session;
  const intent = typeof found === "object" && found !== null ? intentState(found) : undefined;
  if (intent && decided.includes(intent.status)) return { ...intent, object: "invoice", ref };
  const amount = fromStripe(session.amount_total, session.currency);
  const none = { object: "invoice", ref, amount, capturedMinor: 0, refundedMinor: 0 } as const;
  if (status === "open") return { ...none, status: "initiated", ...(url && { redirectUrl: url }) };
  if (status === "expired") {
    const message = intent?.failure?.message ?? "";
    return { ...none, status: "failed", failure: { code: "expired", message } };
  }
  // Complete, but the bank is still processing.
  return { ...none, status: intent?.status ?? "unknown" };
}

/** Returns the intent behind it, if a card was given. */
export function intentIdOf({
  payment_intent: intent,
}: Stripe.Checkout.Session): string | undefined {
  return (typeof intent === "string" ? intent : intent?.id) ?? undefined;
}
