import { Stripe } from "stripe";
import { DAY_MS, MINUTE_MS, type Clock } from "../../base/time.ts";
import { GatewayRefused, type Charge, type GatewayState } from "../gateway.ts";
import { returnAddress } from "./answered.ts";
import { isTurnedAwayByStripe, stripeFailure } from "./stripe-failure.ts";
import { intentExpand, intentState } from "./stripe-intent.ts";
import { stripeAmount } from "./stripe-money.ts";
import { findStripeByOurId } from "./stripe-reads.ts";
import { sessionExpand, sessionState } from "./stripe-session.ts";

/** The shortest and longest life of a session (docs.stripe.com/api/checkout/sessions/create). */
const PAGE_MIN_MS = 30 * MINUTE_MS;
const PAGE_MAX_MS = DAY_MS;
/** Allowance for clock difference and network delay. */
const MARGIN_MS = MINUTE_MS;

/**
 * Charges a payment method by its token; only the browser knew the card number.
 *
 * @throws GatewayRefused, GatewayUnclear
 */
export async function chargeMethod(stripe: Stripe, charge: Charge): Promise<GatewayState> {
  const { id, amount, description, returnUrl, token, isManual } = charge;
  return createOnce(stripe, id, async () => {
    const intent = await stripe.paymentIntents.create(
      {
        amount: stripeAmount(amount),
        currency: amount.currency.toLowerCase(),
        description,
        payment_method: token,
        allowed_payment_method_types: ["card"],
        capture_method: isManual ? "manual" : "automatic",
        confirm: true,
        return_url: returnAddress(returnUrl, id),
        metadata: { payment_id: id },
        expand: intentExpand,
      },
      { idempotencyKey: id },
    );
    return intentState(intent);
  });
}

/**
 * Opens Stripe's own page. It stays open for at least half an hour, even when the hold ends sooner: it is closed when
 * the payment is given up, and late money is refunded.
 *
 * @throws GatewayRefused, GatewayUnclear
 */
export async function chargeOnStripePage(
  stripe: Stripe,
  charge: Charge,
  clock: Clock,
): Promise<GatewayState> {
  const { id } = charge;
  return createOnce(stripe, id, async () => {
    const session = await stripe.checkout.sessions.create(sessionFor(charge, clock.now()), {
      idempotencyKey: id,
    });
    return sessionState(session);
  });
}

function sessionFor(charge: Charge, now: number): Stripe.Checkout.SessionCreateParams {
  const { id, amount, description, returnUrl, isManual } = charge;
  const back = returnAddress(returnUrl, id);
  const metadata = { payment_id: id };
  const currency = amount.currency.toLowerCase();
  const price = {
    currency,
    unit_amount: stripeAmount(amount),
    product_data: { name: description },
  };
  return {
    mode: "payment",
    // Other methods may be confirmed first and paid days later.
    allowed_payment_method_types: ["card"],
    line_items: [{ quantity: 1, price_data: price }],
    // Charging in the payer's own currency would change the amount.
    adaptive_pricing: { enabled: false },
    client_reference_id: id,
    metadata,
    payment_intent_data: {
      capture_method: isManual ? "manual" : "automatic",
      description,
      metadata,
    },
    success_url: back,
    cancel_url: back,
    expires_at: Math.floor(pageEnd(charge.expiresAt ?? 0, now) / 1000),
    expand: sessionExpand,
  };
}

function pageEnd(wanted: number, now: number): number {
  const earliest = now + PAGE_MIN_MS + MARGIN_MS;
  return Math.min(Math.max(wanted, earliest), now + PAGE_MAX_MS - MARGIN_MS);
}

/** Creates it once: our id is the idempotency key, so asking twice makes one payment. */
async function createOnce(
  stripe: Stripe,
  id: string,
  create: () => Promise<GatewayState>,
): Promise<GatewayState> {
  try {
    return await create();
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError && error.payment_intent) {
      return intentState(error.payment_intent);
    }
    // The same payment with other fields, perhaps a later end of the hold: the first one stands.
    if (error instanceof Stripe.errors.StripeIdempotencyError) {
      const there = await findStripeByOurId(stripe, id);
      if (there) return there.state;
    }
    if (isTurnedAwayByStripe(error)) {
      throw new GatewayRefused(error.type, error.message, { cause: error });
    }
    throw stripeFailure(error);
  }
}
