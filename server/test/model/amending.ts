import { MINUTE_MS } from "../../src/base/time.ts";
import {
  acceptMinutesOf,
  dueOf,
  feeOf,
  priceOf,
  type Amendment,
  type Booking,
  type Item,
} from "./booking.ts";
import type { Books } from "./books.ts";
import { isOnlyOwn, without } from "./kept.ts";
import { needsOf, type Claim, type Needs, type Night } from "./needs.ts";
import { followTimes, keepDoors } from "./follow.ts";
import { keptParts, listParts, type Part } from "./prices.ts";
import type { Wish } from "./wishes.ts";

/** The wanted change of a booking's items; items that are not named stay as they are. */
export interface Change {
  /** `old` changed to `wish`, or `wish` added when there is no `old`. */
  items: { old?: Item; wish: Wish }[];
  removed: Item[];
}

/** The result of a change for one item. */
export interface Outcome {
  old?: Item;
  /** Absent when the item is removed. */
  after?: Item;
}

/** The expected amounts of a change, from the agreed terms and today's prices. */
export interface Figures extends Pick<
  Amendment,
  "by" | "status" | "expiresAt" | "dueNowMinor" | "goesBackMinor" | "feeMinor" | "isAcceptedAgain"
> {
  beforeMinor: number;
  afterMinor: number;
  floorMinor: number;
}

/** The item after the change, except for a new item's id and the units picked for it. */
export function itemAfter(wish: Wish, old: Item | undefined, books: Books): Item {
  const { shops } = books;
  const needs = needsOf(wish, shops);
  const isKept = old !== undefined && needsOf(old.wish, shops).offering === needs.offering;
  const parts: readonly Part[] = old
    ? keptParts(wish, old.wish, old.parts, shops.prices)
    : listParts(wish, shops.prices);
  const terms = isKept ? old.terms : structuredClone(shops.terms[needs.offering]);
  const priceMinor = priceOf({ parts });
  const isSamePrice = isKept && priceMinor === priceOf(old);
  return {
    id: old?.id ?? "",
    wish,
    claims: likelyClaims(needs, old, books),
    nights: needs.nights,
    begins: needs.begins,
    ends: needs.ends,
    soldUntil: needs.soldUntil,
    parts,
    dueMinor: isSamePrice ? old.dueMinor : dueOf(terms, priceMinor),
    floorMinor: 0,
    ...(isKept && old.freeUntil !== undefined && { freeUntil: old.freeUntil }),
    terms,
  };
}

/** The likely claims: where any unit is accepted, the item keeps the units it already has. */
function likelyClaims(
  { claims, pick, begins, ends }: Needs,
  old: Item | undefined,
  books: Books,
): Claim[] {
  if (!pick) return claims;
  const { count, from, until } = pick;
  const units = pick.units.filter((unit) => books.isAtWork(unit, begins, ends));
  const own = units.filter((unit) => old?.claims.some((one) => one.unit === unit));
  const others = units.filter((unit) => !own.includes(unit));
  return [...own, ...others].slice(0, count).map((unit) => ({ unit, seat: 0, from, until }));
}

/** Computes a change's amounts, status and expiry; writes the frozen fee into the items after it. */
export function figuresOf(
  booking: Booking,
  outcomes: readonly Outcome[],
  by: Amendment["by"],
  books: Books,
): Figures {
  const { now } = books;
  const paid = booking.paidByItem();
  const costsFees = by === "customer" && booking.status === "confirmed";
  let [netMinor, feeMinor, floorMinor] = [0, 0, 0];
  for (const { old, after } of outcomes) {
    const paidMinor = old ? paid[booking.items.indexOf(old)]! : 0;
    const [before, price] = [old ? priceOf(old) : 0, after ? priceOf(after) : 0];
    const partFee = old && costsFees ? feeOf(old, Math.max(0, before - price), now) : 0;
    const fee = Math.min(partFee, Math.max(0, paidMinor - (after?.dueMinor ?? 0)));
    const wholeFee = old && costsFees ? feeOf(old, before, now) - partFee : (old?.floorMinor ?? 0);
    const floor = Math.min(price, Math.max(0, wholeFee));
    if (after) after.floorMinor = floor;
    feeMinor += fee;
    floorMinor += floor;
    netMinor += Math.max(0, (after?.dueMinor ?? 0) - Math.max(paidMinor, old?.dueMinor ?? 0));
    netMinor -= Math.max(0, paidMinor - price - fee);
  }
  const items = itemsAfter(booking, outcomes);
  const isHeld = booking.status === "reserved";
  const lackMinor = items.reduce((sum, one) => sum + one.dueMinor, 0) - booking.paidMinor;
  const dueNowMinor = Math.max(0, isHeld ? lackMinor : netMinor);
  const isAcceptedAgain =
    by === "customer" &&
    (booking.status === "confirmed" || (booking.status === "pending" && dueNowMinor > 0)) &&
    outcomes.some(({ old, after }) => after?.terms.manual && isNew(after, old, books));
  const status = isHeld
    ? "applied"
    : dueNowMinor > 0
      ? "awaitingPayment"
      : isAcceptedAgain
        ? "awaitingAcceptance"
        : "applied";
  const starts = [booking.begins, Math.min(...items.map(({ begins }) => begins))];
  return {
    by,
    status,
    expiresAt:
      status === "applied"
        ? null
        : untilOf(status, acceptMinutesOf(items), starts, outcomes, books),
    dueNowMinor,
    goesBackMinor: isHeld ? 0 : Math.max(0, -netMinor),
    feeMinor,
    floorMinor,
    isAcceptedAgain,
    beforeMinor: booking.totalMinor,
    afterMinor: items.reduce((sum, one) => sum + priceOf(one), 0),
  };
}

