import type { AppointmentFacts, StaffFacts } from "./appointment-facts.ts";
import { type Exempt, NOTHING_EXEMPT } from "../planned-item.ts";
import { type BookableTime, bookableTime } from "./bookable-time.ts";
import { type BusinessHours, businessHours } from "./business-hours.ts";
import { fairOrder } from "./fair-order.ts";
import { type Interval, union } from "./intervals.ts";
import type { Span } from "./offering-facts.ts";
import { staffStretches, type StaffStretches } from "./staff-stretches.ts";
import { MARGIN_SECONDS } from "./stretches.ts";
import { expandWeekly } from "./wall-clock.ts";
import { type OffsetSpan, offsetSpans } from "./zone-offsets.ts";

/** The facts of a service computed for a range of starts: integers only, for many fast checks. */
export interface AppointmentCalendar {
  spans: OffsetSpan[];
  time: BookableTime;
  /** Where dated facts are known: outside it only the rules about `time` can be judged. */
  known: Interval;
  /** Rules that do not refuse. */
  exempt: Exempt;
  onSale: boolean;
  durationSeconds: number;
  beforeSeconds: number;
  afterSeconds: number;
  stepSeconds: number;
  hours: BusinessHours;
  staff: readonly StaffCalendar[];
  /** In fair order on a local day, given by its number. */
  staffOn(day: number): readonly StaffCalendar[];
}

export interface StaffCalendar extends StaffStretches {
  id: string;
  active: boolean;
  breaks: Interval[];
  off: Interval[];
  busy: Interval[];
}

/** Computes the facts for starts in [from, until), epoch seconds; `now` is epoch milliseconds. */
export function appointmentCalendar(
  facts: AppointmentFacts,
  from: number,
  until: number,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): AppointmentCalendar {
  const { offering } = facts;
  const begins = from - MARGIN_SECONDS;
  const ends = until + facts.durationMinutes * 60 + MARGIN_SECONDS;
  const spans = offsetSpans(offering.timezone, begins, ends);
  const hours = businessHours(spans, offering.hours, offering.holidays, begins, ends);
  const staff = facts.staff.map((one) => staffCalendar(one, spans, hours, begins, ends));
  return {
    spans,
    time: bookableTime(offering, now, exempt),
    exempt,
    known: { from: offering.window[0], until: offering.window[1] },
    onSale: offering.onSale,
    durationSeconds: facts.durationMinutes * 60,
    beforeSeconds: facts.bufferBeforeMinutes * 60,
    afterSeconds: facts.bufferAfterMinutes * 60,
    stepSeconds: facts.stepMinutes * 60,
    hours,
    staff,
    staffOn: fairOrder(staff, spans),
  };
}

function staffCalendar(
  facts: StaffFacts,
  spans: readonly OffsetSpan[],
  hours: BusinessHours,
  from: number,
  until: number,
): StaffCalendar {
  const { scheduled, windows } = facts;
  const openings = intervals(facts.openings);
  return {
    id: facts.id,
    active: facts.active,
    ...staffStretches(spans, hours, { scheduled, windows, openings }, from, until),
    breaks: union(expandWeekly(spans, facts.breaks, from, until)),
    off: union(intervals(facts.off)),
    busy: union(intervals(facts.busy)),
  };
}

export function intervals(spans: readonly Span[]): Interval[] {
  return spans.map(([from, until]) => ({ from, until }));
}
