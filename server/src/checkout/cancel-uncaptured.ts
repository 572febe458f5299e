import { sql } from "kysely";
import { cancelBooking } from "../booking/cancel-booking.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { failPayment } from "../payment/settle-payment.ts";

/**
 * The bank does not give what it had promised: the booking ends, and its customer is told by the cancellation. It ends
 * first: should this process die then, the cancellation's own event lets go of the payment.
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
