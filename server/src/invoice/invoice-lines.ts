import { shareOfMinor } from "../base/money.ts";
import type { Text } from "../base/text.ts";

/** What a payment pays of a booking: all of it, its deposit, what the deposit left, or some other part of it. */
export const coverages = ["full", "deposit", "balance", "part"] as const;
export type Coverage = (typeof coverages)[number];

/** One line as it is stored and shown; amounts include VAT. */
export interface InvoiceLine {
  name: Text;
  quantity: number;
  covers: Coverage;
  /** What the booking's item costs as a whole. */
  priceMinor: number;
  /** What of it this document is about. */
  amountMinor: number;
}

export type PricedItem = Pick<InvoiceLine, "name" | "quantity" | "priceMinor">;

export function coverageOf(share: {
  amountMinor: number;
  totalMinor: number;
  purpose: string;
  paymentTerms: string;
}): Coverage {
  if (share.amountMinor >= share.totalMinor) return "full";
  if (share.purpose === "balance") return "balance";
  return share.paymentTerms === "deposit" ? "deposit" : "part";
}

/** The items of a booking, each with its part of what was paid; the parts add up to it exactly. */
export function linesOf(
  items: readonly PricedItem[],
  covers: Coverage,
  paidMinor: number,
): InvoiceLine[] {
  const prices = items.map((item) => item.priceMinor);
  const parts = spread(paidMinor, prices);
  return items.map((item, index) => ({ ...item, covers, amountMinor: parts[index]! }));
}

/** An invoice's lines, each with its part of what is given back. */
export function refundedLines(lines: readonly InvoiceLine[], refundMinor: number): InvoiceLine[] {
  const amounts = lines.map((line) => line.amountMinor);
  const parts = spread(refundMinor, amounts);
  return lines.map((line, index) => ({ ...line, amountMinor: parts[index]! }));
}

/**
 * Splits an amount in proportion to weights: each part is what the running total moves by, so nothing is lost to
 * rounding. Without any weight the first has it all.
 */
function spread(amountMinor: number, weights: readonly number[]): number[] {
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
