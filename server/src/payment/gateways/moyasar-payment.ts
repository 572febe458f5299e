import { GatewayUnclear, type GatewayState } from "../gateway.ts";
import { answeredMoney, fieldsAt, minorAt, ourIdIn, wordsAt, type Fields } from "./answered.ts";
import type { IsOwnPage } from "./moyasar-own-pages.ts";

/** The fields of a Moyasar payment that we use. */
export interface MoyasarPayment {
  id: string;
  /** Our id, if it carries one: payments made on an invoice do not. */
  carriedId: string | undefined;
  /** When it was begun, not when it was charged; epoch milliseconds, 0 when unknown. */
  createdAt: number;
  state: GatewayState;
}

/**
 * Statuses by docs.moyasar.com, payment status reference. `refunded` maps to `paid`: it is also reported after a
 * partial refund, so only the refunded amount tells how much is left. `void` is an old spelling. `verified` is not a
 * charge.
 */
const statuses = new Map<string, GatewayState["status"]>([
  ["initiated", "initiated"],
  ["authorized", "authorized"],
  ["paid", "paid"],
  ["captured", "paid"],
  ["refunded", "paid"],
  ["failed", "failed"],
  ["voided", "voided"],
  ["void", "voided"],
]);

/** Reads a payment. @throws GatewayUnclear when it is not a payment, or its amounts are invalid */
export function readPayment(fields: Fields, isOwnPage: IsOwnPage): MoyasarPayment {
  const id = wordsAt(fields, "id");
  const said = wordsAt(fields, "status");
  if (!id || !said) throw new GatewayUnclear("Moyasar answered with no payment");
  const status = statuses.get(said) ?? "unknown";
  const source = fieldsAt(fields, "source");
  const page = wordsAt(source, "transaction_url");
  const isToPay = status === "initiated" && page !== undefined && isOwnPage(page);
  const card = readCard(source);
  const state: GatewayState = {
    object: "payment",
    ref: id,
    status,
    amount: answeredMoney(fields.amount, fields.currency),
    capturedMinor: status === "paid" ? takenMinor(fields, said) : 0,
    refundedMinor: minorAt(fields, "refunded"),
    ...(isToPay && { redirectUrl: page }),
    ...(status === "failed" && { failure: readFailure(source) }),
    ...(card && { card }),
  };
  const createdAt = Date.parse(wordsAt(fields, "created_at") ?? "") || 0;
  return { id, carriedId: ourIdIn(fields.metadata), createdAt, state };
}

/**
 * Returns the charged amount. `captured` is 0 in published samples of payments paid in one step, so it counts only
 * for payments that were authorised first, where it may be less than the amount.
 */
function takenMinor(fields: Fields, said: string): number {
  const amountMinor = minorAt(fields, "amount");
  const capturedMinor = minorAt(fields, "captured");
  if (capturedMinor > amountMinor) {
    throw new GatewayUnclear(`Moyasar captured ${capturedMinor} of ${amountMinor}`);
  }
  return said === "paid" ? amountMinor : capturedMinor || amountMinor;
}

function readFailure(source: Fields): { code: string; message: string } {
  return {
    code: wordsAt(source, "response_code") ?? "failed",
    message: wordsAt(source, "message") ?? "",
  };
}

/** Returns the card's last four digits; a card in a wallet shows no more, STC Pay has none. */
function readCard(source: Fields): GatewayState["card"] {
  const last4 = /\d{4}$/.exec(wordsAt(source, "number") ?? "")?.[0];
  return last4 ? { brand: wordsAt(source, "company") ?? "", last4 } : undefined;
}
