import { splitMinor } from "../../base/money.ts";
import { type AgreedItem, type Amended, isOffering, type KeepRule } from "../kept-item.ts";
import type { NightPart, PlannedItem, Rule } from "../planned-item.ts";
import { dayNumber } from "../slots/zone-offsets.ts";
import { dateOfDay, type Property, wishOf } from "./stay.ts";
import type { StayItem } from "./stay-item.ts";

/** The part of a stored stay's details that is read here. */
interface StayDetails {
  roomTypeId: string;
  checkIn: string;
  checkOut: string;
  rooms: number;
  guests: number;
}

/**
 * Nights that stay, for as many rooms as before, keep their price and are not judged again; additional nights and
 * rooms are priced and judged as new.
 */
export const keepStay: KeepRule<Property, StayItem> = {
  exempt(item, agreed, facts) {
    const before = agreed.details as unknown as StayDetails;
    const rules = new Set<Rule>();
    if (!isOffering(item.roomTypeId, agreed)) return rules;
    const { checkIn, nights, rooms, guests } = wishOf(item);
    const kept = keptNights(before);
    const wanted = Array.from({ length: Math.max(0, nights) }, (_, n) => dateOfDay(checkIn + n));
    const added = wanted.filter((night) => !kept.has(night));
    const isOnlyLess = added.length === 0 && rooms <= before.rooms;
    const type = facts?.roomTypes.find((one) => one.id === agreed.offeringId);
    const isClosed = (night: string) =>
      type?.rates.some(([day, , closed]) => closed && day === dayNumber(night)) ?? true;
    if (isOnlyLess || (rooms <= before.rooms && !added.some(isClosed))) rules.add("night-closed");
    if (isOnlyLess || nights >= kept.size) rules.add("below-minimum-stay");
    if (isOnlyLess)
      for (const rule of ["not-on-sale", "not-enough-units"] as const) rules.add(rule);
    if (isOnlyLess || item.checkIn === before.checkIn) {
      for (const rule of ["in-the-past", "inside-lead-time", "beyond-horizon"] as const)
        rules.add(rule);
    }
    if (guests <= before.guests && rooms >= before.rooms) rules.add("over-occupancy");
    return rules;
  },
  keep(_facts, planned, agreed): Amended {
    const [now, before] = [planned.details, agreed.details] as unknown as StayDetails[];
    const isSame = planned.offeringId === agreed.offeringId;
    const kept = keptNights(before!);
    const isNew =
      !isSame ||
      now!.rooms > before!.rooms ||
      planned.buckets.some(({ bucket }) => !kept.has(bucket));
    const isMoved = !isSame || now!.checkIn !== before!.checkIn;
    const priced = isSame ? pricedBeside(planned, agreed) : planned;
    return { planned: { ...planned, ...priced }, isNew, isMoved };
  },
};

function keptNights({ checkIn, checkOut }: StayDetails): Set<string> {
  const nights = new Set<string>();
  for (let day = dayNumber(checkIn); day < dayNumber(checkOut); day += 1)
    nights.add(dateOfDay(day));
  return nights;
}

function pricedBeside(
  planned: PlannedItem,
  agreed: AgreedItem,
): { priceMinor: number; priceParts: NightPart[] } {
  const agreedParts = partsOf(agreed);
  const priceParts = (planned.priceParts as NightPart[]).flatMap(({ night, rooms, minor }) => {
    let left = rooms;
    const parts: NightPart[] = [];
    for (const part of agreedParts.filter((one) => one.night === night)) {
      const some = Math.min(left, part.rooms);
      if (some > 0) parts.push({ night, rooms: some, minor: part.minor });
      left -= some;
    }
    return left > 0 ? [...parts, { night, rooms: left, minor }] : parts;
  });
  return {
    priceMinor: priceParts.reduce((sum, part) => sum + part.rooms * part.minor, 0),
    priceParts,
  };
}

/** A stay sold before price parts were stored is spread evenly over its nights and rooms. */
function partsOf({ details, priceParts, priceMinor }: AgreedItem): NightPart[] {
  if (priceParts.length > 0) return priceParts as NightPart[];
  const before = details as unknown as StayDetails;
  const nights = [...keptNights(before)];
  const shares = splitMinor(
    priceMinor,
    nights.flatMap(() => Array.from({ length: before.rooms }, () => 1)),
  );
  return nights.flatMap((night, n) =>
    Array.from({ length: before.rooms }, (_, room) => ({
      night,
      rooms: 1,
      minor: shares[n * before.rooms + room]!,
    })),
  );
}
