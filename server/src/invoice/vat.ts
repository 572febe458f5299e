import { shareOfMinor } from "../base/money.ts";

/** One whole in basis points. */
const WHOLE = 10_000;

/**
 * Returns the VAT in a price that includes it: gross × rate ÷ (100 % + rate), half a minor unit rounded up.
 *
 * @param rateBasisPoints hundredths of a percent: 1500 is 15 %
 * @throws RangeError for an amount or a rate below zero
 */
export function vatInside(grossMinor: number, rateBasisPoints: number): number {
  return shareOfMinor(grossMinor, rateBasisPoints, WHOLE + rateBasisPoints);
}

/**
 * Returns the VAT in a partial refund when `beforeMinor` was refunded before: parts that add up to the whole invoice
 * carry exactly its VAT, which parts rounded one by one would not (50 and 50 of 100 at 15 %: 7 + 7, not 13).
 */
export function vatOfPart(
  grossMinor: number,
  beforeMinor: number,
  rateBasisPoints: number,
): number {
  return (
    vatInside(beforeMinor + grossMinor, rateBasisPoints) - vatInside(beforeMinor, rateBasisPoints)
  );
}
