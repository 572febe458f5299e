import type { Stripe } from "stripe";
import { GatewayRefused, GatewayUnclear, type GatewayRef, type GatewayState } from "../gateway.ts";
import { isCaptured, isLetGo, isRefunded } from "./moves-done.ts";
import { isTurnedAwayByStripe, stripeFailure } from "./stripe-failure.ts";
import { stripeAmount } from "./stripe-money.ts";
import { findStripe, type StripeFound } from "./stripe-reads.ts";

/** Captures an authorised payment. @throws GatewayRefused, GatewayUnclear */
export async function captureStripe(
  stripe: Stripe,
  ref: GatewayRef,
  amountMinor: number,
): Promise<GatewayState> {
  return move(stripe, ref, {
    isDone: isCaptured,
    act: async (intentId, { amount }) =>
      stripe.paymentIntents.capture(
        intentId,
        { amount_to_capture: stripeAmount({ ...amount, amount: amountMinor }) },
        { idempotencyKey: `capture:${intentId}` },
      ),
  });
}

/** Voids an authorised payment. @throws GatewayUnclear, GatewayRefused when Stripe refuses to void it */
export async function voidStripe(stripe: Stripe, ref: GatewayRef): Promise<GatewayState> {
  return move(stripe, ref, {
    isDone: isLetGo,
    act: async (intentId) =>
      stripe.paymentIntents.cancel(intentId, {}, { idempotencyKey: `void:${intentId}` }),
  });
}

/**
 * Refunds a part of a payment. Stripe forgets idempotency keys after a day, but a refund may be retried for longer,
 * so the amount refunded before is compared as well.
 *
 * @throws GatewayRefused, GatewayUnclear
 */
export async function refundStripe(
  stripe: Stripe,
  ref: GatewayRef,
  refund: { id: string; amountMinor: number; beforeMinor: number },
): Promise<GatewayState> {
  const { id, amountMinor } = refund;
  return move(stripe, ref, {
    isDone: (state) => isRefunded(state, refund),
    async act(intentId, { amount }, paymentId) {
      const made = await stripe.refunds.create(
        {
          payment_intent: intentId,
          amount: stripeAmount({ ...amount, amount: amountMinor }),
          metadata: { refund_id: id, ...(paymentId && { payment_id: paymentId }) },
        },
        { idempotencyKey: id },
      );
      if (made.status === "failed" || made.status === "canceled") {
        throw new GatewayRefused(made.failure_reason ?? "refund-failed", "the refund failed");
      }
    },
  });
}

/** Fetches before and after: the state is always the result of a fetch. */
async function move(
  stripe: Stripe,
  ref: GatewayRef,
  step: {
    isDone: (state: GatewayState) => boolean;
    act: (intentId: string, state: GatewayState, paymentId?: string) => Promise<unknown>;
  },
): Promise<GatewayState> {
  const before = await getByRef(stripe, ref);
  if (step.isDone(before.state)) return before.state;
  if (!before.intentId) throw new GatewayUnclear(`Stripe names no intent of ${ref.ref}`);
  let failure: GatewayRefused | GatewayUnclear | undefined;
  try {
    await step.act(before.intentId, before.state, before.carriedId);
  } catch (error) {
    failure = failureOf(error);
  }
  const { state } = await getByRef(stripe, ref);
  if (step.isDone(state)) return state;
  throw (
    failure ??
    new GatewayUnclear(`Stripe accepted the request, but ${ref.ref} is still ${state.status}`)
  );
}

function failureOf(error: unknown): GatewayRefused | GatewayUnclear {
  if (!isTurnedAwayByStripe(error)) return stripeFailure(error);
  return new GatewayUnclear(`Stripe: ${error.message}`, { cause: error });
}

async function getByRef(stripe: Stripe, ref: GatewayRef): Promise<StripeFound> {
  const found = await findStripe(stripe, ref);
  if (!found) throw new GatewayRefused("not-found", `Stripe knows no ${ref.object} ${ref.ref}`);
  return found;
}
