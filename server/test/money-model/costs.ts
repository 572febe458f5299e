import { HOUR_MS } from "../../src/base/time.ts";
import { policy } from "./shops.ts";

/** A part of a booking, as it was agreed last; minor units, epoch milliseconds. */
export interface Agreed {
  priceMinor: number;
  dueMinor: number;
  /** What cancelling it costs at least. */
  floorMinor: number;
  startsAt: number;
}

/** How a booking ended, as it and its history say. */
export interface Outcome {
  status: string;
  /** What it was before. */
  from: string | null;
  /** Epoch milliseconds. */
  endedAt: number;
  cancelledBy: string | null;
  items: Agreed[];
  /** Kept for parts that were taken away. */
  feeMinor: number;
  /** Whether it was sold otherwise first. */
  isAmended: boolean;
}

/** What the customer got back by hand. */
export interface Given {
  amountMinor: number;
  at: number;
}

/** What something may have cost, in minor units. */
export interface Cost {
  least: number;
  most: number;
}

const STANDING = ["pending", "confirmed", "completed"];

/**
 * What a booking may have cost its customer in the end, by what was agreed last: nothing when it came to nothing, what was
 * due – and where it was changed, what had been paid before of what it costs – when it stands, what the policy keeps when
 * it was cancelled or nobody came; less what was given back by hand. More than one where something was given by hand
 * after it ended: that may have been before the rest went back by itself, or after.
 */
export function possibleCosts(outcome: Outcome, given: readonly Given[]): Cost[] {
  const sum = (some: readonly Given[]) => some.reduce((all, one) => all + one.amountMinor, 0);
  if (STANDING.includes(outcome.status)) return [paidOf(outcome, sum(given))];
  const inTime = given.toSorted((a, b) => a.at - b.at);
  const before = inTime.filter(({ at }) => at < outcome.endedAt).length;
  const cuts = Array.from({ length: given.length - before + 1 }, (_, n) => before + n);
  const kept = keptMinor(outcome);
  return cuts.map((cut) => {
    const left = paidOf(outcome, sum(inTime.slice(0, cut)));
    const later = sum(inTime.slice(cut));
    return { least: Math.min(left.least, kept) - later, most: Math.min(left.most, kept) - later };
  });
}

/** What stood of what was paid for it, before it ended: of one that was changed what was given may have counted for the change. */
function paidOf({ items, feeMinor, isAmended }: Outcome, givenMinor: number): Cost {
  const dueMinor = items.reduce((sum, one) => sum + one.dueMinor, 0);
  if (!isAmended) return { least: dueMinor - givenMinor, most: dueMinor - givenMinor };
  const totalMinor = items.reduce((sum, one) => sum + one.priceMinor, 0);
  return { least: dueMinor + feeMinor - givenMinor, most: totalMinor + feeMinor };
}

/** What the business keeps, at most. */
function keptMinor({ status, from, cancelledBy, items, endedAt, feeMinor }: Outcome): number {
  const isByCustomer = status === "cancelled" && from === "confirmed" && cancelledBy === "customer";
  const fees = items.map(({ priceMinor, floorMinor, startsAt }) => {
    if (status === "no_show") return (priceMinor * policy.noShowFeePercent) / 100;
    if (!isByCustomer) return 0;
    const isFree = endedAt <= startsAt - policy.freeCancelHours * HOUR_MS;
    const byPolicy = isFree ? 0 : (priceMinor * policy.cancelFeePercent) / 100;
    return Math.max(byPolicy, floorMinor);
  });
  return feeMinor + fees.reduce((sum, fee) => sum + fee, 0);
}

/** What several things may have cost together, by what each may have. */
export function everySum(all: readonly (readonly Cost[])[]): Cost[] {
  return all.reduce<Cost[]>(
    (some, others) =>
      some.flatMap((one) =>
        others.map((other) => ({ least: one.least + other.least, most: one.most + other.most })),
      ),
    [{ least: 0, most: 0 }],
  );
}

export function isAmong(minor: number, costs: readonly Cost[]): boolean {
  return costs.some(({ least, most }) => least <= minor && minor <= most);
}
