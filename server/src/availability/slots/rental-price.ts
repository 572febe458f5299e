import { shareOfMinor } from "../../base/money.ts";
import { type Interval, lastFrom } from "./intervals.ts";
import { wallIntervals } from "./wall-clock.ts";
import { DAY_SECONDS, localDay, type OffsetSpan, weekdayOfDay } from "./zone-offsets.ts";

/** An hourly price by weekday and time of day, minor units; bands of a rental never overlap. */
export type PriceBand = readonly [
  weekday: number,
  startsMinute: number,
  endsMinute: number,
  priceHourMinor: number,
];

/** What one unit costs from `start` until `end`, epoch seconds, in minor units. */
export type UnitPrice = (start: number, end: number) => number;

/**
 * Each minute costs a sixtieth of the hourly price its wall clock falls under; the sum is rounded once, half a
 * minor unit up. Minutes are real ones: an hour the clock shows twice is paid twice.
 */
export function rentalPrice(
  spans: readonly OffsetSpan[],
  bands: readonly PriceBand[],
  usualHourMinor: number,
  from: number,
  until: number,
): UnitPrice {
  const priced = pricedIntervals(spans, bands, from, until);
  return (start, end) => {
    let sum = ((end - start) / 60) * usualHourMinor;
    for (let i = Math.max(0, lastFrom(priced, start)); i < priced.length; i += 1) {
      const band = priced[i] as Priced;
      if (band.from >= end) break;
      const seconds = Math.min(band.until, end) - Math.max(band.from, start);
      if (seconds > 0) sum += (seconds / 60) * (band.hourMinor - usualHourMinor);
    }
    return shareOfMinor(sum, 1, 60);
  };
}

type Priced = Interval & { hourMinor: number };

function pricedIntervals(
  spans: readonly OffsetSpan[],
  bands: readonly PriceBand[],
  from: number,
  until: number,
): Priced[] {
  const priced: Priced[] = [];
  for (let day = localDay(spans, from) - 1; day <= localDay(spans, until) + 1; day += 1) {
    const weekday = weekdayOfDay(day);
    const midnight = day * DAY_SECONDS;
    for (const [on, starts, ends, hourMinor] of bands) {
      if (on !== weekday) continue;
      for (const piece of wallIntervals(spans, midnight + starts * 60, midnight + ends * 60)) {
        priced.push({ ...piece, hourMinor });
      }
    }
  }
  return priced.toSorted((a, b) => a.from - b.from);
}
