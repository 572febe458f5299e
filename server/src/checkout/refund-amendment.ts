import { sql } from "kysely";
import type { AmendmentKey } from "../amendment/decide-amendment.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { requestRefund } from "../payment/request-refund.ts";
import { getBooking } from "../booking/bookings.ts";

interface PaidShare {
  business_id: string;
  payment_id: string;
  left_minor: number;
}

/** Nothing came of a change that was paid for: its money goes back in full, once, however often it is told. */
export async function refundAmendment(
  { db, clock }: MoneyParts,
  { bookingId, id }: AmendmentKey,
): Promise<void> {
  const now = clock.now();
  await inTransaction(db, asPlatform("refunds", clock), async (tx) => {
    const { orderId } = await getBooking(tx, bookingId, now);
    await lockOrderMoney(tx, orderId);
    const { rows } = await sql<PaidShare>`
      select s.business_id, s.payment_id, s.amount_minor - s.refunded_minor as left_minor
      from payment_shares s join payments p on p.id = s.payment_id
      where s.booking_id = ${bookingId} and s.amendment_id = ${id} and s.amount_minor > s.refunded_minor
        and p.status in ('paid', 'partially_refunded') order by s.payment_id for update of s`.execute(
      tx,
    );
    for (const share of rows) {
      await requestRefund(
        tx,
        {
          businessId: share.business_id,
          paymentId: share.payment_id,
          bookingId,
          amountMinor: share.left_minor,
          destination: "source",
          cause: "amendment",
          isAutomatic: true,
          reason: "nothing came of the amendment",
          requestedBy: "system",
        },
        now,
      );
    }
  });
}
