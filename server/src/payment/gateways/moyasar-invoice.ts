import { GatewayUnclear, type GatewayState } from "../gateway.ts";
import { answeredMoney, isFields, ourIdIn, wordsAt, type Fields } from "./answered.ts";
import { chargesOn, type PageMoney } from "./moyasar-charges.ts";
import type { IsOwnPage } from "./moyasar-own-pages.ts";
import { readPayment, type MoyasarPayment } from "./moyasar-payment.ts";

/** An invoice: Moyasar's hosted page, with the payments made on it. */
export interface MoyasarInvoice {
  id: string;
  carriedId: string | undefined;
  state: GatewayState;
}

/**
 * Returns the state of an invoice. The payments inside it decide, whatever the invoice's own status says; its status
 * counts only when there are none.
 *
 * @param now epoch milliseconds
 * @param counted the payment inside that counts, if already known
 * @throws GatewayUnclear when it is not an invoice, or its amounts are invalid
 */
export function readInvoice(
  fields: Fields,
  isOwnPage: IsOwnPage,
  now: number,
  counted?: string,
): MoyasarInvoice {
  const id = wordsAt(fields, "id");
  if (!id || !wordsAt(fields, "status")) {
    throw new GatewayUnclear("Moyasar answered with no invoice");
  }
  const inside = Array.isArray(fields.payments) ? fields.payments.filter(isFields) : [];
  const payments = inside.map((one) => readPayment(one, isOwnPage));
  const amount = answeredMoney(fields.amount, fields.currency);
  const money = chargesOn(payments, amount, counted) ?? ownState(fields, payments, isOwnPage, now);
  const state: GatewayState = { ...money, object: "invoice", ref: id };
  return { id, carriedId: ourIdIn(fields.metadata), state };
}

function ownState(
  fields: Fields,
  payments: readonly MoyasarPayment[],
  isOwnPage: IsOwnPage,
  now: number,
): PageMoney {
  const amount = answeredMoney(fields.amount, fields.currency);
  const none = { amount, capturedMinor: 0, refundedMinor: 0 };
  if (payments.some(({ state }) => state.status === "voided")) return { ...none, status: "voided" };
  const said = wordsAt(fields, "status")!;
  const isEmpty = payments.length === 0;
  if (said === "canceled" || said === "expired")
    return { ...none, status: "failed", failure: endOf(said, payments) };
  // After a declined card Moyasar does not document whether the invoice can still be paid; only its expiry is
  // certain.
  if (said === "failed" && isPast(fields, now)) {
    return { ...none, status: "failed", failure: endOf("expired", payments) };
  }
  if (said === "initiated" || said === "failed") {
    const page = wordsAt(fields, "url");
    return { ...none, status: "initiated", ...(page && isOwnPage(page) && { redirectUrl: page }) };
  }
  if (said === "paid" && isEmpty) {
    return { ...none, status: "paid", capturedMinor: amount.amount };
  }
  if (said === "refunded" && isEmpty) {
    const all = amount.amount;
    return { ...none, status: "paid", capturedMinor: all, refundedMinor: all };
  }
  return { ...none, status: said === "voided" ? "voided" : "unknown" };
}

/** Returns why it failed, with the bank's last answer if one was asked. */
function endOf(code: string, payments: readonly MoyasarPayment[]): GatewayState["failure"] {
  const declined = payments.find(({ state }) => state.failure);
  return { code, message: declined?.state.failure?.message ?? "" };
}

function isPast(fields: Fields, now: number): boolean {
  const end = Date.parse(wordsAt(fields, "expired_at") ?? "");
  return end < now;
}
