import { rideOf, type Line } from "./line.ts";
import type { ShopName } from "./shops.ts";
import { ROOMS, type Wish } from "./wishes.ts";

/** What businesses and the platform change about what is on sale; earlier sales stay as they were. */
export interface Sale {
  /** The suspended businesses. */
  suspended: Set<ShopName>;
  /** The closed nights of the hotel. */
  closed: Set<number>;
  rooms: number;
  /** The ids of rigs out of use. */
  idle: Set<string>;
}

export function firstSale(): Sale {
  return { suspended: new Set(), closed: new Set(), rooms: ROOMS, idle: new Set() };
}

/** The rules that refuse a seat: unserved stops and missing seats. */
export function seatRules(wish: Wish & { kind: "seat" }, line: Line): string[] {
  const isThere = wish.seats.every((label) => line.vehicle.numbers.has(label));
  const rules = rideOf(wish.leg, line) ? [] : ["stop-not-served"];
  return isThere ? rules : [...rules, "no-such-seat"];
}

/** The rules that refuse a stay: closed nights and too many rooms. What is kept of `old` is not judged. */
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
