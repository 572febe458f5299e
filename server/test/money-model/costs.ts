import { HOUR_MS } from "../../src/base/time.ts";
import { policy } from "./shops.ts";

/** How a booking ended, as it and its history say. */
export interface Outcome {
  status: string;
  /** What it was before. */
  from: string | null;
  /** Epoch milliseconds, as is the other. */
  endedAt: number;
  startsAt: number;
  cancelledBy: string | null;
  totalMinor: number;
  dueMinor: number;
}

/** What the customer got back by hand. */
export interface Given {
  amountMinor: number;
  at: number;
}

const STANDING = ["pending", "confirmed", "completed"];

/**
 * What a booking may have cost its customer in the end, by what was agreed: nothing when it came to nothing, what was
 * due when it stands, what the policy keeps when it was cancelled or nobody came – less what was given back by hand.
 * More than one where something was given by hand after it ended: that may have been before the rest went back
 * by itself, or after.
 */
export function possibleCosts(outcome: Outcome, given: readonly Given[]): number[] {
  const sum = (some: readonly Given[]) => some.reduce((all, one) => all + one.amountMinor, 0);
  if (STANDING.includes(outcome.status)) return [outcome.dueMinor - sum(given)];
  const inTime = given.toSorted((a, b) => a.at - b.at);
  const before = inTime.filter(({ at }) => at < outcome.endedAt).length;
  const cuts = Array.from({ length: given.length - before + 1 }, (_, n) => before + n);
  return cuts.map((cut) => {
    const left = outcome.dueMinor - sum(inTime.slice(0, cut));
    return Math.min(left, keptMinor(outcome)) - sum(inTime.slice(cut));
  });
}

/** What the business keeps, at most. */
function keptMinor(outcome: Outcome): number {
  const { status, from, cancelledBy, totalMinor, endedAt, startsAt } = outcome;
  if (status === "no_show") return (totalMinor * policy.noShowFeePercent) / 100;
  if (status !== "cancelled" || from !== "confirmed" || cancelledBy !== "customer") return 0;
  const isFree = endedAt <= startsAt - policy.freeCancelHours * HOUR_MS;
  return isFree ? 0 : (totalMinor * policy.cancelFeePercent) / 100;
}
