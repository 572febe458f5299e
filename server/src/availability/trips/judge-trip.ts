import { dateIn } from "../../base/time.ts";
import { type Exempt, NOTHING_EXEMPT, type Rule } from "../planned-item.ts";
import { dayNumber } from "../slots/zone-offsets.ts";
import { type Route, type Segment, segmentTimes, type Trip } from "./trip.ts";

/**
 * The rules that refuse a segment of a trip, whatever the seat; none when it can be booked. `now` is epoch
 * milliseconds. The horizon includes the whole local day, at the boarding stop, that many days from today.
 */
export function judgeTrip(
  route: Route,
  trip: Trip,
  segment: Segment,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): Rule[] {
  const rules: Rule[] = [];
  const departsMs = segmentTimes(trip, segment).departs * 1000;
  const { timezone } = segment.from;
  if (!route.onSale) rules.push("not-on-sale");
  if (trip.cancelled) rules.push("trip-cancelled");
  if (departsMs <= now) rules.push("trip-departed");
  else if (departsMs - route.leadMinutes * 60_000 < now) rules.push("inside-lead-time");
  const daysAhead = dayNumber(dateIn(departsMs, timezone)) - dayNumber(dateIn(now, timezone));
  if (daysAhead > route.horizonDays) rules.push("beyond-horizon");
  return rules.filter((rule) => !exempt.has(rule));
}
