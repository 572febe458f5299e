/** An amount in the currency's minor unit: 15000 SAR is 150.00 riyals. */
export type Money = { amount: number; currency: string };

/** ISO 4217 currencies whose minor unit is not a hundredth. */
const DECIMALS: Record<string, number> = {
  ...Object.fromEntries(
    [
      "BIF",
      "CLP",
      "DJF",
      "GNF",
      "ISK",
      "JPY",
      "KMF",
      "KRW",
      "PYG",
      "RWF",
      "UGX",
      "VND",
      "VUV",
      "XAF",
      "XOF",
      "XPF",
    ].map((code) => [code, 0]),
  ),
  ...Object.fromEntries(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"].map((code) => [code, 3])),
};

/** The number of decimals of the currency: 0, 2 or 3 (ISO 4217). */
export function currencyDecimals(currency: string): number {
  return DECIMALS[currency] ?? 2;
}

/**
 * @throws RangeError when the amount is not a safe integer, or the currency not an ISO code
 */
export function money(amountMinor: number, currency: string): Money {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`not an amount: ${amountMinor}`);
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`not a currency: ${currency}`);
  return { amount: amountMinor, currency };
}

/**
 * Adds amounts of one currency.
 *
 * @throws RangeError when currencies differ or the sum is not exact
 */
export function sumMoney(amounts: readonly Money[], currency: string): Money {
  let total = 0;
  for (const one of amounts) {
    if (one.currency !== currency) throw new RangeError(`${one.currency} added to ${currency}`);
    total += one.amount;
  }
  return money(total, currency);
}

/** `percent` of an amount, half a minor unit rounded up, as tills do. */
export function percentOfMinor(amountMinor: number, percent: number): number {
  return shareOfMinor(amountMinor, percent, 100);
}

/**
 * amount × part ÷ whole (90 minutes of an hourly price: 90, 60), half a minor unit rounded up. Computed in big
 * integers, because the product may exceed what a double holds exactly.
 *
 * @throws RangeError when an argument is negative or not an integer, or the result is not exact
 */
export function shareOfMinor(amountMinor: number, part: number, whole: number): number {
  if (amountMinor < 0 || part < 0 || whole <= 0) throw new RangeError("a share of nothing or less");
  const doubled = 2n * BigInt(amountMinor) * BigInt(part) + BigInt(whole);
  const share = Number(doubled / (2n * BigInt(whole)));
  if (!Number.isSafeInteger(share)) throw new RangeError(`not an amount: ${share}`);
  return share;
}

/**
 * Splits an amount in proportion to weights: each part is the step of the running total, so nothing is lost to
 * rounding. Without any weight the first part gets it all.
 *
 * @returns as many parts as weights, in minor units
 */
export function splitMinor(amountMinor: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return weights.map((_, index) => (index === 0 ? amountMinor : 0));
  let weighed = 0;
  let given = 0;
  return weights.map((weight) => {
    weighed += weight;
    const upTo = shareOfMinor(amountMinor, weighed, total);
    const part = upTo - given;
    given = upTo;
    return part;
  });
}

/** "115.00", "-0.05": with the currency's decimals, as a program reads a number. */
export function decimalText(amountMinor: number, currency: string): string {
  const decimals = currencyDecimals(currency);
  const sign = amountMinor < 0 ? "-" : "";
  const digits = String(Math.abs(amountMinor)).padStart(decimals + 1, "0");
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** For people: "SAR 150.00", or the locale's own form ("١٥٠٫٠٠ ر.س.‏"). */
export function formatMoney({ amount, currency }: Money, locale: "ar" | "en"): string {
  const decimals = currencyDecimals(currency);
  const style = {
    style: "currency",
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  };
  const format = new Intl.NumberFormat(
    locale === "ar" ? "ar-SA" : "en",
    style as Intl.NumberFormatOptions,
  );
  return format.format(amount / 10 ** decimals);
}
