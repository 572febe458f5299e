import { noteAction } from "../audit/note-action.ts";
import { formatMoney, type Money } from "../base/money.ts";
import { invalidAt, invalidTransition } from "../base/problem.ts";
import { getAmendment } from "../amendment/amendments.ts";
import { applyAmendment, type AmendmentKey } from "../amendment/decide-amendment.ts";
import { getBooking } from "../booking/bookings.ts";
import type { Tx } from "../db/connection.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { assertCurrency } from "./assert-currency.ts";
import { writeVenuePayment } from "./venue-payment.ts";
import { type VenueMethod } from "../payment/venue-methods.ts";

/** A desk's statement of what it took for an amendment. */
export interface AmendmentMoney {
  kind: VenueMethod;
  /** Number of a slip or a transfer. */
  reference?: string;
  /** Default: the amount due. */
  amount?: Money;
}

/**
 * Records what the business took itself for an amendment, and applies the amendment in the same transaction. The
 * desk's word also accepts it where it would be accepted by hand. An open card page stays open: money that still
 * arrives there is refunded. The caller has the platform's reach and has checked that this person may.
 *
 * @param now epoch milliseconds
 * @returns the payment's id
 * @throws Problem not-found; invalid-transition when the amendment does not wait for money (any more);
 *   invalid-request at /paidBy/amount; (mapped) already-taken, not-available when its new inventory is no longer
 *   available
 */
export async function confirmAmendment(
  tx: Tx,
  key: AmendmentKey,
  paidBy: AmendmentMoney,
  now: number,
): Promise<string> {
  const { orderId } = await getBooking(tx, key.bookingId, now);
  await lockOrderMoney(tx, orderId);
  const booking = await getBooking(tx, key.bookingId, now);
  const { status, dueNow, price } = await getAmendment(tx, key, now);
  if (status !== "awaitingPayment") throw invalidTransition(status, "applied");
  if (paidBy.amount) assertCurrency("/paidBy/amount/currency", paidBy.amount, dueNow.currency);
  if ((paidBy.amount ?? dueNow).amount !== dueNow.amount) throw notExact(dueNow);
  const taken = { method: paidBy.kind, amount: dueNow, amendmentId: key.id };
  const paymentId = await writeVenuePayment(tx, booking, taken, now);
  await applyAmendment(tx, key, now);
  await noteAction(tx, {
    businessId: booking.businessId,
    action: "booking.amendment.confirmed",
    subjectKind: "booking",
    subjectId: booking.id,
    after: { amendmentId: key.id, paymentId, paidBy, price, dueNow },
  });
  return paymentId;
}

function notExact(due: Money) {
  return invalidAt(
    "/paidBy/amount/amount",
    `المستحق لهذا التعديل ${formatMoney(due, "ar")}؛ أرسل ${due.amount} بالضبط أو احذف amount.`,
    `${formatMoney(due, "en")} is due for this amendment; send exactly ${due.amount}, or leave amount out.`,
  );
}
