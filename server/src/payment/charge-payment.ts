import { sql } from "kysely";
import { money } from "../base/money.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { GatewayRefused, GatewayUnclear, type GatewayState } from "./gateway.ts";
import { asPlatform, type MoneyParts } from "./money-parts.ts";
import type { PaymentRow } from "./payments.ts";
import { failPayment, settlePayment } from "./settle-payment.ts";

/**
 * Asks the gateway for a payment that was written down before, and writes down what it said. When nothing clear
 * comes back the payment stays as it is, and the reconciler finds out.
 */
export async function chargePayment(
  parts: MoneyParts,
  payment: PaymentRow,
  token: string | undefined,
): Promise<void> {
  let state: GatewayState;
  try {
    state = await ask(parts, payment, token);
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
  token: string | undefined,
): Promise<GatewayState> {
  const gateway = parts.gateways[payment.gateway as "moyasar" | "stripe"];
  if (!gateway) throw new GatewayUnclear(`no gateway ${payment.gateway} is configured`);
  const about = await describe(parts, payment);
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

/** What the payer reads on the gateway's page, in both languages for want of knowing theirs, and until when the page is good. */
async function describe(
  { db, clock }: MoneyParts,
  payment: PaymentRow,
): Promise<{ description: string; expiresAt?: number }> {
  if (payment.order_id === null) return { description: "محفظة · Holdfast wallet" };
  const { rows } = await inTransaction(db, asPlatform("payments", clock), (tx) =>
    sql<{ references: string; expires_at: string | null }>`
      select string_agg(reference, ', ' order by reference) as references, min(expires_at) as expires_at
      from bookings where order_id = ${payment.order_id}`.execute(tx),
  );
  const [{ references, expires_at: expiresAt }] = rows as [(typeof rows)[number]];
  return {
    description: `حجز · Booking ${references}`.slice(0, 200),
    ...(expiresAt !== null && { expiresAt: Date.parse(expiresAt) }),
  };
}
