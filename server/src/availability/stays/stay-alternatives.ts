import { ALTERNATIVES_MAX } from "../../base/limits.ts";
import type { Money } from "../../base/money.ts";
import type { Text } from "../../base/text.ts";
import { type Exempt, NOTHING_EXEMPT } from "../planned-item.ts";
import { isFree, judgeStay } from "./judge-stay.ts";
import { dateOfDay, type Property, type RoomType, type Wish } from "./stay.ts";
import { listRoomOffers } from "./stay-offers.ts";

/** How many days earlier or later to try. */
export const SHIFT_DAYS_MAX = 7;

/** An alternative stay: other rooms of the property, or other dates. */
export interface StayAlternative {
  roomTypeId: string;
  name: Text;
  checkIn: string;
  checkOut: string;
  roomsFree: number;
  price: Money;
}

/**
 * For the same dates, the property's other room types, cheapest first; then the same type for as many nights on the
 * nearest dates.
 */
export function stayAlternatives(
  property: Property,
  type: RoomType,
  wish: Wish,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): StayAlternative[] {
  const others = listRoomOffers(property, wish, now, exempt)
    .filter((offer) => offer.id !== type.id)
    .slice(0, ALTERNATIVES_MAX)
    .map(({ id, ...offer }) => ({ roomTypeId: id, ...datesOf(wish), ...offer }));
  const shifts = Array.from({ length: SHIFT_DAYS_MAX }, (_, n) => [-n - 1, n + 1]).flat();
  const moved = shifts.flatMap((days) => {
    const then = { ...wish, checkIn: wish.checkIn + days };
    const judgement = judgeStay(property, type, then, now, exempt);
    if (!isFree(judgement, then)) return [];
    const { roomsFree, totalMinor } = judgement;
    const price = { amount: totalMinor, currency: property.currency };
    return [{ roomTypeId: type.id, name: type.name, ...datesOf(then), roomsFree, price }];
  });
  return [...others, ...moved.slice(0, ALTERNATIVES_MAX)];
}

function datesOf({ checkIn, nights }: Wish): { checkIn: string; checkOut: string } {
  return { checkIn: dateOfDay(checkIn), checkOut: dateOfDay(checkIn + nights) };
}
