import { percentOfMinor, shareOfMinor, splitMinor } from "../../src/base/money.ts";
import { blocks, type Status } from "../../src/booking/booking.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/base/time.ts";
import type { Claim, Night } from "./needs.ts";
import { sumOf, type Part } from "./prices.ts";
import type { Policy, ShopName, Terms } from "./shops.ts";
import type { Wish } from "./wishes.ts";

/** A customer by number, or the desk of a business. */
export type Who = number | ShopName;

/** A sold item with its agreed terms. */
export interface Item {
  id: string;
  wish: Wish;
  claims: Claim[];
  nights: Night[];
  begins: number;
  ends: number;
  /** The time from which it is no longer on sale. */
  soldUntil: number;
  /** The parts of the price. */
  parts: readonly Part[];
  dueMinor: number;
  /** The minimum cancellation fee. */
  floorMinor: number;
  /** Cancelling is free until then, whatever the start is now, because the trip's times changed. */
  freeUntil?: number;
  terms: Terms;
}

export interface Amendment {
  id: string;
  by: "customer" | "business";
  status:
    | "applied"
    | "awaitingPayment"
    | "awaitingAcceptance"
    | "declined"
    | "expired"
    | "withdrawn";
  /** Epoch milliseconds; null when it awaits nothing. */
  expiresAt: number | null;
  madeAt: number;
  dueNowMinor: number;
  goesBackMinor: number;
  feeMinor: number;
  isAcceptedAgain: boolean;
  /** The booking's items after it is applied. */
  after: Item[];
  /** What it holds in addition to the booking's own claims, for each item. */
  beside: Pick<Item, "id" | "claims" | "nights">[];
}

/** Money paid for a booking and not yet refunded. */
export interface Paid {
  by: "wallet" | "card" | "till";
  leftMinor: number;
  /** The amendment it was paid for, if any. */
  for?: Amendment;
}

/** The expected state of one customer's booking at one business. */
export class Booking {
  readonly id: string;
  readonly orderId: string;
  readonly shop: ShopName;
  readonly owner: Who;
  status: Status;
  expiresAt: number | null;
  extendableUntil: number;
  items: Item[];
  /** When it became pending, if it ever did. */
  pendingAt: number | null;
  /** Fees kept for removed parts. */
  keptMinor = 0;
  isCheckedIn = false;
  readonly amendments: Amendment[] = [];
  /** Oldest first. */
  readonly payments: Paid[] = [];

  constructor(
    sold: Pick<
      Booking,
      "id" | "orderId" | "shop" | "owner" | "status" | "expiresAt" | "extendableUntil" | "items"
    >,
    now: number,
  ) {
    this.id = sold.id;
    this.orderId = sold.orderId;
    this.shop = sold.shop;
    this.owner = sold.owner;
    this.status = sold.status;
    this.expiresAt = sold.expiresAt;
    this.extendableUntil = sold.extendableUntil;
    this.items = sold.items;
    this.pendingAt = sold.status === "pending" ? now : null;
  }

  /** The acceptance time in minutes, as agreed for its current items; null means until it begins. */
  get acceptMinutes(): number | null {
    return acceptMinutesOf(this.items);
  }

  get begins(): number {
    return Math.min(...this.items.map((one) => one.begins));
  }

  get ends(): number {
    return Math.max(...this.items.map((one) => one.ends));
  }

  get soldUntil(): number {
    return Math.min(...this.items.map((one) => one.soldUntil));
  }

  /** When it expires while pending: after the agreed time, at the latest at its start, or at the end of sale if it had begun by then. */
  get pendingUntil(): number {
    const since = this.pendingAt!;
    const agreed = since + (this.acceptMinutes ?? Infinity) * MINUTE_MS;
    return Math.min(agreed, since < this.begins ? this.begins : this.soldUntil);
  }

  /** Whether the customer may still cancel or change it: not after its start or a check-in. */
  isOpenAt(now: number): boolean {
    return this.status !== "confirmed" || (this.begins > now && !this.isCheckedIn);
  }

  get totalMinor(): number {
    return this.items.reduce((sum, one) => sum + priceOf(one), 0);
  }

