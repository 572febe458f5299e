import { inTransaction } from "../db/in-transaction.ts";
import { GatewayUnclear } from "./gateway.ts";
import { asPlatform, type MoneyParts } from "./money-parts.ts";
import { carriedId, getPayment, refOf } from "./payments.ts";
import { settlePayment } from "./settle-payment.ts";

/**
 * Fetches a payment from its gateway and brings ours to that state. Webhooks, redirects, the reconciler and customers
 * who reload the page all come through here; nothing they say is trusted.
 *
 * @throws GatewayUnclear when the gateway does not answer, Problem not-found
 */
export async function checkPayment(
  parts: MoneyParts,
  paymentId: string,
): Promise<"settled" | "unchanged" | "unknown-at-gateway"> {
  const { db, clock, gateways } = parts;
  const payment = await inTransaction(db, asPlatform("payments", clock), (tx) =>
    getPayment(tx, paymentId),
  );
  if (payment.gateway === "wallet" || payment.gateway === "venue") return "unchanged";
  const gateway = gateways[payment.gateway];
  if (!gateway) throw new GatewayUnclear(`no gateway ${payment.gateway} is configured`);
  const state = await gateway.find({ id: carriedId(payment), ref: refOf(payment) });
  if (!state) return "unknown-at-gateway";
  return settlePayment(parts, payment.id, state);
}
