import { gatewayOf } from "./card-gateways.ts";
import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { MoneyParts } from "./money-parts.ts";
import { refOf, type PaymentRow } from "./payments.ts";
import { checkPayment } from "./check-payment.ts";
import { failPayment } from "./settle-payment.ts";
import type { PaymentRequest } from "./payment-request.ts";

/** Payment pages that the payer has left open for this order. */
export async function findOpenPages(
  tx: Tx,
  { orderId, customerId }: PaymentRequest,
): Promise<PaymentRow[]> {
  const { rows } = await sql<PaymentRow>`
    select * from payments where order_id = ${orderId} and customer_id = ${customerId} and purpose = 'order'
      and split_of is null and status = 'initiated' and gateway_ref is not null`.execute(tx);
  return rows;
}

/**
 * Gives up the earlier payments of a payer who left the bank's page to pay another way: their pages are closed and they
 * count as failed. If their money arrives anyway, it is refunded automatically.
 */
export async function giveUpPages(parts: MoneyParts, pages: readonly PaymentRow[]): Promise<void> {
  const { gateways } = parts;
  for (const open of pages) {
    const gateway = gatewayOf(gateways, open);
    if (!gateway) continue;
    const outcome = await checkPayment(parts, open.id);
    if (outcome === "settled") continue;
    const ref = refOf(open);
    if (ref) await gateway.close(ref);
    await failPayment(parts, open.id, { code: "replaced", message: "paid in another way instead" });
  }
}
