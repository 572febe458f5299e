import type { Money } from "../../base/money.ts";
import { GatewayUnclear, type GatewayState, type SurplusCharge } from "../gateway.ts";
import type { MoyasarPayment } from "./moyasar-payment.ts";

/** A page's state without its reference. */
export type PageMoney = Omit<GatewayState, "object" | "ref">;

/**
 * Returns the charges on an invoice's page. Two tabs at the bank can both be charged: one charge counts, the others
 * are surplus. The one that counted before still does; otherwise the oldest charge of the invoice's exact amount.
 * Refunded charges still count as taken, so no other takes their place.
 *
 * @returns undefined when nothing is taken or authorised
 * @throws GatewayUnclear when the charge that counted before is missing
 */
export function chargesOn(
  payments: readonly MoyasarPayment[],
  amount: Money,
  counted: string | undefined,
): PageMoney | undefined {
  // We never authorise only on a page: a voided charge had been taken.
  const taken = payments.filter(
    ({ state }) => state.status === "paid" || state.status === "voided",
  );
  const known = payments.find(({ id }) => id === counted);
  if (counted !== undefined && !known) {
    throw new GatewayUnclear(`the invoice does not give the status of its payment ${counted}`);
  }
  const inOrder = taken.toSorted((a, b) => rank(a, amount) - rank(b, amount) || compareAge(a, b));
  const first =
    known ??
    inOrder.find(({ state }) => state.status === "paid") ??
    payments.find(({ state }) => state.status === "authorized");
  if (!first) return undefined;
  const { object: _object, ref, ...money } = first.state;
  const surplus = inOrder.filter((one) => one !== first).map(asSurplus);
  return { ...money, charge: ref, ...(surplus.length > 0 && { surplus }) };
}

function rank({ state }: MoyasarPayment, { amount, currency }: Money): number {
  return state.amount.amount === amount && state.amount.currency === currency ? 0 : 1;
}

function compareAge(a: MoyasarPayment, b: MoyasarPayment): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

function asSurplus({ id, state }: MoyasarPayment): SurplusCharge {
  const { amount, capturedMinor, refundedMinor, card } = state;
  const isVoided = state.status === "voided";
  return { ref: id, amount, capturedMinor, refundedMinor, isVoided, ...(card && { card }) };
}
