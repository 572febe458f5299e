import { money, percentOfMinor, shareOfMinor, type Money } from "../base/money.ts";
import { HOUR_MS } from "../base/time.ts";
import type { Terms } from "../availability/planned-item.ts";
import type { Canceller } from "./booking.ts";

/** What was agreed when an item was sold; later edits of the offering do not change it. */
export interface CancelPolicy {
  /** Free until so many hours before the start. */
  freeHours: number;
  /** After that: a share of the price, or a fixed fee. */
  feePercent: number;
  feeMinor: number;
  noShowFeePercent: number;
  /** Cancelling is free at least until then, because the operator changed the trip's times. */
  freeUntil?: string;
}

/** The same in the words of an offering's terms, as everybody outside sees it. */
export interface PolicyView {
  freeCancelHours: number;
  cancelFeePercent: number;
  cancelFee: Money;
  noShowFeePercent: number;
  freeUntil?: string;
}

export function viewPolicy(policy: CancelPolicy, currency: string): PolicyView {
  return {
    freeCancelHours: policy.freeHours,
    cancelFeePercent: policy.feePercent,
    cancelFee: money(policy.feeMinor, currency),
    noShowFeePercent: policy.noShowFeePercent,
    ...(policy.freeUntil !== undefined && { freeUntil: policy.freeUntil }),
  };
}

/** And back: what a booking shows of a policy is all of it. */
export function policyOfView(view: PolicyView): CancelPolicy {
  return {
    freeHours: view.freeCancelHours,
    feePercent: view.cancelFeePercent,
    feeMinor: view.cancelFee.amount,
    noShowFeePercent: view.noShowFeePercent,
    ...(view.freeUntil !== undefined && { freeUntil: view.freeUntil }),
  };
}

/** What a fee is worked out from: one item as it was agreed. */
export interface FeeBasis {
  cancelPolicy: CancelPolicy;
  startsAt: string;
  priceMinor: number;
  /** Frozen by an amendment inside the fee window: cancelling costs no less. */
  feeFloorMinor: number;
}

export function policyOf(terms: Terms): CancelPolicy {
  return {
    freeHours: terms.freeCancelHours,
    feePercent: terms.cancelFeePercent,
    feeMinor: terms.cancelFeeMinor,
    noShowFeePercent: terms.noShowFeePercent,
  };
}

/** The strictest of several items' policies: what a booking shows in one line. Fees go by item. */
export function strictestPolicy(policies: readonly CancelPolicy[]): CancelPolicy {
  const most = (of: (policy: CancelPolicy) => number) => Math.max(...policies.map(of));
  return {
    freeHours: most((one) => one.freeHours),
    feePercent: most((one) => one.feePercent),
    feeMinor: most((one) => one.feeMinor),
    noShowFeePercent: most((one) => one.noShowFeePercent),
  };
}

/**
 * What cancelling now would cost, in minor units: item by item, never more than its price. A business that cancels,
 * and a booking that does not stand yet, cost nothing.
 */
export function cancelFeeMinor(
  items: readonly FeeBasis[],
  status: string,
  by: Canceller,
  now: number,
): number {
  return items.reduce((sum, item) => sum + itemCancelFeeMinor(item, status, by, now), 0);
}

/** The same of one item. */
export function itemCancelFeeMinor(
  item: FeeBasis,
  status: string,
  by: Canceller,
  now: number,
): number {
  return by === "customer" && status === "confirmed" ? itemFeeMinor(item, item.priceMinor, now) : 0;
}

/**
 * What taking a part of an item away costs by the item's own policy; all of it, when the part is its price. Of a frozen
 * fee the part bears its share.
 *
 * @param partMinor the price of the part
 */
export function itemFeeMinor(item: FeeBasis, partMinor: number, now: number): number {
  const { cancelPolicy: policy, priceMinor, feeFloorMinor } = item;
  if (partMinor === 0 || priceMinor === 0) return 0;
  const isFree = now <= freeUntil(policy, item.startsAt);
  const byPolicy = Math.max(policy.feeMinor, percentOfMinor(partMinor, policy.feePercent));
  const frozen = shareOfMinor(feeFloorMinor, partMinor, priceMinor);
  return Math.min(partMinor, Math.max(isFree ? 0 : byPolicy, frozen));
}

/** What is kept of an item where nobody came, in minor units. */
export function noShowFeeMinor({ priceMinor, cancelPolicy }: FeeBasis): number {
  return percentOfMinor(priceMinor, cancelPolicy.noShowFeePercent);
}

/** Epoch milliseconds up to which cancelling is free. */
export function freeUntil(policy: CancelPolicy, startsAt: string): number {
  const byHours = Date.parse(startsAt) - policy.freeHours * HOUR_MS;
  return policy.freeUntil === undefined ? byHours : Math.max(byHours, Date.parse(policy.freeUntil));
}
