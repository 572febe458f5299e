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

/** A period with one hourly price, epoch seconds and minor units. */
export interface PricedStretch {
  from: number;
  until: number;
  hourMinor: number;
}

/** The price of one unit from `start` until `end`, epoch seconds, as the periods that make it up. */
export type UnitPrice = (start: number, end: number) => PricedStretch[];

/** The price of some periods, minor units: summed exactly and rounded once, half a minor unit up. */
export function priceOfStretches(stretches: readonly PricedStretch[]): number {
  const sixtieths = stretches.reduce(
    (sum, { from, until, hourMinor }) => sum + ((until - from) / 60) * hourMinor,
    0,
  );
  return shareOfMinor(sixtieths, 1, 60);
}

/**
 * Each minute costs a sixtieth of the hourly price at its local time. Minutes are real ones: an hour that the clock
 * shows twice is paid twice.
 */
export function rentalPrice(
  spans: readonly OffsetSpan[],
  bands: readonly PriceBand[],
  usualHourMinor: number,
  begins: number,
  ends: number,
): UnitPrice {
  const priced = pricedIntervals(spans, bands, begins, ends);
  return (start, end) => {
    const stretches: PricedStretch[] = [];
    let at = start;
    for (let i = Math.max(0, lastFrom(priced, start)); i < priced.length && at < end; i += 1) {
      const band = priced[i] as Priced;
      if (band.from >= end) break;
      const from = Math.max(band.from, at);
      const until = Math.min(band.until, end);
      if (until <= from) continue;
      if (from > at) stretches.push({ from: at, until: from, hourMinor: usualHourMinor });
      stretches.push({ from, until, hourMinor: band.hourMinor });
      at = until;
    }
    if (at < end) stretches.push({ from: at, until: end, hourMinor: usualHourMinor });
    return stretches;
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
