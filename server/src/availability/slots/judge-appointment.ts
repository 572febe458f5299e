import type { Rule } from "../planned-item.ts";
import type { AppointmentCalendar, StaffCalendar } from "./appointment-calendar.ts";
import { timeRule } from "./bookable-time.ts";
import { covers, overlaps } from "./intervals.ts";
import { isStart, someStretch } from "./stretches.ts";
import { DAY_SECONDS, offsetAt } from "./zone-offsets.ts";

/** The verdict on one start: who could take it, or every rule that refuses. */
export interface AppointmentJudgement {
  /** Empty when at least one staff member may take it by the rules. */
  rules: Rule[];
  /** Those who may and are free, in fair order. Empty, with no rules either: somebody has the time. */
  free: StaffCalendar[];
}

/**
 * The only code that decides whether an appointment may begin at `start` (epoch seconds): it makes the offers list
 * and accepts bookings. The booking must lie inside business hours and one staff window; its buffers need only be
 * free of other bookings and may lie outside hours or in a break.
 */
export function judgeAppointment(
  calendar: AppointmentCalendar,
  start: number,
): AppointmentJudgement {
  const { time, known, exempt, durationSeconds, beforeSeconds, afterSeconds } = calendar;
  const end = start + durationSeconds;
  const rules: Rule[] = calendar.onSale || exempt.has("not-on-sale") ? [] : ["not-on-sale"];
  const tooEarlyOrLate = timeRule(time, start);
  if (tooEarlyOrLate) rules.push(tooEarlyOrLate);
  if (start - DAY_SECONDS < known.from || end + DAY_SECONDS > known.until) {
    if (!tooEarlyOrLate) throw new RangeError(`nothing was read about ${start}`);
    return { rules, free: [] };
  }
  const offset = offsetAt(calendar.spans, start);
  const refusals = new Set<Rule>();
  const free: StaffCalendar[] = [];
  let allowed = false;
  for (const one of calendar.staffOn(Math.floor((start + offset) / DAY_SECONDS))) {
    const refused = staffRules(calendar, one, start, end, offset).filter(
      (rule) => !exempt.has(rule),
    );
    for (const rule of refused) refusals.add(rule);
    if (refused.length > 0) continue;
    allowed = true;
    if (!overlaps(one.busy, start - beforeSeconds, end + afterSeconds)) free.push(one);
  }
  if (calendar.staff.length === 0) refusals.add("staff-cannot-do-service");
  if (!allowed) rules.push(...refusals);
  return { rules, free: rules.length > 0 ? [] : free };
}

const NONE: readonly Rule[] = [];

/** Every rule by which this person may not take it; none if they may. */
function staffRules(
  { hours, stepSeconds }: AppointmentCalendar,
  staff: StaffCalendar,
  start: number,
  end: number,
  offset: number,
): readonly Rule[] {
  const onStep = someStretch(staff.bookable, start, end, (stretch) =>
    isStart(stretch, start, offset, stepSeconds),
  );
  const onBreak = overlaps(staff.breaks, start, end);
  const off = overlaps(staff.off, start, end);
  if (onStep && !onBreak && !off && staff.active) return NONE;
  const rules: Rule[] = staff.active ? [] : ["staff-cannot-do-service"];
  const open = covers(hours.open, start, end);
  const working = !staff.own || someStretch(staff.own, start, end);
  if (!open) rules.push(covers(hours.usual, start, end) ? "holiday" : "outside-business-hours");
  if (!working) rules.push("outside-staff-hours");
  if (open && working && !onStep) rules.push("off-step");
  if (onBreak) rules.push("staff-on-break");
  if (off) rules.push("staff-time-off");
  return rules;
}
