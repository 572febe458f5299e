import { CALENDAR_DATES_MAX } from "../../base/limits.ts";
import type { BadRows } from "./bad-rows.ts";
import type { FeedCalendar } from "./feed.ts";
import { readRows, type FeedRow } from "./feed-rows.ts";
import type { FeedSource } from "./feed-source.ts";
import { readDay } from "./fields.ts";

const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

/**
 * Reads calendar.txt and calendar_dates.txt. A service with only dates becomes a calendar that runs on no weekday.
 */
export async function readCalendars(
  source: FeedSource,
  bad: BadRows,
): Promise<Map<string, FeedCalendar>> {
  const calendars = new Map<string, FeedCalendar>();
  const columns = ["service_id", ...WEEKDAYS, "start_date", "end_date"];
  for await (const row of readRows(source, "calendar.txt", columns, bad)) {
    const calendar = readCalendar(row, calendars, bad);
    if (calendar) calendars.set(calendar.id, calendar);
  }
  const needed = ["service_id", "date", "exception_type"];
  for await (const row of readRows(source, "calendar_dates.txt", needed, bad)) {
    addException(row, calendars, bad);
  }
  return calendars;
}

function readCalendar(
  row: FeedRow,
  known: ReadonlyMap<string, FeedCalendar>,
  bad: BadRows,
): FeedCalendar | undefined {
  const id = row.get("service_id");
  const [startsOn, endsOn] = [readDay(row.get("start_date")), readDay(row.get("end_date"))];
  const wrongDay = WEEKDAYS.find((day) => row.get(day) !== "0" && row.get(day) !== "1");
  const problem =
    (!id && "has no service_id") ||
    (known.has(id) && `service_id "${id}" is a duplicate`) ||
    (wrongDay && `${wrongDay} is "${row.get(wrongDay)}", not 0 or 1`) ||
    (!startsOn && `start_date "${row.get("start_date")}" is not a date`) ||
    (!endsOn && `end_date "${row.get("end_date")}" is not a date`) ||
    (startsOn && endsOn && endsOn < startsOn && `ends on ${endsOn}, before it starts`);
  if (problem || !startsOn || !endsOn) {
    bad.leaveOut("calendar.txt", row.line, problem || "is not a calendar");
    return undefined;
  }
  const weekdays = WEEKDAYS.flatMap((day, index) => (row.get(day) === "1" ? [index + 1] : []));
  return { id, weekdays, startsOn, endsOn, exceptions: new Map() };
}

function addException(row: FeedRow, calendars: Map<string, FeedCalendar>, bad: BadRows): void {
  const file = "calendar_dates.txt";
  const [id, kind] = [row.get("service_id"), row.get("exception_type")];
  const day = readDay(row.get("date"));
  if (!id) return bad.leaveOut(file, row.line, "has no service_id");
  if (!day) return bad.leaveOut(file, row.line, `date "${row.get("date")}" is not a date`);
  if (kind !== "1" && kind !== "2")
    return bad.leaveOut(
      file,
      row.line,
      `exception_type is "${kind}", not 1 (added) or 2 (removed)`,
    );
  const calendar = calendars.get(id) ?? {
    id,
    weekdays: [],
    startsOn: day,
    endsOn: day,
    exceptions: new Map<string, boolean>(),
  };
  if (calendar.exceptions.has(day))
    return bad.leaveOut(file, row.line, `service "${id}" has ${day} already`);
  if (calendar.exceptions.size === CALENDAR_DATES_MAX)
    return bad.leaveOut(file, row.line, `service "${id}" has ${CALENDAR_DATES_MAX} dates already`);
  calendar.exceptions.set(day, kind === "1");
  if (calendar.weekdays.length === 0) {
    // Only dates: the range covers them. With no weekdays, the range adds no further day.
    if (day < calendar.startsOn) calendar.startsOn = day;
    if (day > calendar.endsOn) calendar.endsOn = day;
  }
  calendars.set(id, calendar);
  return undefined;
}