  get dueMinor(): number {
    return this.items.reduce((sum, one) => sum + one.dueMinor, 0);
  }

  get isManual(): boolean {
    return this.items.some(({ terms }) => terms.manual);
  }

  /** The open amendment, if any. */
  get open(): Amendment | undefined {
    return this.amendments.find(isOpen);
  }

  /** What is paid for the booking and not refunded. */
  get paidMinor(): number {
    return this.payments.filter(isCounted).reduce((sum, one) => sum + one.leftMinor, 0);
  }

  /** The part of `paidMinor` for each item. */
  paidByItem(): number[] {
    return splitMinor(this.paidMinor, this.items.map(priceOf));
  }

  /** Refunds an amount, latest payments first. */
  giveBack(minor: number): void {
    let left = minor;
    for (const one of this.payments.toReversed().filter(isCounted)) {
      const part = Math.min(left, one.leftMinor);
      one.leftMinor -= part;
      left -= part;
    }
  }

  /** Takes a booking that is paid or has nothing due: it becomes confirmed, or pending with manual acceptance. */
  take(now: number): void {
    if (!this.isManual) return this.move("confirmed");
    this.move("pending");
    this.pendingAt = now;
    this.expiresAt = this.pendingUntil;
  }

  /** Ends the booking and refunds all but the kept amount. */
  end(status: Status, keptMinor: number): void {
    this.move(status);
    this.giveBack(Math.max(0, this.paidMinor - this.keptMinor - keptMinor));
  }

  /** Moves the booking; an open amendment is withdrawn when the booking ends. */
  move(status: Status): void {
    this.status = status;
    if (status === "confirmed") this.expiresAt = null;
    if (!blocks(status) && this.open) this.open.status = "withdrawn";
  }
}

/** Whether a payment counts for the booking: not if its amendment is open or was not applied. */
function isCounted({ for: change }: Paid): boolean {
  return !change || change.status === "applied";
}

export function isOpen({ status }: Amendment): boolean {
  return status === "awaitingPayment" || status === "awaitingAcceptance";
}

/** A booking's items, plus what its open amendment holds. */
export function ownedBy({ items, open }: Booking): Pick<Item, "id" | "claims" | "nights">[] {
  return open ? [...items, ...open.beside] : items;
}

/** Whether a payment must be refunded because its amendment ended without being applied. */
export function isLost({ for: change }: Paid): boolean {
  return !!change && !isOpen(change) && change.status !== "applied";
}

export function priceOf({ parts }: Pick<Item, "parts">): number {
  return sumOf(parts);
}

/** The shortest acceptance time of the items with manual acceptance. */
export function acceptMinutesOf(items: readonly Pick<Item, "terms">[]): number | null {
  const limits = items.flatMap(({ terms }) => (terms.manual ? (terms.acceptMinutes ?? []) : []));
  return limits.length > 0 ? Math.min(...limits) : null;
}

/** The part of a price that is due in advance. */
export function dueOf({ pay, depositPercent }: Terms, priceMinor: number): number {
  if (pay === "venue") return 0;
  return pay === "full" ? priceMinor : percentOfMinor(priceMinor, depositPercent);
}

/** The customer's fee for giving up a part of an item under its agreed terms; `partMinor` is the part's price. */
export function feeOf(item: Item, partMinor: number, now: number): number {
  if (partMinor === 0) return 0;
  const { freeHours, feePercent }: Policy = item.terms.policy;
  const isFree = now <= Math.max(item.begins - freeHours * HOUR_MS, item.freeUntil ?? -Infinity);
  const byPolicy = isFree ? 0 : percentOfMinor(partMinor, feePercent);
  const frozen = shareOfMinor(item.floorMinor, partMinor, priceOf(item));
  return Math.min(partMinor, Math.max(byPolicy, frozen));
}

/** The customer's fee for cancelling the whole booking. */
export function cancelFee({ items }: Booking, now: number): number {
  return items.reduce((sum, item) => sum + feeOf(item, priceOf(item), now), 0);
}

/** The no-show fee. */
export function noShowFee({ items }: Booking): number {
  return items.reduce(
    (sum, item) => sum + percentOfMinor(priceOf(item), item.terms.policy.noShowPercent),
    0,
  );
}
