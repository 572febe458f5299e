import { rideOf, type Line } from "./line.ts";
import type { ShopName } from "./shops.ts";
import { ROOMS, type Wish } from "./wishes.ts";

/** What businesses and the platform change about what is on sale; what was sold before stays as it was. */
export interface Sale {
  /** Businesses that sell nothing. */
  suspended: Set<ShopName>;
  /** Nights of the hotel. */
  closed: Set<number>;
  rooms: number;
  /** Rigs out of use, by their ids. */
  idle: Set<string>;
}

export function firstSale(): Sale {
  return { suspended: new Set(), closed: new Set(), rooms: ROOMS, idle: new Set() };
}

/** Whether the coach passes there, and has those seats. */
export function seatRules(wish: Wish & { kind: "seat" }, line: Line): string[] {
  const isThere = wish.seats.every((label) => line.vehicle.numbers.has(label));
  const rules = rideOf(wish.leg, line) ? [] : ["stop-not-served"];
  return isThere ? rules : [...rules, "no-such-seat"];
}

/** Which of a stay's nights nobody is let in for, and whether there are so many rooms at all; what is kept of `old` is not asked. */
export function stayRules(
  wish: Wish & { kind: "stay" },
  old: (Wish & { kind: "stay" }) | undefined,
  { closed, rooms }: Sale,
): string[] {
  const wanted = nightsOf(wish);
  const kept = new Set(old && nightsOf(old));
  const added = wanted.filter((night) => !kept.has(night));
  const isNoMore = old !== undefined && wish.rooms <= old.rooms;
  const isShut = isNoMore
    ? added.some((night) => closed.has(night))
    : wanted.some((night) => closed.has(night));
  const isTooMany = wish.rooms > rooms && !(isNoMore && added.length === 0);
  return [...(isShut ? ["night-closed"] : []), ...(isTooMany ? ["not-enough-units"] : [])];
}

function nightsOf({ night, nights }: Wish & { kind: "stay" }): number[] {
  return Array.from({ length: nights }, (_, n) => night + n);
}
