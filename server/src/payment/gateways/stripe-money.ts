import type { Money } from "../../base/money.ts";
import { GatewayUnclear } from "../gateway.ts";
import { answeredMoney } from "./answered.ts";

/**
 * Currencies without decimals that Stripe still counts in hundredths, for backward compatibility
 * (docs.stripe.com/currencies, special cases).
 */
const HUNDREDFOLD = new Set(["ISK", "UGX"]);

function factorOf(currency: string): number {
  return HUNDREDFOLD.has(currency.toUpperCase()) ? 100 : 1;
}

/** Returns the amount in Stripe's units. */
export function stripeAmount({ amount, currency }: Money): number {
  return amount * factorOf(currency);
}

/** Returns Stripe's amount in minor units. @throws GatewayUnclear when it is not an exact amount */
export function fromStripe(amount: number | null, currency: string | null): Money {
  const factor = factorOf(String(currency));
  if (amount === null || amount < 0 || amount % factor !== 0) {
    throw new GatewayUnclear(`Stripe named no amount: ${amount} ${currency}`);
  }
  return answeredMoney(amount / factor, currency);
}
