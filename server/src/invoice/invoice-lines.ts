import { splitMinor } from "../base/money.ts";
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
  const parts = splitMinor(paidMinor, prices);
  return items.map((item, index) => ({ ...item, covers, amountMinor: parts[index]! }));
}

/** An invoice's lines, each with its part of what is given back. */
export function refundedLines(lines: readonly InvoiceLine[], refundMinor: number): InvoiceLine[] {
  const amounts = lines.map((line) => line.amountMinor);
  const parts = splitMinor(refundMinor, amounts);
  return lines.map((line, index) => ({ ...line, amountMinor: parts[index]! }));
}
