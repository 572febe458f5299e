import { randomInt } from "node:crypto";
import { instantText } from "../../base/time.ts";
import type { SandboxParts } from "../parts.ts";
import { referenceNumber } from "./card.ts";
import { followPayment } from "./invoice.ts";
import { showPayment, type PaymentRecord, type PaymentStatus } from "./payment.ts";
import type { Verdict } from "./token.ts";

/** Charges the card or fails, by the payer's decision if one was needed. Once. */
export function settlePayment(parts: SandboxParts, payment: PaymentRecord, verdict: Verdict): void {
  const { shown, outcome } = payment;
  if (shown.status !== "initiated") return;
  const { source } = shown;
  source.message = verdict === "approve" ? outcome.message : refusals[verdict];
  source.response_code = (verdict === "approve" && outcome.code) || null;
  const isTaken = verdict === "approve" && outcome.code === "00";
  if (isTaken) {
    source.reference_number = referenceNumber();
    source.authorization_code = String(randomInt(1_000_000)).padStart(6, "0");
    if (!payment.isManual) payment.takenAt = parts.now();
  }
  const token = parts.state.tokens.get(source.token ?? "");
  if (token?.shown.status === "initiated") token.shown.status = isTaken ? "active" : "inactive";
  movePayment(parts, payment, !isTaken ? "failed" : payment.isManual ? "authorized" : "paid");
}

const refusals = {
  decline: "3-D SECURE: UNAUTHENTICATED",
  cancel: "3-D SECURE: CANCELLED AUTHENTICATION",
};

/** Sets the status and queues `event`, by default the one named after the new status. */
export function movePayment(
  parts: SandboxParts,
  payment: PaymentRecord,
  status: PaymentStatus,
  event: string = status,
): void {
  payment.shown.status = status;
  payment.shown.updated_at = instantText(parts.now());
  const type = event === "failed" ? parts.faults.failureEvent : `payment_${event}`;
  const payload = structuredClone(showPayment(payment));
  parts.notices.push({ to: "moyasar", type, payload });
  followPayment(parts, payment);
}
