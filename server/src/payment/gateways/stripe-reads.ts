import type { Stripe } from "stripe";
import { MINUTE_MS } from "../../base/time.ts";
import { GatewayUnclear, type GatewayRef, type GatewayState } from "../gateway.ts";
import { madeAt, ourIdIn } from "./answered.ts";
import { isNotThere, stripeFailure } from "./stripe-failure.ts";
import { intentExpand, intentState } from "./stripe-intent.ts";
import { intentIdOf, sessionExpand, sessionState } from "./stripe-session.ts";

/** Ten pages. A search would be shorter, but does not index payments made in the last minute. */
const LISTED_MAX = 1000;
const SKEW_MS = 10 * MINUTE_MS;

export interface StripeFound {
  carriedId: string | undefined;
  /** Expanded to tell the captured, voided and refunded amounts. */
  intentId: string | undefined;
  state: GatewayState;
}

/** Fetches it. @returns undefined when Stripe says there is none. @throws GatewayUnclear */
export async function findStripe(
  stripe: Stripe,
  ref: GatewayRef,
): Promise<StripeFound | undefined> {
  try {
    return ref.object === "invoice"
      ? readSession(await stripe.checkout.sessions.retrieve(ref.ref, { expand: sessionExpand }))
      : readIntent(await stripe.paymentIntents.retrieve(ref.ref, { expand: intentExpand }));
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw asUnclear(error);
  }
}

/** Finds what was created under our id, among everything created since. @throws GatewayUnclear */
export async function findStripeByOurId(
  stripe: Stripe,
  id: string,
): Promise<StripeFound | undefined> {
  const since = Math.max(0, Math.floor((madeAt(id) - SKEW_MS) / 1000));
  const made = { created: { gte: since }, limit: 100 };
  try {
    const session = await findIn(stripe.checkout.sessions.list(made), id);
    if (session) return await findStripe(stripe, { object: "invoice", ref: session });
    const intent = await findIn(stripe.paymentIntents.list(made), id);
    return intent ? await findStripe(stripe, { object: "intent", ref: intent }) : undefined;
  } catch (error) {
    throw asUnclear(error);
  }
}

async function findIn(
  list: AsyncIterable<{ id: string; metadata: unknown }>,
  id: string,
): Promise<string | undefined> {
  let count = 0;
  for await (const one of list) {
    if (ourIdIn(one.metadata) === id.toLowerCase()) return one.id;
    count += 1;
    if (count === LISTED_MAX) {
      throw new GatewayUnclear("Stripe's list is too long to find a payment in it");
    }
  }
  return undefined;
}

export function readIntent(intent: Stripe.PaymentIntent): StripeFound {
  return {
    carriedId: ourIdIn(intent.metadata),
    intentId: intent.id,
    state: intentState(intent),
  };
}

export function readSession(session: Stripe.Checkout.Session): StripeFound {
  return {
    carriedId: ourIdIn(session.metadata),
    intentId: intentIdOf(session),
    state: sessionState(session),
  };
}

/** A refused read says nothing about the payment. */
function asUnclear(error: unknown): GatewayUnclear {
  const failure = stripeFailure(error);
  if (failure instanceof GatewayUnclear) return failure;
  return new GatewayUnclear(`Stripe: ${failure.message}`, { cause: error });
}