/** Whether the item takes anything that it did not own before. */
export function isNew(after: Item, old: Item | undefined, { shops }: Books): boolean {
  if (!old || needsOf(old.wish, shops).offering !== needsOf(after.wish, shops).offering)
    return true;
  const isOtherWay =
    after.wish.kind === "seat" && old.wish.kind === "seat" && after.wish.leg !== old.wish.leg;
  return isOtherWay || !isOnlyOwn(after, old);
}

/** The expiry: at the earlier start, at most a hold's time when it must be paid, at most the agreed time when it must be accepted. */
function untilOf(
  status: Amendment["status"],
  acceptMinutes: number | null,
  starts: readonly number[],
  outcomes: readonly Outcome[],
  { shops, now }: Books,
): number {
  const ahead = starts.filter((at) => at > now);
  const holds = outcomes.flatMap(({ after }) =>
    after ? shops.terms[needsOf(after.wish, shops).offering].holdMinutes : [],
  );
  const isAsHeld = status === "awaitingPayment" || ahead.length === 0;
  const agreed = (status === "awaitingAcceptance" ? acceptMinutes : null) ?? Infinity;
  const asHeld = isAsHeld ? [now + Math.min(...holds) * MINUTE_MS] : [];
  return Math.min(...ahead, ...asHeld, now + agreed * MINUTE_MS);
}

/** The items after the change in their order, added ones last. */
export function itemsAfter(booking: Booking, outcomes: readonly Outcome[]): Item[] {
  const kept = booking.items.flatMap((item) => {
    const outcome = outcomes.find(({ old }) => old === item);
    return outcome ? (outcome.after ?? []) : item;
  });
  return [...kept, ...outcomes.flatMap(({ old, after }) => (!old && after ? after : []))];
}

/** What a change takes in addition to what the booking owns; rooms that one item gives up are free for another. */
export function besideOf(booking: Booking, outcomes: readonly Outcome[]): Amendment["beside"] {
  const own = booking.items.flatMap((item) => item.claims);
  const spare = new Map<string, number>();
  for (const { old } of outcomes) {
    for (const { night, rooms } of old?.nights ?? []) {
      spare.set(night, (spare.get(night) ?? 0) + rooms);
    }
  }
  const wanted = outcomes.flatMap(({ after }) => after?.nights ?? []);
  const lacking = new Map(
    [...Map.groupBy(wanted, ({ night }) => night)].map(([night, all]) => [
      night,
      all.reduce((sum, { rooms }) => sum + rooms, 0) - (spare.get(night) ?? 0),
    ]),
  );
  return outcomes.flatMap(({ after }) => {
    if (!after) return [];
    const claims = after.claims.flatMap((claim) => without(claim, own));
    const nights = after.nights.flatMap(({ night, rooms }): Night[] => {
      const left = lacking.get(night)!;
      lacking.set(night, left - rooms);
      return left > 0 ? [{ night, rooms: Math.min(left, rooms) }] : [];
    });
    return { id: after.id, claims, nights };
  });
}

/** Applies the amendment. A new start or a shorter acceptance time limits how long the booking is held or pending. */
export function apply(booking: Booking, amendment: Amendment, { shops }: Books): void {
  const { begins, acceptMinutes } = booking;
  booking.items = amendment.after;
  // The trip's times may have changed while the amendment was open.
  for (const item of booking.items) followTimes(item, shops.line);
  keepDoors(booking, begins, acceptMinutes);
  booking.keptMinor += amendment.feeMinor;
  amendment.status = "applied";
  amendment.expiresAt = null;
}
