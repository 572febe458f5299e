import { gatewayOf } from "./card-gateways.ts";
import { invalidTransition } from "../base/problem.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { GatewayRefused, GatewayUnclear } from "./gateway.ts";
import { asPlatform, type MoneyParts } from "./money-parts.ts";
import { getPayment, refOf, type PaymentRow } from "./payments.ts";
import { askGateway } from "./ask-gateway.ts";
import { checkPayment } from "./check-payment.ts";
import { settlePayment } from "./settle-payment.ts";

/**
 * Captures or voids an authorised payment on request. The gateway is asked outside any transaction; a concurrent copy
 * of the request does nothing twice.
 *
 * @throws Problem invalid-transition when nothing is authorised (any more), unavailable, conflict when the gateway
 * refuses
 */
export async function moveHeld(
  parts: MoneyParts,
  payment: PaymentRow,
  what: "capture" | "void",
): Promise<void> {
  const target = what === "capture" ? "paid" : "voided";
  // Already done; the caller of that request got no answer.
  if (payment.capture === "manual" && payment.status === target) return;
  if (payment.status !== "authorized") throw invalidTransition(payment.status, target);
  await askGateway(async () => {
    try {
      await settlePayment(parts, payment.id, await ask(parts, payment, what));
    } catch (error) {
      // Lapsed, or moved at the gateway: update our payment and tell the caller.
      if (error instanceof GatewayRefused) await checkPayment(parts, payment.id);
      throw error;
    }
  });
  // Captured money cannot be voided: it stays captured, and is refunded instead.
  const { status } = await inTransaction(parts.db, asPlatform("payments", parts.clock), (tx) =>
    getPayment(tx, payment.id),
  );
  if (status !== target) throw invalidTransition(status, target);
}

async function ask({ gateways }: MoneyParts, payment: PaymentRow, what: "capture" | "void") {
  const gateway = gatewayOf(gateways, payment);
  const ref = refOf(payment);
  if (!gateway || !ref) throw new GatewayUnclear(`no gateway here holds payment ${payment.id}`);
  return what === "capture" ? gateway.capture(ref, payment.amount_minor) : gateway.void(ref);
}
