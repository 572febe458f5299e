import { gatewayOf } from "./card-gateways.ts";
import { money } from "../base/money.ts";
import { GatewayRefused, GatewayUnclear, type GatewayState } from "./gateway.ts";
import type { MoneyParts } from "./money-parts.ts";
import type { PaymentRow } from "./payments.ts";
import { failPayment, settlePayment } from "./settle-payment.ts";

/** The text the payer reads on the gateway's page, and how long the page is valid (epoch milliseconds). */
export interface PageAbout {
  description: string;
  expiresAt?: number;
}

/**
 * Asks the gateway for a payment that is already recorded, and records its answer. When nothing clear comes back, the
 * payment stays as it is and the reconciler follows up.
 */
export async function chargePayment(
  parts: MoneyParts,
  payment: PaymentRow,
  about: PageAbout,
  token: string | undefined,
): Promise<void> {
  let state: GatewayState;
  try {
    state = await ask(parts, payment, about, token);
  } catch (error) {
    if (error instanceof GatewayRefused) {
      await failPayment(parts, payment.id, { code: error.code, message: error.message });
      return;
    }
    if (!(error instanceof GatewayUnclear)) throw error;
    parts.log.warn({ err: error, paymentId: payment.id }, "the gateway did not answer clearly");
    return;
  }
  await settlePayment(parts, payment.id, state);
}

async function ask(
  parts: MoneyParts,
  payment: PaymentRow,
  about: PageAbout,
  token: string | undefined,
): Promise<GatewayState> {
  const gateway = gatewayOf(parts.gateways, payment);
  if (!gateway) throw new GatewayUnclear(`no gateway ${payment.gateway} is configured`);
  return gateway.charge({
    id: payment.id,
    amount: money(payment.amount_minor, payment.currency),
    description: about.description,
    returnUrl: payment.return_url ?? "",
    isManual: payment.capture === "manual",
    ...(token !== undefined && { token }),
    ...(about.expiresAt !== undefined && { expiresAt: about.expiresAt }),
  });
}
