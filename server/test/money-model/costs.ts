import { HOUR_MS } from "../../src/base/time.ts";
import { policy } from "./shops.ts";

/** An item of a booking as last agreed; minor units, epoch milliseconds. */
export interface Agreed {
  priceMinor: number;
  dueMinor: number;
  /** The least that cancelling it costs. */
  floorMinor: number;
  startsAt: number;
}

/** How a booking ended, from the booking and its history. */
export interface Outcome {
  status: string;
  /** The status before. */
  from: string | null;
  /** Epoch milliseconds. */
  endedAt: number;
  cancelledBy: string | null;
  items: Agreed[];
  /** Fees kept for removed items. */
  feeMinor: number;
  /** Whether an amendment was applied. */
  isAmended: boolean;
}

/** A refund made by hand. */
export interface Given {
  amountMinor: number;
  at: number;
}

/** A range of possible costs, in minor units. */
export interface Cost {
  least: number;
  most: number;
}

const STANDING = ["pending", "confirmed", "completed"];

/**
 * Returns what a booking may have cost its customer in the end, by the last agreement and less refunds made by hand:
 * nothing when it never was confirmed; what was due – after a change, up to its price – when it stands; what the policy
 * keeps after a cancellation or a no-show. There are several possible costs when a refund was made by hand after the
 * booking ended: it may have come before or after the automatic refund.
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

/** Returns what remained paid before it ended. For a changed booking a refund by hand may have counted for the change. */
function paidOf({ items, feeMinor, isAmended }: Outcome, givenMinor: number): Cost {
  const dueMinor = items.reduce((sum, one) => sum + one.dueMinor, 0);
  if (!isAmended) return { least: dueMinor - givenMinor, most: dueMinor - givenMinor };
  const totalMinor = items.reduce((sum, one) => sum + one.priceMinor, 0);
  return { least: dueMinor + feeMinor - givenMinor, most: totalMinor + feeMinor };
}

/** Returns the most that the business keeps. */
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

/** Returns every possible sum of several things' costs. */
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
