import type { Money } from "../../base/money.ts";
import type { Text } from "../../base/text.ts";
import { type Exempt, NOTHING_EXEMPT } from "../planned-item.ts";
import { isFree, judgeStay } from "./judge-stay.ts";
import type { Property, Wish } from "./stay.ts";

/** A room type that can be booked as requested. `price` is for all nights and rooms. */
export interface RoomOffer {
  id: string;
  name: Text;
  roomsFree: number;
  price: Money;
}

/** A property with its bookable room types. `minPrice` is the lowest `price` among them. */
export interface StayOffer {
  businessId: string;
  businessName: Text;
  locationId: string;
  name: Text;
  minPrice: Money;
  roomTypes: RoomOffer[];
}

/** A property that shows more is not read to the end. */
export const ROOM_TYPES_MAX = 100;

/** Room types that can be booked as requested, cheapest first, the 100 cheapest at most; `now` is epoch milliseconds. */
export function listRoomOffers(
  property: Property,
  wish: Wish,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): RoomOffer[] {
  return property.roomTypes
    .flatMap((type) => {
      const judgement = judgeStay(property, type, wish, now, exempt);
      if (!isFree(judgement, wish)) return [];
      const price = { amount: judgement.totalMinor, currency: property.currency };
      return [{ id: type.id, name: type.name, roomsFree: judgement.roomsFree, price }];
    })
    .toSorted((a, b) => a.price.amount - b.price.amount)
    .slice(0, ROOM_TYPES_MAX);
}

/** A property's offers for a wish; undefined when none of its rooms can be booked. */
export function offerStay(property: Property, wish: Wish, now: number): StayOffer | undefined {
  const roomTypes = listRoomOffers(property, wish, now);
  const cheapest = roomTypes[0];
  if (!cheapest) return undefined;
  const { businessId, businessName, locationId, name } = property;
  return { businessId, businessName, locationId, name, minPrice: cheapest.price, roomTypes };
}
