import { blocks } from "../../src/booking/booking.ts";
import { isLost, isOpen, ownedBy, type Booking, type Item, type Who } from "./booking.ts";
import { isTooMany, needsOf, type Claim, type Needs, type Night } from "./needs.ts";
import { isKeptFrom } from "./kept.ts";
import type { Shops } from "./shops.ts";
import { firstSale, seatRules, stayRules } from "./sale.ts";
import { appointmentRules, newStaff, staffRules, type Staff } from "./staff.ts";
import type { Wish } from "./wishes.ts";

/** The initial balance of every wallet: enough for everything. */
export const WALLET_MINOR = 10_000_000;

/** An answered POST, with what a repetition of it must get. */
export interface Sent {
  who: Who;
  path: string;
  body: Record<string, unknown>;
  key: string;
  at: number;
  /** Absent when the answer is not stored under its key. */
  stored?: { status: number; body: unknown };
  /** Repeats the request under the same key as a new one. */
  again?: () => Promise<void>;
}

/** What an item owns exclusively. */
export type Owned = { id: string; claims: readonly Claim[]; nights: readonly Night[] };

export type Verdict = { is: "free" } | { is: "taken" } | { is: "refused"; rules: string[] };

/** The model of the system: who owns what, in a few arrays. */
export class Books {
  readonly shops: Shops;
  readonly bookings: Booking[] = [];
  readonly sent: Sent[] = [];
  readonly sale = firstSale();
  /** The salon's staff by id. */
  readonly #staff = new Map<string, Staff>();
  now: number;

  constructor(shops: Shops, now: number) {
    this.shops = shops;
    this.now = now;
  }

  advance(ms: number): void {
    this.now += ms;
    for (const one of this.bookings) {
      const open = one.status === "reserved" || one.status === "pending";
      for (const change of one.amendments) {
        if (isOpen(change) && change.expiresAt! <= this.now) change.status = "expired";
      }
      if (open && one.expiresAt !== null && one.expiresAt <= this.now) one.end("expired", 0);
    }
  }

  staffOf(id: string): Staff {
    const person = this.#staff.get(id) ?? newStaff();
    this.#staff.set(id, person);
    return person;
  }

  /** Whether a unit of the salon or the venue can be sold at a time. */
  isAtWork(unit: string, begins: number, ends: number): boolean {
    return staffRules(this.staffOf(unit), begins, ends).length === 0;
  }

  ofOrder(orderId: string): Booking[] {
    return this.bookings.filter((one) => one.orderId === orderId);
  }

  /** Takes the held bookings of an order that has nothing due any more. */
  countUndue(orderId: string): void {
    const held = this.ofOrder(orderId).filter((one) => one.status === "reserved");
    if (held.some(({ dueMinor }) => dueMinor > 0)) return;
    for (const one of held) one.take(this.now);
  }

  /** The balance of a customer's wallet. */
  walletOf(who: number): number {
    const spent = this.bookings
      .filter((one) => one.owner === who)
      .flatMap((one) => one.payments)
      .filter((one) => one.by === "wallet" && !isLost(one));
    return WALLET_MINOR - spent.reduce((sum, one) => sum + one.leftMinor, 0);
  }

  /**
   * What bookings and their open amendments own now.
   *
   * @param without items to leave out because they are being changed
   */
  owned(without: readonly Item[] = []): Owned[] {
    return this.bookings
      .filter((one) => blocks(one.status))
      .flatMap(ownedBy)
      .filter((one) => !without.some(({ id }) => id === one.id));
  }

  isFree(claim: Claim, owned: readonly Owned[]): boolean {
    return !owned.some((item) => item.claims.some((other) => meet(claim, other)));
  }

  roomsFree(night: string, owned: readonly Owned[]): number {
    const nights = owned.flatMap((item) => item.nights).filter((one) => one.night === night);
    return nights.reduce((left, one) => left - one.rooms, this.sale.rooms);
  }

