import { jsonArrayFrom } from "kysely/helpers/postgres";
import { chosen, limitOf, type Editable, type Which } from "../../business/editable.ts";
import type { Db, Tx } from "../../db/connection.ts";

/** The days something runs on: weekdays within a date range, plus single dates as exceptions. */
export type Calendar = {
  id: string;
  code: string;
  /** 1 Monday … 7 Sunday */
  weekdays: number[];
  startsOn: string;
  endsOn: string;
  dates: CalendarDate[];
  version: number;
};

export type CalendarDate = { date: string; runs: boolean };

export const calendars: Editable<Calendar, "calendars"> = {
  noun: "calendar",
  table: "calendars",
  read: readCalendars,
};

async function readCalendars(db: Db | Tx, businessId: string, which: Which): Promise<Calendar[]> {
  return db
    .selectFrom("calendars")
    .select(["id", "code", "weekdays", "version"])
    .select(["starts_on as startsOn", "ends_on as endsOn"])
    .select((from) =>
      jsonArrayFrom(
        from
          .selectFrom("calendar_dates as d")
          .select(["d.day as date", "d.runs"])
          .whereRef("d.business_id", "=", "calendars.business_id")
          .whereRef("d.calendar_id", "=", "calendars.id")
          .orderBy("d.day"),
      ).as("dates"),
    )
    .where(chosen("calendars", businessId, which))
    .orderBy("id")
    .limit(limitOf(which))
    .execute();
}
