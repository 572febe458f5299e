import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";
import type { SurplusCharge } from "./gateway.ts";
import type { PaymentRow } from "./payments.ts";

/**
 * Records a second charge on a payment's page as a payment of its own with the same shares.
 *
 * @param now epoch milliseconds
 * @returns undefined when it is already recorded
 */
export async function insertDuplicate(
  tx: Tx,
  { id: firstId }: PaymentRow,
  { ref, capturedMinor, card }: SurplusCharge,
  now: number,
): Promise<PaymentRow | undefined> {
  const id = newId(now);
  const { rows } = await sql<PaymentRow>`
    insert into payments (id, duplicate_of, order_id, customer_id, purpose, gateway, method, currency, amount_minor,
      status, captured_minor, gateway_object, gateway_ref, gateway_charge, card_brand, card_last4)
    select ${id}, id, order_id, customer_id, purpose, gateway, method, currency, amount_minor,
      'paid', ${capturedMinor}, 'payment', ${ref}, ${ref}, ${card?.brand ?? null}, ${card?.last4 ?? null}
    from payments where id = ${firstId}
    on conflict (gateway, gateway_ref) do nothing returning *`.execute(tx);
  if (!rows[0]) return undefined;
  await sql`
    insert into payment_shares (business_id, payment_id, booking_id, amount_minor, amendment_id)
    select business_id, ${id}, booking_id, amount_minor, amendment_id from payment_shares where payment_id = ${firstId}`.execute(
    tx,
  );
  return rows[0];
}
