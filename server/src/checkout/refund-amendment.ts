import type { AmendmentKey } from "../amendment/decide-amendment.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { returnMoney } from "../refund/return-money.ts";
import { all, planReturn, readPaidParts } from "../refund/return-plan.ts";
import { getBooking } from "../booking/bookings.ts";

/** Refunds a payment for an amendment that was not applied, in full and once. */
export async function refundAmendment(
  { db, clock }: MoneyParts,
  { bookingId, id }: AmendmentKey,
): Promise<void> {
  const now = clock.now();
  await inTransaction(db, asPlatform("refunds", clock), async (tx) => {
    const { orderId } = await getBooking(tx, bookingId, now);
    await lockOrderMoney(tx, orderId);
    const { businessId } = await getBooking(tx, bookingId, now);
    const why = {
      businessId,
      bookingId,
      cause: "amendment",
      isAutomatic: true,
      reason: "the amendment was not applied",
    } as const;
    const paid = await readPaidParts(tx, { businessId, bookingId }, true);
    const own = paid.filter((one) => one.amendmentId === id && !one.counts && !one.isHeld);
    await returnMoney(tx, why, planReturn(own, all), now);
  });
}
