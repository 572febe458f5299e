import type { Item } from "./booking.ts";
import { needsOf, type Claim, type Night } from "./needs.ts";
import { rigsOf } from "./prices.ts";
import type { Shops } from "./shops.ts";
import type { Wish } from "./wishes.ts";

/** Whether a wish has the item's start or is only a part of it, so that its start is not judged again. */
export function isKeptFrom(wish: Wish, { wish: old, claims }: Item, shops: Shops): boolean {
  if (wish.kind === "appointment" && old.kind === "appointment") {
    return wish.service === old.service && wish.slot === old.slot;
  }
  if (wish.kind === "rental" && old.kind === "rental") {
    const isWithin =
      wish.slot >= old.slot && wish.slot + wish.hours * 2 <= old.slot + old.hours * 2;
    const own = claims.map(({ unit }) => unit);
    const named = needsOf(wish, shops).claims;
    const isSome =
      named.length > 0 ? named.every(({ unit }) => own.includes(unit)) : rigsOf(wish) <= own.length;
    return isWithin && isSome;
  }
  if (wish.kind === "seat" && old.kind === "seat") {
    return wish.leg === old.leg && wish.seats.every((seat) => old.seats.includes(seat));
  }
  if (wish.kind === "stay" && old.kind === "stay") {
    const isWithin = wish.night >= old.night && wish.night + wish.nights <= old.night + old.nights;
    return wish.night === old.night || (isWithin && wish.rooms <= old.rooms);
  }
  return false;
}

/** Whether the changed item owns only what it owned before. */
export function isOnlyOwn(item: Pick<Item, "claims" | "nights">, old: Item): boolean {
  const isOwn = (claim: Claim) => without(claim, old.claims).length === 0;
  const hasRooms = ({ night, rooms }: Night) =>
    old.nights.some((one) => one.night === night && one.rooms >= rooms);
  return item.claims.every(isOwn) && item.nights.every(hasRooms);
}

/** The rest of a claim after removing the others. */
export function without(claim: Claim, others: readonly Claim[]): Claim[] {
  let left = [claim];
  for (const { unit, seat, from, until } of others) {
    if (unit !== claim.unit || seat !== claim.seat) continue;
    left = left
      .flatMap((one) => [
        { ...one, until: Math.min(one.until, from) },
        { ...one, from: Math.max(one.from, until) },
      ])
      .filter((one) => one.from < one.until);
  }
  return left;
}
