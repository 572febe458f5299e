import { money, percentOfMinor, shareOfMinor, type Money } from "../base/money.ts";
import { HOUR_MS } from "../base/time.ts";
import type { Terms } from "../availability/planned-item.ts";
import type { Canceller } from "./booking.ts";

/** The policy agreed when an item was sold; later edits of the offering do not change it. */
export interface CancelPolicy {
  /** Free until this many hours before the start. */
  freeHours: number;
  /** After that: a share of the price, or a fixed fee. */
  feePercent: number;
  feeMinor: number;
  noShowFeePercent: number;
  /** Cancelling is free at least until then, because the operator changed the trip's times. */
  freeUntil?: string;
}

/** The same in the terms of an offering, as the API shows it. */
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

/** Converts back: a booking shows all of a policy. */
export function policyOfView(view: PolicyView): CancelPolicy {
  return {
    freeHours: view.freeCancelHours,
    feePercent: view.cancelFeePercent,
    feeMinor: view.cancelFee.amount,
    noShowFeePercent: view.noShowFeePercent,
    ...(view.freeUntil !== undefined && { freeUntil: view.freeUntil }),
  };
}

/** The basis of a fee: one item as it was agreed. */
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

/** Returns the strictest of several items' policies, shown as a booking's summary. Fees go by item. */
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
 * Returns what cancelling now would cost, in minor units: item by item, never more than its price. Cancelling is free
 * for a business, and for a booking that is not confirmed.
 */
export function cancelFeeMinor(
  items: readonly FeeBasis[],
  status: string,
  by: Canceller,
  now: number,
): number {
  return items.reduce((sum, item) => sum + itemCancelFeeMinor(item, status, by, now), 0);
}

/** Returns the same for one item. */
export function itemCancelFeeMinor(
  item: FeeBasis,
  status: string,
  by: Canceller,
  now: number,
): number {
  return by === "customer" && status === "confirmed" ? itemFeeMinor(item, item.priceMinor, now) : 0;
}

/**
 * Returns what removing a part of an item costs by the item's own policy; the whole fee when the part is the full
 * price. A part bears its share of a frozen fee.
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

/** Returns what is kept of an item after a no-show, in minor units. */
export function noShowFeeMinor({ priceMinor, cancelPolicy }: FeeBasis): number {
  return percentOfMinor(priceMinor, cancelPolicy.noShowFeePercent);
}

/** Returns until when cancelling is free; epoch milliseconds. */
export function freeUntil(policy: CancelPolicy, startsAt: string): number {
  const byHours = Date.parse(startsAt) - policy.freeHours * HOUR_MS;
  return policy.freeUntil === undefined ? byHours : Math.max(byHours, Date.parse(policy.freeUntil));
}
