import { invalidAt } from "../../base/problem.ts";
import { assertOnce } from "../../business/assert-once.ts";
import { create, edit, remove, type EditKey, type Key } from "../../business/editable.ts";
import { replaceRows } from "../../business/replace-rows.ts";
import type { Tx } from "../../db/connection.ts";
import { calendars, type Calendar, type CalendarDate } from "./calendars.ts";

export type CalendarInput = {
  code: string;
  /** 1 Monday … 7 Sunday; empty: only the dates listed as exceptions. */
  weekdays: readonly number[];
  /** YYYY-MM-DD, both included. */
  startsOn: string;
  endsOn: string;
};

/** @throws Problem invalid-request when it ends before it starts, conflict when the code is taken */
export async function createCalendar(tx: Tx, key: Key, input: CalendarInput): Promise<Calendar> {
  assertSpan(input);
  return create(tx, calendars, key, () =>
    tx
      .insertInto("calendars")
      .values({
        business_id: key.businessId,
        id: key.id,
        code: input.code,
        weekdays: weekdaysOf(input.weekdays),
        starts_on: input.startsOn,
        ends_on: input.endsOn,
      })
      .execute(),
  );
}

/** Leaves trips already made as they are. @throws Problem not-found, precondition-failed, and as createCalendar */
export async function changeCalendar(
  tx: Tx,
  key: EditKey,
  change: Partial<CalendarInput>,
): Promise<Calendar> {
  return edit(tx, calendars, key, "changed", async (before) => {
    assertSpan({ ...before, ...change });
    return {
      code: change.code,
      weekdays: change.weekdays && weekdaysOf(change.weekdays),
      starts_on: change.startsOn,
      ends_on: change.endsOn,
    };
  });
}

/**
 * Replaces all exceptions of a calendar: single dates on which it runs, or does not run, against its weekdays.
 *
 * @throws Problem invalid-request for a duplicate date, not-found, precondition-failed
 */
export async function replaceCalendarDates(
  tx: Tx,
  key: EditKey,
  dates: readonly CalendarDate[],
): Promise<Calendar> {
  assertOnce(
    dates,
    (one) => one.date,
    (index) => `/dates/${index}/date`,
  );
  return edit(tx, calendars, key, "datesReplaced", async () => {
    const owner = { business_id: key.businessId, calendar_id: key.id };
    const rows = dates.map((one) => ({ day: one.date, runs: one.runs }));
    await replaceRows(tx, "calendar_dates", owner, rows);
  });
}

/** @throws Problem not-found, precondition-failed, conflict when a journey uses it */
export async function removeCalendar(tx: Tx, key: EditKey): Promise<void> {
  await remove(tx, calendars, key);
}

function weekdaysOf(weekdays: readonly number[]): number[] {
  return [...new Set(weekdays)].toSorted((a, b) => a - b);
}

function assertSpan({ startsOn, endsOn }: Pick<CalendarInput, "startsOn" | "endsOn">): void {
  if (endsOn >= startsOn) return;
  throw invalidAt(
    "/endsOn",
    "اجعل النهاية في يوم البداية أو بعده.",
    "The end must be on or after the first day.",
  );
}
