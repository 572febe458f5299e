import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { GatewayState } from "./gateway.ts";
import type { PaymentRow } from "./payments.ts";

/** Records the gateway's reference, the payer's next address and the card, if they are new. */
export async function noteReference(
  tx: Tx,
  payment: PaymentRow,
  state: GatewayState,
): Promise<void> {
  await sql`
    update payments set gateway_object = coalesce(gateway_object, ${state.object}),
      gateway_ref = coalesce(gateway_ref, ${state.ref}), redirect_url = coalesce(${state.redirectUrl ?? null}, redirect_url),
      card_brand = coalesce(${state.card?.brand ?? null}, card_brand),
      card_last4 = coalesce(${state.card?.last4 ?? null}, card_last4)
    where id = ${payment.id}
      and (gateway_ref is null or redirect_url is distinct from coalesce(${state.redirectUrl ?? null}, redirect_url)
        or card_last4 is distinct from coalesce(${state.card?.last4 ?? null}, card_last4))`.execute(
    tx,
  );
}

/**
 * Records which charge counts, whatever else is charged on the page.
 *
 * @returns the updated payment
 */
export async function noteCharge(
  tx: Tx,
  payment: PaymentRow,
  { status, charge }: GatewayState,
): Promise<PaymentRow> {
  if (payment.gateway_charge !== null || status !== "paid" || charge === undefined) return payment;
  await sql`update payments set gateway_charge = ${charge} where id = ${payment.id}`.execute(tx);
  return { ...payment, gateway_charge: charge };
}
