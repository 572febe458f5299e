import { splitMinor } from "../base/money.ts";
import type { Text } from "../base/text.ts";
import { vatOfPart } from "./vat.ts";

/** What a payment pays of an item: all of it, its deposit, what an earlier payment left, or some other part of it. */
export const coverages = ["full", "deposit", "balance", "part"] as const;
export type Coverage = (typeof coverages)[number];

/** What a document says of one item; amounts include VAT. */
export interface DraftLine {
  /** Absent where it was issued before payments were allocated to items. */
  itemId?: string;
  name: Text;
  quantity: number;
  covers: Coverage;
  /** What the item costs as a whole. */
  priceMinor: number;
  /** What of it this document is about. */
  amountMinor: number;
  /** As it was when the item was sold. */
  rateBasisPoints: number;
}

/** One line as it is stored. */
export interface InvoiceLine extends DraftLine {
  /** The line's part of the document's VAT. */
  vatMinor: number;
}

/** A line of whatever release; those of early ones are all at the rate of their document. */
export type StoredLine = Omit<InvoiceLine, "rateBasisPoints" | "vatMinor"> &
  Partial<Pick<InvoiceLine, "rateBasisPoints" | "vatMinor">>;

/** What a document comes to. */
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
 * The lines with their VAT: worked out for all lines of one rate together, as one rounding, and divided among them.
 *
 * @param before by rate, the gross of earlier documents of this kind for the same part of a payment: together they come to
 *   exactly the VAT of all
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

/** The same lines with other amounts, those of nothing left out. */
export function withAmounts(lines: readonly DraftLine[], amounts: readonly number[]): DraftLine[] {
  return lines
    .map((line, index) => ({ ...line, amountMinor: amounts[index]! }))
    .filter(({ amountMinor }) => amountMinor > 0);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, one) => total + one, 0);
}
