import { dateIn } from "../../base/time.ts";
import { type Exempt, NOTHING_EXEMPT, type Rule } from "../planned-item.ts";
import { dayNumber } from "../slots/zone-offsets.ts";
import { type Property, type RoomType, wallInstant, type Wish } from "./stay.ts";

export interface StayJudgement {
  /** The rules that refuse it regardless of other bookings; none when only free rooms are lacking. */
  rules: Rule[];
  /** Free rooms per night, after other bookings. */
  roomsFree: number;
  /** Per room, night by night from check-in, minor units. */
  nightsMinor: number[];
  /** All nights and rooms, minor units. */
  totalMinor: number;
}

/**
 * The rules for rooms of one type. Check-in may be today until the local day ends, even after check-in time; with a
 * lead time, it ends that long before check-in time. The horizon is measured to the day of check-in. The shortest
 * stay is the longer of the room type's and the arrival night's. `now` is epoch milliseconds.
 */
export function judgeStay(
  property: Property,
  type: RoomType,
  wish: Wish,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): StayJudgement {
  const { checkIn, nights, rooms, guests } = wish;
  const checkOut = checkIn + nights;
  const rates = type.rates.filter(([night]) => night >= checkIn && night < checkOut);
  const arrival = rates.find(([night]) => night === checkIn);
  const rules: Rule[] = [];
  if (!property.onSale || !type.onSale) rules.push("not-on-sale");
  rules.push(...timeRules(property, type, checkIn, now));
  if (rates.some(([, , closed]) => closed)) rules.push("night-closed");
  if (nights < Math.max(type.minNights, arrival?.[3] ?? 1)) rules.push("below-minimum-stay");
  if (guests > type.occupancy * rooms) rules.push("over-occupancy");
  if (rooms > type.rooms) rules.push("not-enough-units");
  const nightsMinor = Array.from({ length: Math.max(0, nights) }, () => type.priceMinor);
  for (const [night, priceMinor] of rates) {
    nightsMinor[night - checkIn] = priceMinor ?? type.priceMinor;
  }
  const totalMinor = nightsMinor.reduce((sum, one) => sum + one, 0) * rooms;
  let taken = 0;
  for (const [night, count] of type.taken) {
    if (night >= checkIn && night < checkOut) taken = Math.max(taken, count);
  }
  const refusing = rules.filter((rule) => !exempt.has(rule));
  const roomsFree = Math.max(0, type.rooms - taken);
  return { rules: refusing, roomsFree, nightsMinor, totalMinor };
}

function timeRules(property: Property, type: RoomType, checkIn: number, now: number): Rule[] {
  const today = dayNumber(dateIn(now, property.timezone));
  if (checkIn < today) return ["in-the-past"];
  if (checkIn > today + type.horizonDays) return ["beyond-horizon"];
  if (type.leadMinutes === 0) return [];
  const opens = wallInstant(checkIn, property.checkInMinute, property.timezone);
  return (opens - type.leadMinutes * 60) * 1000 < now ? ["inside-lead-time"] : [];
}

export function isFree({ rules, roomsFree }: StayJudgement, wish: Wish): boolean {
  return rules.length === 0 && roomsFree >= wish.rooms;
}
