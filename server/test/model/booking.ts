import { percentOfMinor, shareOfMinor, splitMinor } from "../../src/base/money.ts";
import { blocks, type Status } from "../../src/booking/booking.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/base/time.ts";
import type { Claim, Night } from "./needs.ts";
import { sumOf, type Part } from "./prices.ts";
import type { Policy, ShopName, Terms } from "./shops.ts";
import type { Wish } from "./wishes.ts";

/** A customer by number, or the desk of a business. */
export type Who = number | ShopName;

/** Something that was sold, with everything that was agreed. */
export interface Item {
  id: string;
  wish: Wish;
  claims: Claim[];
  nights: Night[];
  begins: number;
  ends: number;
  /** From then on it is not sold any more. */
  soldUntil: number;
  /** What the price is made of. */
  parts: readonly Part[];
  dueMinor: number;
  /** What cancelling costs at least. */
  floorMinor: number;
  /** Until then cancelling is free whenever it begins now, because its trip got other times. */
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
  /** Epoch milliseconds; null: it waits for nothing. */
  expiresAt: number | null;
  madeAt: number;
  dueNowMinor: number;
  goesBackMinor: number;
  feeMinor: number;
  isAcceptedAgain: boolean;
  /** The booking's items once it is applied. */
  after: Item[];
  /** What it owns beside what the booking does, by the item it is for. */
  beside: Pick<Item, "id" | "claims" | "nights">[];
}

/** Money that somebody paid for a booking and that is still there. */
export interface Paid {
  by: "wallet" | "card" | "till";
  leftMinor: number;
  /** What it was paid for, where that is a change of the booking. */
  for?: Amendment;
}

/** One customer's purchase from one business, as it must be. */
export class Booking {
  readonly id: string;
  readonly orderId: string;
  readonly shop: ShopName;
  readonly owner: Who;
  status: Status;
  expiresAt: number | null;
  extendableUntil: number;
  items: Item[];
  /** Since when it waits for its business, or did. */
  pendingAt: number | null;
  /** Kept for parts that were taken away. */
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

  /** How long its business may take, as agreed for what it is of by now; null: until it begins. */
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

  /** How long it waits for its business: as agreed, at most until it begins, or where it began before, while it is sold. */
  get pendingUntil(): number {
    const since = this.pendingAt!;
    const agreed = since + (this.acceptMinutes ?? Infinity) * MINUTE_MS;
    return Math.min(agreed, since < this.begins ? this.begins : this.soldUntil);
  }

  /** Whether its customer may still cancel or change it: not when it has begun, or they are there. */
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

  /** The change that waits, if any does. */
  get open(): Amendment | undefined {
    return this.amendments.find(isOpen);
  }

  /** What stands of what was paid for it. */
  get paidMinor(): number {
    return this.payments.filter(isCounted).reduce((sum, one) => sum + one.leftMinor, 0);
  }

  /** How much of that is for each item. */
  paidByItem(): number[] {
    return splitMinor(this.paidMinor, this.items.map(priceOf));
  }

  /** Money that is too much goes back, what was paid last first. */
  giveBack(minor: number): void {
    let left = minor;
    for (const one of this.payments.toReversed().filter(isCounted)) {
      const part = Math.min(left, one.leftMinor);
      one.leftMinor -= part;
      left -= part;
    }
  }

  /** It is paid, or nothing is due any more: it counts, or waits for its business. */
  take(now: number): void {
    if (!this.isManual) return this.move("confirmed");
    this.move("pending");
    this.pendingAt = now;
    this.expiresAt = this.pendingUntil;
  }

  /** It is over, and what is not kept of it goes back. */
  end(status: Status, keptMinor: number): void {
    this.move(status);
    this.giveBack(Math.max(0, this.paidMinor - this.keptMinor - keptMinor));
  }

  /** What still waits to change it ends with it. */
  move(status: Status): void {
    this.status = status;
    if (status === "confirmed") this.expiresAt = null;
    if (!blocks(status) && this.open) this.open.status = "withdrawn";
  }
}

/** What was paid for a change that waits, or that came to nothing, is not for the booking as it is. */
function isCounted({ for: change }: Paid): boolean {
  return !change || change.status === "applied";
}

export function isOpen({ status }: Amendment): boolean {
  return status === "awaitingPayment" || status === "awaitingAcceptance";
}

/** Its items, and what is held beside them for a change that waits. */
export function ownedBy({ items, open }: Booking): Pick<Item, "id" | "claims" | "nights">[] {
  return open ? [...items, ...open.beside] : items;
}

/** Whether that of what was paid is with somebody, or on its way back. */
export function isLost({ for: change }: Paid): boolean {
  return !!change && !isOpen(change) && change.status !== "applied";
}

export function priceOf({ parts }: Pick<Item, "parts">): number {
  return sumOf(parts);
}

/** The shortest time that any item which is accepted by hand allows for it. */
export function acceptMinutesOf(items: readonly Pick<Item, "terms">[]): number | null {
  const limits = items.flatMap(({ terms }) => (terms.manual ? (terms.acceptMinutes ?? []) : []));
  return limits.length > 0 ? Math.min(...limits) : null;
}

/** Of a price what is to be there first. */
export function dueOf({ pay, depositPercent }: Terms, priceMinor: number): number {
  if (pay === "venue") return 0;
  return pay === "full" ? priceMinor : percentOfMinor(priceMinor, depositPercent);
}

/** What its customer pays for giving up a part of an item, by what was agreed for the item; the part is so much of its price. */
export function feeOf(item: Item, partMinor: number, now: number): number {
  if (partMinor === 0) return 0;
  const { freeHours, feePercent }: Policy = item.terms.policy;
  const isFree = now <= Math.max(item.begins - freeHours * HOUR_MS, item.freeUntil ?? -Infinity);
  const byPolicy = isFree ? 0 : percentOfMinor(partMinor, feePercent);
  const frozen = shareOfMinor(item.floorMinor, partMinor, priceOf(item));
  return Math.min(partMinor, Math.max(byPolicy, frozen));
}

/** What its customer pays for giving up all of it. */
export function cancelFee({ items }: Booking, now: number): number {
  return items.reduce((sum, item) => sum + feeOf(item, priceOf(item), now), 0);
}

/** What is kept where nobody came. */
export function noShowFee({ items }: Booking): number {
  return items.reduce(
    (sum, item) => sum + percentOfMinor(priceOf(item), item.terms.policy.noShowPercent),
    0,
  );
}
