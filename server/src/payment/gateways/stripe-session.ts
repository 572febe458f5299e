import type { Stripe } from "stripe";
import type { GatewayState } from "../gateway.ts";
import { intentState } from "./stripe-intent.ts";
import { fromStripe } from "./stripe-money.ts";

/** What a session is fetched with. */
export const sessionExpand = ["payment_intent.latest_charge"];

/** How far an intent has come when it no longer matters what its page is called. */
const decided: readonly GatewayState["status"][] = ["paid", "authorized", "voided"];

/**
 * A Checkout Session is Stripe's hosted page: what `invoice` stands for elsewhere. The money is told by its intent, which
 * is there from the first card on; one that was declined can be followed by another while the page is open.
 *
 * @throws GatewayUnclear when its amounts are none
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
  // Complete, and the bank is still at work.
  return { ...none, status: intent?.status ?? "unknown" };
}

/** The intent behind it, if a card was given. */
export function intentIdOf({
  payment_intent: intent,
}: Stripe.Checkout.Session): string | undefined {
  return (typeof intent === "string" ? intent : intent?.id) ?? undefined;
}
