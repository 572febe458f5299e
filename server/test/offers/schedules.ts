import { sql } from "kysely";
import type { Span } from "../../src/availability/slots/offering-facts.ts";
import type { WeeklyWindow } from "../../src/availability/slots/wall-clock.ts";
import type { Db } from "../../src/db/connection.ts";
import type { MadeBusiness } from "../harness/businesses.ts";

/** Sets a location's opening hours and holidays, as the database owner. */
export async function setHours(
  owner: Db,
  { businessId, locationId }: MadeBusiness,
  week: readonly WeeklyWindow[],
  holidays: readonly string[],
): Promise<void> {
  await sql`
    insert into location_hours (business_id, location_id, weekday, starts_minute, ends_minute)
    select ${businessId}, ${locationId}, (w->>0)::int, (w->>1)::int, (w->>2)::int
    from jsonb_array_elements(${JSON.stringify(week)}::jsonb) w
    on conflict do nothing`.execute(owner);
  await sql`
    insert into location_holidays (business_id, location_id, day, name)
    select ${businessId}, ${locationId}, d, 'Holiday' from unnest(${holidays}::date[]) d
    on conflict do nothing`.execute(owner);
}

export interface PersonSchedule {
  windows: readonly WeeklyWindow[];
  breaks: readonly WeeklyWindow[];
  off: readonly Span[];
  openings: readonly Span[];
}

/** Sets a staff member's windows, breaks and exceptions. */
export async function setSchedule(
  owner: Db,
  { businessId }: MadeBusiness,
  staffId: string,
  { windows, breaks, off, openings }: PersonSchedule,
): Promise<void> {
  for (const [table, weekly] of [
    ["staff_windows", windows],
    ["staff_breaks", breaks],
  ] as const) {
    await sql`
      insert into ${sql.table(table)} (business_id, id, staff_id, weekday, starts_minute, ends_minute)
      select ${businessId}, gen_random_uuid(), ${staffId}, (w->>0)::int, (w->>1)::int, (w->>2)::int
      from jsonb_array_elements(${JSON.stringify(weekly)}::jsonb) w`.execute(owner);
  }
  for (const [kind, spans] of [
    ["off", off],
    ["open", openings],
  ] as const) {
    await sql`
      insert into staff_exceptions (business_id, id, staff_id, kind, starts_at, ends_at)
      select ${businessId}, gen_random_uuid(), ${staffId}, ${kind}, to_timestamp((s->>0)::float8),
        to_timestamp((s->>1)::float8)
      from jsonb_array_elements(${JSON.stringify(spans)}::jsonb) s`.execute(owner);
  }
}

/** Sets an offering's horizon and lead time. */
export async function setReach(
  owner: Db,
  { businessId }: MadeBusiness,
  reach: { leadMinutes: number; horizonDays: number },
): Promise<void> {
  await sql`
    update offerings set lead_minutes = ${reach.leadMinutes}, horizon_days = ${reach.horizonDays}
    where business_id = ${businessId}`.execute(owner);
}
