import { type Exempt, NOTHING_EXEMPT, type Rule } from "../planned-item.ts";
import type { OfferingFacts } from "./offering-facts.ts";
import { DAY_SECONDS, dayStart } from "./zone-offsets.ts";

/** The starts that an offering's lead time and horizon allow, epoch seconds. */
export interface BookableTime {
  now: number;
  /** The first start allowed. */
  earliest: number;
  /** The first instant that is too far away: the end of the last local day inside the horizon. */
  horizon: number;
}

/**
 * `now` is epoch milliseconds. A horizon of 90 days includes the whole local day 90 days from today. Exempt rules do
 * not limit it; facts_window() in the database agrees.
 */
export function bookableTime(
  facts: Pick<OfferingFacts, "leadMinutes" | "horizonDays" | "timezone">,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): BookableTime {
  const zoned = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(facts.timezone);
  const today = Math.floor((now / 1000 + zoned.offsetNanoseconds / 1e9) / DAY_SECONDS);
  // A start equal to now has already begun.
  const soonest = exempt.has("in-the-past") ? -Infinity : Math.floor(now / 1000) + 1;
  return {
    now: exempt.has("in-the-past") ? -Infinity : now / 1000,
    earliest: exempt.has("inside-lead-time")
      ? soonest
      : Math.max(soonest, Math.ceil(now / 1000) + facts.leadMinutes * 60),
    horizon: exempt.has("beyond-horizon")
      ? Infinity
      : dayStart(facts.timezone, today + facts.horizonDays + 1),
  };
}

export function timeRule(time: BookableTime, start: number): Rule | undefined {
  if (start <= time.now) return "in-the-past";
  if (start < time.earliest) return "inside-lead-time";
  if (start >= time.horizon) return "beyond-horizon";
  return undefined;
}
