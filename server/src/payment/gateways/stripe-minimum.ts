/**
 * Stripe's minimum charge, in minor units, when the account is paid out in the same currency
 * (docs.stripe.com/currencies, minimum and maximum charge amounts).
 */
const MINIMUM: Record<string, number> = {
  AED: 200,
  AUD: 50,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1_500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1_000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1_000,
  USD: 50,
};

/**
 * Returns the minimum. In other currencies Stripe converts at the day's rate, which only Stripe knows, and refuses by
 * itself.
 */
export function stripeMinimumMinor(currency: string): number {
  return MINIMUM[currency] ?? 1;
}
