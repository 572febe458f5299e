import { createRoomType } from "../catalogue/hotel/edit-room-type.ts";
import { replaceRates, type RateStretch } from "../catalogue/hotel/replace-rates.ts";
import type { Tx } from "../db/connection.ts";
import { THU } from "./demo-business.ts";
import type { DemoDay } from "./demo-day.ts";
import type { DemoHotel, DemoRoomType } from "./demo-hotel.ts";
import type { Scene } from "./scene.ts";

const RATES_FROM_DAY = -35;
const RATES_TO_DAY = 150;
const WEEKEND_NIGHTS = 2;

/** Creates room types with their nightly rates. */
export async function loadHotel(
  tx: Tx,
  { day, businessId, ids }: Scene,
  hotel: DemoHotel,
): Promise<void> {
  for (const one of hotel.roomTypes) {
    const { key: name, place, weekend: _weekend, closed: _closed, ...roomType } = one;
    const key = { businessId, id: ids(`roomType/${name}`) };
    await createRoomType(tx, key, { ...roomType, locationId: ids(`place/${place}`) });
    await replaceRates(tx, key, ratesOf(day, one));
  }
}

/** Sets the weekends from the first day to the last; the closed nights come after, so they override. */
function ratesOf(day: DemoDay, { weekend, closed }: DemoRoomType): RateStretch[] {
  const stretch = (inDays: number, nights: number, rate: Omit<RateStretch, "from" | "to">) => ({
    ...rate,
    from: day.date(inDays),
    to: day.date(inDays + nights - 1),
  });
  const days = Array.from(
    { length: RATES_TO_DAY - RATES_FROM_DAY },
    (_, index) => RATES_FROM_DAY + index,
  );
  const weekends = days.filter((one) => day.weekday(one) === THU);
  return [
    ...weekends.map((one) => stretch(one, WEEKEND_NIGHTS, weekend)),
    ...(closed ? [stretch(closed.inDays, closed.nights, { closed: true })] : []),
  ];
}
