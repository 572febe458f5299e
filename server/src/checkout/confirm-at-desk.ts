import { implies } from "../booking/booking.ts";
import { formatMoney, money, type Money } from "../base/money.ts";
import { invalidAt } from "../base/problem.ts";
import type { BookingView } from "../booking/booking-view.ts";
import { getBooking } from "../booking/bookings.ts";
import { confirmBooking } from "../booking/confirm-booking.ts";
import type { PaidBy } from "../booking/move-booking.ts";
import type { Tx } from "../db/connection.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { owedFor } from "../payment/owed.ts";
import { assertCurrency } from "./assert-currency.ts";
import { writeVenuePayment } from "./venue-payment.ts";
import { isVenueMethod } from "../payment/venue-methods.ts";

/** A desk's statement of how the booking was paid. */
export interface SaidPaid {
  kind: PaidBy["kind"];
  /** Receipt number. */
  reference?: string;
  /** Default: the amount due. */
  amount?: Money;
}

/** A desk's confirmation. */
export interface DeskConfirmation {
  /** How it was paid; optional when nothing is due. */
  paidBy?: SaidPaid | undefined;
  reason?: string | undefined;
  version?: number | undefined;
}

/**
 * Accepts a pending booking as the business, or confirms a hold with the payment the desk took, recorded in the same
 * transaction: at least what is still due first, at most what the booking still costs. The caller has the platform's
 * reach and has checked that this person may.
 *
 * @param now epoch milliseconds
 * @returns the payment's id, if money was taken
 * @throws Problem invalid-request at /paidBy or /paidBy/amount; (mapped) not-found, invalid-transition,
 *   precondition-failed
 */
export async function confirmAtDesk(
  tx: Tx,
  bookingId: string,
  said: DeskConfirmation,
  now: number,
): Promise<string | undefined> {
  const { orderId } = await getBooking(tx, bookingId, now);
  await lockOrderMoney(tx, orderId);
  const booking = await getBooking(tx, bookingId, now);
  const { reason, version } = said;
  const paidBy = await assertEnough(tx, booking, said.paidBy ?? { kind: "nothing-due" });
  await confirmBooking(tx, bookingId, paidBy, { reason, version });
  const { kind: method, amountMinor = 0 } = paidBy;
  if (!isVenueMethod(method) || amountMinor === 0) return undefined;
  const amount = money(amountMinor, booking.total.currency);
  return writeVenuePayment(tx, booking, { method, amount, isDeskConfirmation: true }, now);
}

/** Checks the amount. @returns how it was paid, with its amount; unchanged if the booking cannot be confirmed anyway */
async function assertEnough(
  tx: Tx,
  booking: BookingView,
  { amount, ...said }: SaidPaid,
): Promise<PaidBy> {
  const { currency } = booking.total;
  if (amount) assertCurrency("/paidBy/amount/currency", amount, currency);
  if (!implies[booking.status].runsOut) {
    return { ...said, ...(amount && { amountMinor: amount.amount }) };
  }
  const { firstMinor: owedFirst, allMinor } = await owedFor(tx, booking);
  const least = money(owedFirst, currency);
  if (!isVenueMethod(said.kind)) {
    if (owedFirst > 0) throw unpaid(least);
    if (amount && amount.amount > 0) throw nothingTaken();
    return said;
  }
  const most = money(allMinor, currency);
  const amountMinor = amount?.amount ?? owedFirst;
  if (amountMinor < owedFirst) throw tooLittle(least);
  if (amountMinor > most.amount) throw tooMuch(most);
  return { ...said, amountMinor };
}

type Amount = ReturnType<typeof money>;

function unpaid(least: Amount) {
  return invalidAt(
    "/paidBy",
    `المستحق قبل التأكيد ${formatMoney(least, "ar")}؛ اذكر كيف دُفع: cash أو card-terminal أو transfer.`,
    `${formatMoney(least, "en")} must be paid before this booking is confirmed; say how it was paid: cash, card-terminal or transfer.`,
  );
}

function nothingTaken() {
  return invalidAt(
    "/paidBy/kind",
    "اذكر كيف استلمت المبلغ: cash أو card-terminal أو transfer؛ أو احذف amount.",
    "Say how the amount was taken: cash, card-terminal or transfer; or leave amount out.",
  );
}

function tooLittle(least: Amount) {
  return invalidAt(
    "/paidBy/amount/amount",
    `المستحق قبل التأكيد ${formatMoney(least, "ar")}؛ أرسل ${least.amount} أو أكثر.`,
    `${formatMoney(least, "en")} must be paid before this booking is confirmed; send ${least.amount} or more.`,
  );
}

function tooMuch(most: Amount) {
  return invalidAt(
    "/paidBy/amount/amount",
    `المتبقي من سعر الحجز ${formatMoney(most, "ar")}؛ أرسل ${most.amount} أو أقل.`,
    `${formatMoney(most, "en")} is left to pay for this booking; send ${most.amount} or less.`,
  );
}
