import { intervals } from "./appointment-calendar.ts";
import { type Exempt, NOTHING_EXEMPT } from "../planned-item.ts";
import { type BookableTime, bookableTime } from "./bookable-time.ts";
import { type BusinessHours, businessHours } from "./business-hours.ts";
import { fairOrder } from "./fair-order.ts";
import { type Interval, union } from "./intervals.ts";
import type { RentalFacts } from "./rental-facts.ts";
import { rentalPrice, type UnitPrice } from "./rental-price.ts";
import { MARGIN_SECONDS, type StretchList, stretchList } from "./stretches.ts";
import { type OffsetSpan, offsetSpans } from "./zone-offsets.ts";

/** The facts of a rental computed for a range of starts: integers only, for many fast checks. */
export interface RentalCalendar {
  spans: OffsetSpan[];
  time: BookableTime;
  /** Where dated facts are known: outside it only the rules about `time` can be judged. */
  known: Interval;
  /** Rules that do not refuse. */
  exempt: Exempt;
  onSale: boolean;
  stepSeconds: number;
  hours: BusinessHours;
  bookable: StretchList;
  units: readonly UnitCalendar[];
  /** In fair order on a local day, given by its number. */
  unitsOn(day: number): readonly UnitCalendar[];
  unitPrice: UnitPrice;
}

export interface UnitCalendar {
  id: string;
  active: boolean;
  busy: Interval[];
}

/** Computes the facts for starts in [from, until), epoch seconds; `now` is epoch milliseconds. */
export function rentalCalendar(
  facts: RentalFacts,
  from: number,
  until: number,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): RentalCalendar {
  const { offering } = facts;
  const begins = from - MARGIN_SECONDS;
  const ends = until + (facts.durationsMinutes.at(-1) ?? 0) * 60 + MARGIN_SECONDS;
  const spans = offsetSpans(offering.timezone, begins, ends);
  const hours = businessHours(spans, offering.hours, offering.holidays, begins, ends);
  const units = facts.units.map(({ id, active, busy }) => ({
    id,
    active,
    busy: union(intervals(busy)),
  }));
  return {
    spans,
    time: bookableTime(offering, now, exempt),
    exempt,
    known: { from: offering.window[0], until: offering.window[1] },
    onSale: offering.onSale,
    stepSeconds: facts.stepMinutes * 60,
    hours,
    bookable: stretchList(hours.stretches),
    units,
    unitsOn: fairOrder(units, spans),
    unitPrice: rentalPrice(spans, facts.prices, facts.priceHourMinor, begins, ends),
  };
}
