import { sql } from "kysely";
import { cancelBooking } from "../booking/cancel-booking.ts";
import type { Tx } from "../db/connection.ts";
import type { PaymentRow } from "../payment/payments.ts";

/** Cancels pending bookings whose only payment was this one. */
export async function cancelUnpaid(tx: Tx, payment: PaymentRow): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select b.id from payment_shares s join bookings b on b.business_id = s.business_id and b.id = s.booking_id
    where s.payment_id = ${payment.id} and b.status = 'pending' and b.expires_at > app_now()
    order by b.business_id, b.id`.execute(tx);
  for (const { id } of payment.unwanted ? [] : rows) {
    await cancelBooking(tx, id, "system", { reason: "its payment was voided" });
  }
}
