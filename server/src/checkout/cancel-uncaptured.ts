import { sql } from "kysely";
import { cancelBooking } from "../booking/cancel-booking.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { failPayment } from "../payment/settle-payment.ts";

/**
 * Cancels a booking whose authorised payment could not be captured; the cancellation notifies the customer. The
 * booking ends first: if this process dies in between, the cancellation's own event voids the payment.
 */
export async function cancelUncaptured(
  parts: MoneyParts,
  payment: { id: string; booking_id: string },
  why: string,
): Promise<void> {
  const { db, clock } = parts;
  await inTransaction(db, asPlatform("payments", clock), async (tx) => {
    const { rows } = await sql<{ status: string }>`
      select status from bookings where id = ${payment.booking_id}`.execute(tx);
    if (rows[0]?.status !== "confirmed") return;
    await cancelBooking(tx, payment.booking_id, "system", {
      reason: "the authorised payment could not be captured",
    });
  });
  await failPayment(parts, payment.id, { code: "not-captured", message: why }, "authorized");
}
