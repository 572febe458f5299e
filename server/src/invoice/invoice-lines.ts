import { splitMinor } from "../base/money.ts";
import type { Text } from "../base/text.ts";
import { vatOfPart } from "./vat.ts";

/** Which part of an item's price is paid: all, its deposit, the balance after an earlier payment, or another part. */
export const coverages = ["full", "deposit", "balance", "part"] as const;
export type Coverage = (typeof coverages)[number];

/** One item's line; amounts include VAT. */
export interface DraftLine {
  /** Absent on documents that predate the allocation of payments to items. */
  itemId?: string;
  name: Text;
  quantity: number;
  covers: Coverage;
  /** The full price of the item. */
  priceMinor: number;
  /** The part this document covers. */
  amountMinor: number;
  /** The rate when the item was sold. */
  rateBasisPoints: number;
}

/** One line as stored. */
export interface InvoiceLine extends DraftLine {
  /** The line's share of the document's VAT. */
  vatMinor: number;
}

/** A stored line of any release; early ones all use their document's rate. */
export type StoredLine = Omit<InvoiceLine, "rateBasisPoints" | "vatMinor"> &
  Partial<Pick<InvoiceLine, "rateBasisPoints" | "vatMinor">>;

/** The totals of a document. */
export interface Figures {
  lines: InvoiceLine[];
  grossMinor: number;
  vatMinor: number;
  /** Null where the lines are at several rates. */
  rateBasisPoints: number | null;
}

export function coverageOf(
  { amountMinor, priceMinor }: { amountMinor: number; priceMinor: number },
  { isBalance, paymentTerms }: { isBalance: boolean; paymentTerms: string },
): Coverage {
  if (amountMinor >= priceMinor) return "full";
  if (isBalance) return "balance";
  return paymentTerms === "deposit" ? "deposit" : "part";
}

/**
 * Adds VAT to the lines: calculated once for all lines of a rate, so it is rounded once, and divided among them.
 *
 * @param before by rate, the gross of earlier documents of this kind for the same share: together they add up to
 *   exactly the VAT of the whole
 */
export function withVat(
  lines: readonly DraftLine[],
  before: ReadonlyMap<number, number> = new Map(),
): Figures {
  const vats = new Map<DraftLine, number>();
  const rates = Map.groupBy(lines, (line) => line.rateBasisPoints);
  for (const [rate, own] of rates) {
    const amounts = own.map((line) => line.amountMinor);
    const vat = vatOfPart(sum(amounts), before.get(rate) ?? 0, rate);
    splitMinor(vat, amounts).forEach((part, index) => vats.set(own[index]!, part));
  }
  const [rate] = rates.keys();
  return {
    lines: lines.map((line) => ({ ...line, vatMinor: vats.get(line)! })),
    grossMinor: sum(lines.map((line) => line.amountMinor)),
    vatMinor: sum([...vats.values()]),
    rateBasisPoints: rates.size === 1 ? rate! : null,
  };
}

/** Returns the lines with other amounts, without those that become zero. */
export function withAmounts(lines: readonly DraftLine[], amounts: readonly number[]): DraftLine[] {
  return lines
    .map((line, index) => ({ ...line, amountMinor: amounts[index]! }))
    .filter(({ amountMinor }) => amountMinor > 0);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, one) => total + one, 0);
}
