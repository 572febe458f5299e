import { LATE_SLOT, type Wish } from "./wishes.ts";

/** Today's prices in minor units: the only price list of the model's world. */
export interface Prices {
  cut: number;
  colour: number;
  /** Half an hour on one rig, before LATE_SLOT and from it on. */
  rig: { early: number; late: number };
  /** One seat, for each leg. */
  legs: number[];
  /** One room, for each night. */
  nights: number[];
}

export const firstPrices: Prices = {
  cut: 10_000,
  colour: 25_000,
  rig: { early: 2_500, late: 4_000 },
  legs: [6_000, 7_000, 11_000],
  nights: [30_000, 45_000, 30_000, 30_000, 30_000],
};

/** The smallest thing with its own price: a visit, half an hour on the nth rig, a seat, a night in the nth room. */
export interface Part {
  of: string;
  minor: number;
}

export function sumOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { minor }) => sum + minor, 0);
}

/** The price parts of a wish as a new sale. */
export function listParts(wish: Wish, prices: Prices): Part[] {
  switch (wish.kind) {
    case "appointment":
      return [{ of: "visit", minor: prices[wish.service] }];
    case "rental":
      return times(rigsOf(wish)).flatMap((rig) =>
        halfHoursOf(wish).map((at) => ({
          of: `${rig} ${at}`,
          minor: at < LATE_SLOT ? prices.rig.early : prices.rig.late,
        })),
      );
    case "seat":
      return wish.seats.map((seat) => ({ of: `${seat}`, minor: prices.legs[wish.leg]! }));
    default:
      return times(wish.rooms).flatMap((room) =>
        times(wish.nights).map((night) => ({
          of: `${room} ${wish.night + night}`,
          minor: prices.nights[wish.night + night]!,
        })),
      );
  }
}

/**
 * The price parts of a wish that replaces `old`, sold for `agreed`: kept parts and like-for-like moves keep their price, and
 * new parts have today's price.
 */
export function keptParts(
  wish: Wish,
  old: Wish,
  agreed: readonly Part[],
  prices: Prices,
): readonly Part[] {
  const list = listParts(wish, prices);
  if (wish.kind === "appointment" && old.kind === "appointment") {
    return wish.service === old.service ? agreed : list;
  }
  if (wish.kind === "rental" && old.kind === "rental") {
    const isAlike =
      wish.hours === old.hours &&
      rigsOf(wish) === rigsOf(old) &&
      sumOf(list) === sumOf(listParts(old, prices));
    if (isAlike) return list.map(({ of }, index) => ({ of, minor: agreed[index]!.minor }));
  }
  if (wish.kind === "seat" && old.kind === "seat") {
    return wish.leg === old.leg ? seatForSeat(list, agreed) : list;
  }
  return list.map((part) => agreed.find(({ of }) => of === part.of) ?? part);
}

/** A kept seat keeps its price; a new seat gets the price of a seat given up for it. */
function seatForSeat(list: readonly Part[], agreed: readonly Part[]): Part[] {
  const given = agreed.filter(({ of }) => !list.some((one) => one.of === of));
  return list.map(({ of, minor }) => {
    const kept = agreed.find((one) => one.of === of) ?? given.shift();
    return { of, minor: kept?.minor ?? minor };
  });
}

export function rigsOf({ units }: Wish & { kind: "rental" }): number {
  return typeof units === "number" ? units : units.length;
}

export function halfHoursOf({ slot, hours }: Wish & { kind: "rental" }): number[] {
  return times(hours * 2).map((n) => slot + n);
}

function times(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
