import { GatewayUnclear, type GatewayState } from "../gateway.ts";
import { answeredMoney, fieldsAt, minorAt, ourIdIn, wordsAt, type Fields } from "./answered.ts";
import type { IsOwnPage } from "./moyasar-own-pages.ts";

/** A payment object of Moyasar's as far as it matters here. */
export interface MoyasarPayment {
  id: string;
  /** Our id, if it carries it along: those that pay an invoice do not. */
  carriedId: string | undefined;
  /** When it was begun, not when it was taken; epoch milliseconds, 0 where it does not say. */
  createdAt: number;
  state: GatewayState;
}

/**
 * docs.moyasar.com, payment status reference. `refunded` stays `paid`: it is also said of a payment of which a part was
 * given back, so how much is left is told by `refunded` alone. `void` is an old spelling. `verified` is no charge.
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

/** @throws GatewayUnclear when it is no payment, or its amounts are none */
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
 * What was charged. `captured` is 0 in published samples of payments that were paid in one step: it counts only for
 * those that were held before, where it may be less than the amount.
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

/** Of a card in a wallet only the last four are shown; STC Pay has none. */
function readCard(source: Fields): GatewayState["card"] {
  const last4 = /\d{4}$/.exec(wordsAt(source, "number") ?? "")?.[0];
  return last4 ? { brand: wordsAt(source, "company") ?? "", last4 } : undefined;
}
