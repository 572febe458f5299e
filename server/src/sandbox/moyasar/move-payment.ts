import { DAY_MS, epochMs, HOUR_MS, instantText } from "../../base/time.ts";
import type { SandboxParts } from "../parts.ts";
import type { Fields } from "../read-body.ts";
import { Checks } from "./checks.ts";
import type { PaymentRecord } from "./payment.ts";
import { wrongState } from "./refusals.ts";
import { movePayment } from "./settle-payment.ts";

/** The capture limit of mada; other schemes may hold longer (docs.moyasar.com, payment operations). */
const CAPTURE_WITHIN_MS = 14 * DAY_MS;
/** About when the day's payments are settled. */
const VOID_WITHIN_MS = 2 * HOUR_MS;

/** Captures. @throws Refusal 400 when nothing is authorised, it is too old, or less was authorised */
export function capturePayment(parts: SandboxParts, payment: PaymentRecord, fields: Fields): void {
  const { shown } = payment;
  if (shown.status !== "authorized") throw wrongState("Payment is not authorized");
  if (parts.now() > epochMs(shown.created_at) + CAPTURE_WITHIN_MS) {
    throw wrongState("Authorization has expired");
  }
  const amount = amountUpTo(fields, shown.amount, "captured amount is more than authorized");
  shown.captured = amount;
  shown.captured_at = instantText(parts.now());
  payment.takenAt = parts.now();
  movePayment(parts, payment, "captured");
}

/** Voids. @throws Refusal 400 when there is nothing to void, or it was settled */
export function voidPayment(parts: SandboxParts, payment: PaymentRecord): void {
  const { shown, takenAt } = payment;
  const isTaken = shown.status === "paid" || shown.status === "captured";
  if (shown.status !== "authorized" && !isTaken) throw wrongState("Payment can not be voided");
  if (isTaken && (shown.refunded > 0 || parts.now() > takenAt! + VOID_WITHIN_MS)) {
    throw wrongState("Payment was settled, refund it instead");
  }
  shown.voided_at = instantText(parts.now());
  movePayment(parts, payment, "voided");
}

/** Refunds a part or the rest; may be repeated. @throws Refusal 400 when nothing was taken, or less */
export function refundPayment(parts: SandboxParts, payment: PaymentRecord, fields: Fields): void {
  const { shown } = payment;
  // `refunded` too: it is also the status after a partial refund.
  if (!["paid", "captured", "refunded"].includes(shown.status)) {
    throw wrongState("Payment can not be refunded");
  }
  const taken = shown.captured_at === null ? shown.amount : shown.captured;
  const left = taken - shown.refunded;
  if (left === 0) throw wrongState("Payment is already refunded");
  const amount = amountUpTo(fields, left, "refund amount is more than what is left");
  shown.refunded += amount;
  shown.refunded_at = instantText(parts.now());
  const isWhole = amount === left;
  const status =
    isWhole || parts.faults.partialRefundStatus === "refunded" ? "refunded" : shown.status;
  movePayment(parts, payment, status, "refunded");
}

function amountUpTo(fields: Fields, most: number, message: string): number {
  if (fields.amount === undefined || fields.amount === null) return most;
  const checks = new Checks();
  const amount = checks.amount(fields, 1);
  if (amount > most) checks.add("amount", message);
  checks.done();
  return amount;
}
