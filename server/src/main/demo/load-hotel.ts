import { createRoomType } from "../../catalogue/hotel/edit-room-type.ts";
import { replaceRates, type RateStretch } from "../../catalogue/hotel/replace-rates.ts";
import type { Tx } from "../../db/connection.ts";
import { FRI, THU } from "./demo-business.ts";
import type { DemoHotel, DemoRoomType } from "./demo-hotel.ts";
import type { Scene } from "./scene.ts";
import type { DemoDay } from "./demo-day.ts";

const RATES_FROM_DAY = -35;
const RATES_TO_DAY = 180;

/** Room types with their nightly rates. */
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

/** The weekends from the first day to the last; the nights it is closed come after, so that they hold. */
function ratesOf(day: DemoDay, { weekend, closed }: DemoRoomType): RateStretch[] {
  const days = Array.from(
    { length: RATES_TO_DAY - RATES_FROM_DAY },
    (_, index) => RATES_FROM_DAY + index,
  );
  const rates: RateStretch[] = days
    .filter((one) => [THU, FRI].some((weekday) => weekday === day.weekday(one)))
    .map((one) => ({ from: day.date(one), to: day.date(one), ...weekend }));
  if (closed) {
    const last = day.date(closed.inDays + closed.nights - 1);
    rates.push({ from: day.date(closed.inDays), to: last, closed: true });
  }
  return rates;
}