  /**
   * Judges one wish by itself.
   *
   * @param owned what others own
   * @param old the item it replaces: what is kept of it is not judged
   */
  judge(wish: Wish, owned: readonly Owned[] = this.owned(), old?: Item): Verdict {
    const needs = needsOf(wish, this.shops);
    const rules = wish.kind === "seat" ? seatRules(wish, this.shops.line) : [];
    const isKept = old !== undefined && isKeptFrom(wish, old, this.shops);
    if (needs.soldUntil <= this.now && !isKept)
      rules.unshift(wish.kind === "seat" ? "trip-departed" : "in-the-past");
    if (wish.kind === "stay") {
      rules.push(...stayRules(wish, old?.wish.kind === "stay" ? old.wish : undefined, this.sale));
    }
    if (wish.kind === "appointment" && !(isKept && isWithSame(wish, old, this.shops))) {
      const { staffIds } = this.shops.salon;
      const all = staffIds.map((id) => this.staffOf(id));
      const asked = wish.staff === "any" ? all.filter((one) => one.active) : [all[wish.staff]!];
      const time = { from: needs.begins, until: needs.ends };
      rules.push(...appointmentRules(asked, time, this.now));
    }
    const idle = isKept ? allBut(this.sale.idle, old) : this.sale.idle;
    if (wish.kind === "rental" && isTooMany(needs, idle)) rules.push("not-enough-units");
    if (rules.length > 0) return { is: "refused", rules };
    return outcomes([needs], owned, this, idle).has(true) ? { is: "free" } : { is: "taken" };
  }
}

/** The idle rigs without the item's own, which it keeps although they are out of use. */
function allBut(idle: ReadonlySet<string>, { claims }: Item): ReadonlySet<string> {
  return idle.difference(new Set(claims.map(({ unit }) => unit)));
}

/** Whether the wish names the item's own staff member, who was at work when it was sold. */
function isWithSame(
  { staff }: Wish & { kind: "appointment" },
  old: Item,
  { salon }: Shops,
): boolean {
  return staff !== "any" && old.claims.some(({ unit }) => unit === salon.staffIds[staff]);
}

export function meet(a: Claim, b: Claim): boolean {
  return a.unit === b.unit && a.seat === b.seat && a.from < b.until && b.from < a.until;
}

/** The indexes of the needs that name a unit or seat that an earlier one names for the same time. */
export function wantedAgain(needs: readonly Pick<Needs, "claims">[]): number[] {
  return needs.flatMap(({ claims }, n) => {
    const earlier = needs.slice(0, n).flatMap((one) => one.claims);
    return claims.some((claim) => earlier.some((other) => meet(claim, other))) ? [n] : [];
  });
}

/**
 * Whether all needs can be met together: true, false, or both when it depends on which of several free units the
 * earlier ones get. Named units are taken first, then any-unit needs in their order.
 */
export function outcomes(
  needs: readonly Needs[],
  owned: readonly Owned[],
  books: Books,
  idle: ReadonlySet<string> = books.sale.idle,
): Set<boolean> {
  const taken: Claim[] = [];
  for (const claim of needs.flatMap((one) => one.claims)) {
    if (!books.isFree(claim, owned) || taken.some((other) => meet(claim, other))) {
      return new Set([false]);
    }
    taken.push(claim);
  }
  for (const night of new Set(needs.flatMap((one) => one.nights.map((each) => each.night)))) {
    const nights = needs.flatMap((one) => one.nights).filter((one) => one.night === night);
    const rooms = nights.reduce((sum, one) => sum + one.rooms, 0);
    if (rooms > books.roomsFree(night, owned)) return new Set([false]);
  }
  const picks = needs.flatMap(({ pick, begins, ends }) => {
    const isThere = (unit: string) => !idle.has(unit) && books.isAtWork(unit, begins, ends);
    return pick ? { ...pick, units: pick.units.filter(isThere) } : [];
  });
  return pickEveryWay(picks, [...taken, ...owned.flatMap((item) => item.claims)]);
}

function pickEveryWay(picks: readonly NonNullable<Needs["pick"]>[], taken: Claim[]): Set<boolean> {
  const [pick, ...rest] = picks;
  if (!pick) return new Set([true]);
  const { units, count, from, until } = pick;
  const free = units
    .map((unit): Claim => ({ unit, seat: 0, from, until }))
    .filter((claim) => !taken.some((other) => meet(claim, other)));
  if (free.length < count) return new Set([false]);
  const ways = choose(free, count).map((chosen) => pickEveryWay(rest, [...taken, ...chosen]));
  return ways.reduce((all, one) => all.union(one), new Set<boolean>());
}

function choose<T>(from: readonly T[], count: number): T[][] {
  if (count === 0) return [[]];
  return from.flatMap((one, index) =>
    choose(from.slice(index + 1), count - 1).map((others) => [one, ...others]),
  );
}
