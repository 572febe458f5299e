import { sql } from "kysely";
import { invalidAt } from "../base/problem.ts";
import { addDays, instantText } from "../base/time.ts";
import type { Db, Tx } from "../db/connection.ts";

/** A statement's period in days of the business's timezone. */
export interface Period {
  /** IANA */
  timezone: string;
  /** RFC 3339: from this instant until before that one; null when open. */
  since: string | null;
  until: string | null;
}

/**
 * @param asked dates, both included; absent: from the beginning, until now
 * @throws Problem invalid-request at /query/to when it is before `from`
 */
export async function periodOf(
  db: Db | Tx,
  businessId: string,
  asked: { from?: string; to?: string },
): Promise<Period> {
  const { from, to } = asked;
  if (from !== undefined && to !== undefined && to < from) {
    throw invalidAt(
      "/query/to",
      "اجعل النهاية في يوم البداية أو بعده.",
      "The end must be on or after the first day.",
    );
  }
  const timezone = await timezoneOf(db, businessId);
  return {
    timezone,
    since: from === undefined ? null : dayStart(from, timezone),
    until: to === undefined ? null : dayStart(addDays(to, 1), timezone),
  };
}

/** Returns the condition for entries `e` of a period. */
export function isWithin({ since, until }: Period) {
  return sql`${since === null ? sql`true` : sql`e.at >= ${since}::timestamptz`}
    and ${until === null ? sql`true` : sql`e.at < ${until}::timestamptz`}`;
}

/** Returns the timezone of the business's first location; UTC if it has none. */
async function timezoneOf(db: Db | Tx, businessId: string): Promise<string> {
  const { rows } = await sql<{ timezone: string }>`
    select timezone from locations where business_id = ${businessId} order by created_at, id limit 1`.execute(
    db,
  );
  return rows[0]?.timezone ?? "UTC";
}

/** Returns the first instant of a date, even if midnight is skipped. */
function dayStart(date: string, timezone: string): string {
  return instantText(Temporal.PlainDate.from(date).toZonedDateTime(timezone).epochMilliseconds);
}
