import { noteAction } from "../audit/note-action.ts";
import { money, type Money } from "../base/money.ts";
import { invalidAt, invalidTransition, notFound } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { isTaken } from "../payment/payment.ts";
import { paidForItems } from "../payment/paid-for-items.ts";
import { sharesOf, type PaymentRow, type ShareRow } from "../payment/payments.ts";
import { refundDestination, type RefundTo } from "./refund-destination.ts";
import { requestRefund } from "./request-refund.ts";

export interface ManualRefund {
  /** The booking whose share is refunded; needed when the caller may refund several shares of the payment. */
  bookingId?: string;
  /** Default: all that is left of it. */
  amount?: Money;
  /** Instead of an amount: refund what was paid for these items of the booking. */
  itemIds?: readonly string[];
  /** `wallet` at the customer's request. */
  destination: RefundTo;
  reason: string;
  by: { label: string; kind: "business" | "platform"; mayRefund: (businessId: string) => boolean };
}

/**
 * Refunds a payment by hand, as a manager or the platform, with a reason. The amount is reserved at once, so that two
 * simultaneous requests cannot both have it.
 *
 * @param now epoch milliseconds
 * @returns the refund's id
 * @throws Problem not-found, invalid-request, invalid-transition when the money was never taken; (mapped) conflict
 *   when the refund would exceed what was paid
 */
export async function refundPayment(
  tx: Tx,
  payment: PaymentRow,
  refund: ManualRefund,
  now: number,
): Promise<string> {
  const share = await chooseShare(tx, payment, refund);
  if (!isTaken(payment.status)) throw invalidTransition(payment.status, "refunded");
  const amountMinor = await amountOf(tx, payment, share, refund);
  const destination = refundDestination(payment, refund.destination);
  if (refund.destination === "wallet" && destination !== "wallet") throw notToWallet(payment);
  const id = await requestRefund(
    tx,
    {
      businessId: share.business_id,
      paymentId: payment.id,
      bookingId: share.booking_id,
      amountMinor,
      destination,
      cause: refund.by.kind,
      isAutomatic: false,
      reason: refund.reason,
      items: refund.itemIds,
      requestedBy: refund.by.label,
    },
    now,
  );
  await noteAction(tx, {
    businessId: share.business_id,
    action: "payment.refunded",
    subjectKind: "payment",
    subjectId: payment.id,
    after: {
      refundId: id,
      bookingId: share.booking_id,
      amount: money(amountMinor, payment.currency),
      destination,
      reason: refund.reason,
      ...(refund.itemIds && { itemIds: refund.itemIds }),
    },
  });
  return id!;
}

async function chooseShare(tx: Tx, payment: PaymentRow, refund: ManualRefund): Promise<ShareRow> {
  const all = await sharesOf(tx, payment.id);
  const theirs = all.filter((share) => refund.by.mayRefund(share.business_id));
  const wanted = refund.bookingId
    ? theirs.filter((share) => share.booking_id === refund.bookingId)
    : theirs;
  if (wanted.length === 0) {
    if (refund.bookingId === undefined) throw notFound("payment");
    throw invalidAt(
      "/bookingId",
      "هذه الدفعة ليست لهذا الحجز.",
      "This payment does not pay for that booking.",
    );
  }
  if (wanted.length === 1) return wanted[0]!;
  throw invalidAt(
    "/bookingId",
    "الدفعة لعدة حجوزات؛ اذكر الحجز.",
    "The payment is for several bookings; send the booking's id.",
  );
}

async function amountOf(
  tx: Tx,
  payment: PaymentRow,
  share: ShareRow,
  { amount: wanted, itemIds }: ManualRefund,
): Promise<number> {
  const leftMinor = share.amount_minor - share.refunded_minor;
  if (itemIds) {
    if (wanted) throw amountAndItems();
    const minor = await paidForItems(tx, share, itemIds);
    if (minor > leftMinor) throw tooMuch(leftMinor, "/itemIds");
    return minor;
  }
  if (wanted === undefined) {
    if (leftMinor > 0) return leftMinor;
    throw tooMuch(leftMinor);
  }
  if (wanted.currency !== payment.currency) {
    throw invalidAt(
      "/amount/currency",
      `الدفعة بعملة ${payment.currency}.`,
      `The payment is in ${payment.currency}.`,
    );
  }
  if (wanted.amount <= 0 || wanted.amount > leftMinor) throw tooMuch(leftMinor);
  return wanted.amount;
}

function amountAndItems() {
  return invalidAt(
    "/amount",
    "أرسل amount أو itemIds، لا كليهما.",
    "Send either amount or itemIds, not both.",
  );
}

function tooMuch(leftMinor: number, pointer = "/amount") {
  return invalidAt(
    pointer,
    `المتبقي القابل للاسترداد ${leftMinor}؛ أرسل مبلغًا من 1 إلى ${leftMinor}.`,
    `${leftMinor} can still be refunded; send an amount from 1 to ${leftMinor}.`,
  );
}

function notToWallet({ gateway }: PaymentRow) {
  if (gateway === "venue") {
    return invalidAt(
      "/destination",
      "دُفع هذا المبلغ لدى المنشأة، فهي من يعيده؛ استخدم source.",
      "This was paid at the venue, which refunds it itself; use source.",
    );
  }
  return invalidAt(
    "/destination",
    "لا محفظة لهذا العميل؛ استخدم source.",
    "This customer has no wallet; use source.",
  );
}
