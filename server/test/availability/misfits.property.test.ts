import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { appointmentCalendar } from "../../src/availability/slots/appointment-calendar.ts";
import type { AppointmentFacts } from "../../src/availability/slots/appointment-facts.ts";
import type { Span } from "../../src/availability/slots/offering-facts.ts";
import { judgeAppointment } from "../../src/availability/slots/judge-appointment.ts";
import type { WeeklyWindow } from "../../src/availability/slots/wall-clock.ts";
import { makeSalon } from "../harness/businesses.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import {
  GRAIN_SECONDS,
  grains,
  holidaysNear,
  place,
  spanNear,
  staffWeek,
  week,
  weeklyWindow,
} from "./arbitrary-calendars.ts";
import { appointment, staff } from "./slot-facts.ts";

const { db, owner } = await createTestDatabase();
const { businessId, locationId, serviceId, staffIds } = await makeSalon(db);
const [staffId] = staffIds as [string];

type World = { facts: AppointmentFacts; from: number; until: number; now: number };

const world: fc.Arbitrary<World> = place.chain(({ timezone, date, from, until, now }) => {
  const spans = (maxLength: number): fc.Arbitrary<Span[]> =>
    fc.array(spanNear(date), { maxLength });
  const person = fc.record({
    windows: staffWeek,
    scheduled: fc.boolean(),
    breaks: fc.array(weeklyWindow, { maxLength: 1 }),
    off: spans(1),
    openings: spans(2),
  });
  return fc
    .record({
      durationMinutes: grains(1, 12),
      person,
      hours: fc.oneof(fc.constant<WeeklyWindow[]>([]), week),
      holidays: holidaysNear(date),
    })
    .map(({ durationMinutes, person: one, hours, holidays }) => ({
      from,
      until,
      now,
      facts: appointment({
        durationMinutes,
        stepMinutes: GRAIN_SECONDS / 60,
        staff: [staff({ ...one, scheduled: one.scheduled || one.windows.length > 0 })],
        offering: { timezone, hours: distinct(hours), holidays },
      }),
    }));
});

/** Keeps one window for each weekday and start: a location has only one row for each. */
function distinct(hours: readonly WeeklyWindow[]): WeeklyWindow[] {
  return [...new Map(hours.map((one) => [`${one[0]} ${one[1]}`, one])).values()];
}

/** Stores the calendars of a world as those of the only salon. */
async function store({ facts }: World): Promise<void> {
  const { offering } = facts;
  const one = facts.staff[0]!;
  const rows = JSON.stringify({
    hours: offering.hours,
    holidays: offering.holidays,
    windows: one.windows,
    breaks: one.breaks,
    off: one.off,
    open: one.openings,
  });
  const inSeconds = (key: string) => sql`
    select ${businessId}::uuid, gen_random_uuid(), ${staffId}::uuid, ${key}, to_timestamp((s->>0)::float8), to_timestamp((s->>1)::float8)
    from jsonb_array_elements(${rows}::jsonb->${key}) s`;
  await sql`delete from location_hours`.execute(owner);
  await sql`delete from location_holidays`.execute(owner);
  await sql`delete from staff_windows`.execute(owner);
  await sql`delete from staff_breaks`.execute(owner);
  await sql`delete from staff_exceptions`.execute(owner);
  await sql`update locations set timezone = ${offering.timezone}`.execute(owner);
  await sql`
    insert into location_hours (business_id, location_id, weekday, starts_minute, ends_minute)
    select ${businessId}, ${locationId}, (w->>0)::int, (w->>1)::int, (w->>2)::int
    from jsonb_array_elements(${rows}::jsonb->'hours') w`.execute(owner);
  await sql`
    insert into location_holidays (business_id, location_id, day)
    select ${businessId}, ${locationId}, day::date
    from jsonb_array_elements_text(${rows}::jsonb->'holidays') day`.execute(owner);
  await sql`
    insert into staff_windows (business_id, id, staff_id, weekday, starts_minute, ends_minute)
    select ${businessId}, gen_random_uuid(), ${staffId}, (w->>0)::int, (w->>1)::int, (w->>2)::int
    from jsonb_array_elements(${rows}::jsonb->'windows') w`.execute(owner);
  if (one.scheduled && one.windows.length === 0) {
    // Only an inactive window: scheduled, but never at work.
    await sql`
      insert into staff_windows (business_id, id, staff_id, weekday, starts_minute, ends_minute, active)
      values (${businessId}, gen_random_uuid(), ${staffId}, 1, 0, 1440, false)`.execute(owner);
  }
  await sql`
    insert into staff_breaks (business_id, id, staff_id, weekday, starts_minute, ends_minute)
    select ${businessId}, gen_random_uuid(), ${staffId}, (w->>0)::int, (w->>1)::int, (w->>2)::int
    from jsonb_array_elements(${rows}::jsonb->'breaks') w`.execute(owner);
  await sql`
    insert into staff_exceptions (business_id, id, staff_id, kind, starts_at, ends_at)
    ${inSeconds("off")} union all ${inSeconds("open")}`.execute(owner);
}

const RULES = new Set([
  "holiday",
  "outside-business-hours",
  "outside-staff-hours",
  "staff-on-break",
  "staff-time-off",
]);

/** A staff window that touches the later of two one-off openings. */
const touched: World = {
  from: 1_791_213_000,
  until: 1_791_219_000,
  now: 1_791_105_000_000,
  facts: appointment({
    durationMinutes: 20,
    stepMinutes: 10,
    offering: {
      timezone: "Australia/Lord_Howe",
      leadMinutes: 0,
      horizonDays: 1000,
      hours: [],
      holidays: [],
    },
    staff: [
      staff({
        windows: [[2, 70, 190]],
        openings: [
          [1_791_072_000, 1_791_072_600],
          [1_791_216_600, 1_791_217_200],
        ],
      }),
    ],
  }),
};

test("edits and new orders judge every start alike around every clock change", async () => {
  await fc.assert(
    fc.asyncProperty(world, async (one) => {
      await store(one);
      const { facts, from, until, now } = one;
      const { rows } = await sql<{ start: number; reasons: string[] }>`
        select extract(epoch from t)::int as start, misfits(${businessId}, 'appointment', ${serviceId}, ${locationId},
          ${staffId}, t, t + make_interval(mins => ${facts.durationMinutes}),
          jsonb_build_object('timezone', ${facts.offering.timezone}::text)) as reasons
        from generate_series(to_timestamp(${from}::float8), to_timestamp(${until - 1}::float8),
          make_interval(secs => ${GRAIN_SECONDS})) t`.execute(owner);
      const calendar = appointmentCalendar(facts, from, until, now);
      for (const { start, reasons } of rows) {
        const refused = judgeAppointment(calendar, start).rules.filter((rule) => RULES.has(rule));
        expect({ start, reasons: reasons.toSorted() }).toEqual({
          start,
          reasons: refused.toSorted(),
        });
      }
      expect(rows).toHaveLength((until - from) / GRAIN_SECONDS);
    }),
    { numRuns: 40, examples: [[touched]] },
  );
}, 300_000);
