import fc from "fast-check";
import { sql } from "kysely";
import { tripOrigin } from "../../src/availability/trips/trip-origin.ts";
import type { Db } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeBusiness } from "../harness/businesses.ts";
import { platform } from "../harness/people.ts";

const HOUR = 3600;

const stop = fc.record({
  rideMinutes: fc.constantFrom(0, 10, 45, 180, 600),
  waitMinutes: fc.constantFrom(0, 0, 5, 30),
  boards: fc.nat(5).map((n) => n > 0),
  alights: fc.nat(5).map((n) => n > 0),
});

/** A line with stops for boarding or alighting only, fares for some segments, and a night on the road. */
export const arbitraryLine = fc.record({
  departsSeconds: fc.constantFrom(0, 2 * HOUR, 9 * HOUR, 22 * HOUR, 26 * HOUR),
  stops: fc.array(stop, { minLength: 2, maxLength: 5 }),
  seats: fc.array(fc.constantFrom("standard", "standard", "vip"), { minLength: 1, maxLength: 6 }),
  fares: fc.uniqueArray(
    fc.record({
      from: fc.nat(4),
      to: fc.nat(4),
      class: fc.constantFrom("", "vip"),
      price: fc.nat(20_000),
    }),
    { maxLength: 6, selector: (one) => `${one.from} ${one.to} ${one.class}` },
  ),
  leadMinutes: fc.constantFrom(0, 0, 60, 600),
  horizonDays: fc.integer({ min: 1, max: 3 }),
});
export type Line = typeof arbitraryLine extends fc.Arbitrary<infer T> ? T : never;

export interface OpenLine {
  tripId: string;
  stopIds: string[];
  labels: string[];
  timezone: string;
  /** Departure from each stop, in epoch milliseconds. */
  departures: number[];
}

/** Puts the line on sale with one trip on that date, as the database owner. */
export async function openLine(
  db: Db,
  owner: Db,
  line: Line,
  { timezone, date }: { timezone: string; date: string },
): Promise<OpenLine> {
  const { businessId } = await inTransaction(db, platform, (tx) => makeBusiness(tx, "bus"));
  const origin = tripOrigin(date, timezone);
  const times = timesOf(line);
  const stopIds = line.stops.map(() => crypto.randomUUID());
  const [routeId, calendarId, vehicleId, journeyId, tripId] = Array.from({ length: 5 }, () =>
    crypto.randomUUID(),
  ) as [string, string, string, string, string];
  const stops = JSON.stringify(
    times.map((time, index) => ({
      id: stopIds[index],
      at: index + 1,
      ...time,
      ...line.stops[index],
    })),
  );
  const labels = line.seats.map((seatClass, index) => `${seatClass[0]}${index + 1}`);
  const seats = JSON.stringify(
    line.seats.map((seatClass, index) => ({ seatClass, label: labels[index] })),
  );
  const fares = JSON.stringify(
    line.fares
      .filter(({ from, to }) => from < to && to < stopIds.length)
      .map(({ from, to, ...fare }) => ({ ...fare, from: stopIds[from], to: stopIds[to] })),
  );
  await owner.transaction().execute(async (tx) => {
    const run = (statement: ReturnType<typeof sql>) => statement.execute(tx);
    await run(sql`insert into offerings (business_id, id, kind, name_ar, name_en, lead_minutes, horizon_days)
      values (${businessId}, ${routeId}, 'route', 'خط', 'Line', ${line.leadMinutes}, ${line.horizonDays})`);
    await run(
      sql`insert into routes (business_id, id, code, price_minor) values (${businessId}, ${routeId}, 'R', 7000)`,
    );
    await run(sql`insert into calendars (business_id, id, code, weekdays, starts_on, ends_on)
      values (${businessId}, ${calendarId}, 'C', '{1,2,3,4,5,6,7}', '2026-01-01', '2027-12-31')`);
    await run(
      sql`insert into vehicles (business_id, id, name) values (${businessId}, ${vehicleId}, 'Coach')`,
    );
    await run(sql`insert into vehicle_seats (business_id, vehicle_id, seat_no, label, row_no, column_no, class)
      select ${businessId}, ${vehicleId}, n, s->>'label', n, 1, s->>'seatClass'
      from jsonb_array_elements(${seats}::jsonb) with ordinality t(s, n)`);
    await run(sql`insert into stops (business_id, id, code, name_ar, name_en, timezone)
      select ${businessId}, (s->>'id')::uuid, s->>'at', 'موقف', 'Stop ' || (s->>'at'), ${timezone}
      from jsonb_array_elements(${stops}::jsonb) s`);
    await run(sql`insert into journeys (business_id, id, route_id, calendar_id, vehicle_id, code, timezone)
      values (${businessId}, ${journeyId}, ${routeId}, ${calendarId}, ${vehicleId}, 'J', ${timezone})`);
    await run(sql`insert into timetables (business_id, id, journey_id, is_current)
      values (${businessId}, ${journeyId}, ${journeyId}, true)`);
    await run(sql`insert into timetable_stops (business_id, timetable_id, position, stop_id, arrives_seconds,
        departs_seconds, boundary_seconds, boards, alights)
      select ${businessId}, ${journeyId}, (s->>'at')::int, (s->>'id')::uuid, (s->>'arrives')::int,
        (s->>'departs')::int, (s->>'boundary')::int, (s->>'boards')::boolean, (s->>'alights')::boolean
      from jsonb_array_elements(${stops}::jsonb) s`);
    await run(
      sql`insert into units (business_id, id, kind) values (${businessId}, ${tripId}, 'trip')`,
    );
    await run(sql`insert into trips (business_id, id, journey_id, timetable_id, vehicle_id, service_date, origin_at)
      values (${businessId}, ${tripId}, ${journeyId}, ${journeyId}, ${vehicleId}, ${date}, ${origin})`);
    await run(sql`insert into fares (business_id, id, route_id, from_stop_id, to_stop_id, class, price_minor)
      select ${businessId}, gen_random_uuid(), ${routeId}, (f->>'from')::uuid, (f->>'to')::uuid, f->>'class',
        (f->>'price')::int
      from jsonb_array_elements(${fares}::jsonb) f`);
  });
  const departures = times.map((time) => Date.parse(origin) + time.departs * 1000);
  return { tripId, stopIds, labels, timezone, departures };
}

/** Two stops may have the same minute, as in real feeds; their boundaries always differ. */
function timesOf(line: Line): { arrives: number; departs: number; boundary: number }[] {
  let departs = line.departsSeconds;
  let boundary = -1;
  return line.stops.map(({ rideMinutes, waitMinutes }, index) => {
    const arrives = index === 0 ? departs : departs + rideMinutes * 60;
    departs = arrives + waitMinutes * 60;
    boundary = Math.max(boundary + 1, departs);
    return { arrives, departs, boundary };
  });
}
