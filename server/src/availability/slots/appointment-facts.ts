import { type RawBuilder, sql } from "kysely";
import type { Text } from "../../base/text.ts";
import {
  type FactsWindow,
  instant,
  type OfferingFacts,
  offeringObject,
  type Span,
  spanArray,
  windowColumns,
} from "./offering-facts.ts";
import type { WeeklyWindow } from "./wall-clock.ts";

/** One who does the service: when they work and when they are taken. */
export interface StaffFacts {
  id: string;
  name: Text;
  active: boolean;
  /** Whether they have any windows, active or not; without any they follow business hours. */
  scheduled: boolean;
  /** The active ones. */
  windows: WeeklyWindow[];
  breaks: WeeklyWindow[];
  off: Span[];
  openings: Span[];
  /** Other bookings with their buffers. */
  busy: Span[];
}

export interface AppointmentFacts {
  offering: OfferingFacts;
  durationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  stepMinutes: number;
  priceMinor: number;
  /** Active staff who do the service; with a `staffId` asked for only that one, active or not. */
  staff: StaffFacts[];
}

/**
 * Everything the rules of a service need, as one jsonb: `AppointmentFacts`, or null when the caller cannot see
 * such a service. Runs with the caller's rights; whose the busy times are never leaves the database.
 *
 * @param now epoch milliseconds: holds that have expired by then do not count
 */
export function appointmentFacts(
  asked: { serviceId: string; staffId?: string },
  window: FactsWindow,
  now: number,
): RawBuilder<AppointmentFacts | null> {
  const staffId = asked.staffId ?? null;
  const wanted = sql`x.business_id = o.business_id and x.service_id = o.id
    and (${staffId}::uuid is null or x.staff_id = ${staffId}::uuid)`;
  const weekly = sql`jsonb_agg(jsonb_build_array(v.weekday, v.starts_minute, v.ends_minute))`;
  const dated = sql`jsonb_agg(${spanArray(sql`e.starts_at`, sql`e.ends_at`)})`;
  const near = sql`e.ends_at > w.from_at and e.starts_at < w.until_at`;
  return sql<AppointmentFacts | null>`(
    select jsonb_build_object(
      'offering', ${offeringObject},
      'durationMinutes', s.duration_minutes, 'bufferBeforeMinutes', s.buffer_before_minutes,
      'bufferAfterMinutes', s.buffer_after_minutes, 'stepMinutes', s.step_minutes, 'priceMinor', s.price_minor,
      'staff', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', p.id, 'name', jsonb_build_object('ar', p.name_ar, 'en', p.name_en), 'active', p.active,
          'scheduled', exists (select from ${theirs("staff_windows", "v")}),
          'windows', coalesce((select ${weekly} from ${theirs("staff_windows", "v")} and v.active), '[]'),
          'breaks', coalesce((select ${weekly} from ${theirs("staff_breaks", "v")}), '[]'),
          'off', coalesce((select ${dated} from ${theirs("staff_exceptions", "e")} and e.kind = 'off' and ${near}), '[]'),
          'openings', coalesce((select ${dated} from ${theirs("staff_exceptions", "e")} and e.kind = 'open' and ${near}), '[]'),
          'busy', coalesce(t.busy, '[]')))
        from service_staff x
        join staff p on p.business_id = x.business_id and p.id = x.staff_id
        left join (
          select c.unit_id, jsonb_agg(${spanArray(sql`c.starts_at`, sql`c.ends_at`)}) as busy
          from busy_claims(o.business_id, array(select x.staff_id from service_staff x where ${wanted}),
                           w.from_at, w.until_at, ${instant(now)}) c
          group by c.unit_id) t on t.unit_id = p.id
        where ${wanted} and (p.active or ${staffId}::uuid is not null)), '[]'))
    from offerings o
    join services s on s.business_id = o.business_id and s.id = o.id
    join locations l on l.business_id = o.business_id and l.id = o.location_id
    join businesses b on b.id = o.business_id
    cross join lateral (${windowColumns(window, now, sql`s.duration_minutes`)}) w
    where o.id = ${asked.serviceId}::uuid and o.kind = 'service')`;
}

/** Rows of one staff member `p`. */
function theirs(table: string, alias: string): RawBuilder<unknown> {
  const [rows, row] = [sql.table(table), sql.ref(alias)];
  return sql`${rows} ${row} where ${row}.business_id = p.business_id and ${row}.staff_id = p.id`;
}
