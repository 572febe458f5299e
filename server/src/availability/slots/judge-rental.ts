import type { Rule } from "../planned-item.ts";
import { timeRule } from "./bookable-time.ts";
import { covers, overlaps } from "./intervals.ts";
import type { RentalCalendar, UnitCalendar } from "./rental-calendar.ts";
import { isStart, someStretch } from "./stretches.ts";
import { DAY_SECONDS, offsetAt } from "./zone-offsets.ts";

/** The units wanted at the same time: any number of them, or exactly these. */
export type WantedUnits = { count: number; unitIds?: readonly string[] };

/** The verdict on one time. Fewer free than wanted, with no rules: somebody has them. */
export interface RentalJudgement {
  rules: Rule[];
  /** Units that could be taken, in fair order; with `unitIds`, only those. */
  free: UnitCalendar[];
}

/**
 * The only code that decides whether units may be rented from `start` until `end` (epoch seconds): it makes the
 * offers list and accepts bookings. The caller has checked that the duration is allowed.
 */
export function judgeRental(
  calendar: RentalCalendar,
  start: number,
  end: number,
  { count, unitIds }: WantedUnits,
): RentalJudgement {
  const { time, known, exempt, hours, stepSeconds } = calendar;
  const rules: Rule[] = [];
  const refuse = (rule: Rule) => {
    if (!exempt.has(rule)) rules.push(rule);
  };
  if (!calendar.onSale) refuse("not-on-sale");
  const tooEarlyOrLate = timeRule(time, start);
  if (tooEarlyOrLate) rules.push(tooEarlyOrLate);
  const usable = (one: UnitCalendar) => one.active && (!unitIds || unitIds.includes(one.id));
  if (calendar.units.filter(usable).length < count) refuse("not-enough-units");
  if (start - DAY_SECONDS < known.from || end + DAY_SECONDS > known.until) {
    if (!tooEarlyOrLate) throw new RangeError(`nothing was read about ${start}`);
    return { rules, free: [] };
  }
  const offset = offsetAt(calendar.spans, start);
  const onStep = (stretch: Parameters<typeof isStart>[0]) =>
    isStart(stretch, start, offset, stepSeconds);
  if (!covers(hours.open, start, end)) {
    refuse(covers(hours.usual, start, end) ? "holiday" : "outside-business-hours");
  } else if (!someStretch(calendar.bookable, start, end, onStep)) {
    refuse("off-step");
  }
  if (rules.length > 0) return { rules, free: [] };
  const order = calendar.unitsOn(Math.floor((start + offset) / DAY_SECONDS));
  const free = order.filter((one) => usable(one) && !overlaps(one.busy, start, end));
  return { rules, free };
}
