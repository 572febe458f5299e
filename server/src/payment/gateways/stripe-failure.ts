import { Stripe } from "stripe";
import { GatewayRefused, GatewayUnclear } from "../gateway.ts";

const { errors } = Stripe;

/** Returns a refusal or "unclear" by the reason Stripe gives; unknown reasons leave open whether it was done. */
export function stripeFailure(error: unknown): GatewayRefused | GatewayUnclear {
  if (error instanceof GatewayRefused || error instanceof GatewayUnclear) return error;
  if (!(error instanceof errors.StripeError)) throw error;
  const { message } = error;
  const isAboutThis =
    error instanceof errors.StripeInvalidRequestError || error instanceof errors.StripeCardError;
  if (!isAboutThis) return new GatewayUnclear(`Stripe: ${message}`, { cause: error });
  return new GatewayRefused(error.decline_code ?? error.code ?? error.type, message, {
    cause: error,
  });
}

/** Whether the request was rejected before it was processed: wrong key, key without the right, too many requests. */
export function isTurnedAwayByStripe(error: unknown): error is Stripe.errors.StripeError {
  return (
    error instanceof errors.StripeAuthenticationError ||
    error instanceof errors.StripePermissionError ||
    error instanceof errors.StripeRateLimitError
  );
}

export function isNotThere(error: unknown): boolean {
  return error instanceof errors.StripeInvalidRequestError && error.statusCode === 404;
}
