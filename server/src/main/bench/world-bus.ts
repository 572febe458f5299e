import type pg from "pg";
import { newId } from "../../base/id.ts";
import { makeBusiness } from "./world-access.ts";

/** A bus line of ten stops with twenty departures a day. */
export interface BusLine {
  id: string;
  routeId: string;
  vehicleId: string;
  /** The trips that are searched: those of the world's Monday and the two days after it. */
  tripIds: string[];
  /** The first and the last stop. */
  fromStopId: string;
  toStopId: string;
}

const DEPARTURES = 20;
const SEARCHED_DAYS = 3;
/** Days before the world's Monday that have trips, for bookings of the past. */
const PAST_DAYS = 160;
const SEATS = 49;

export async function makeBus(client: pg.Client, monday: string): Promise<BusLine> {
  const [id, routeId, calendarId, vehicleId] = Array.from({ length: 4 }, () => newId()) as [
    string,
    string,
    string,
    string,
  ];
  await makeBusiness(client, { id, slug: "bench-bus", kind: "bus" });
  await makeRoute(client, { id, routeId, calendarId, vehicleId });
  const stopIds = Array.from({ length: 10 }, () => newId());
  await client.query(
    `insert into stops (business_id, id, code, name_ar, name_en, timezone)
     select $1, id, n::text, 'محطة ' || n, 'Stop ' || n, 'Asia/Riyadh'
     from unnest($2::uuid[]) with ordinality s (id, n)`,
    [id, stopIds],
  );
  const journeys = Array.from({ length: DEPARTURES }, () => newId());
  const values = [id, journeys];
  await client.query(
    `insert into journeys (business_id, id, route_id, calendar_id, vehicle_id, code, timezone)
     select $1, j, $3, $4, $5, 'J' || n, 'Asia/Riyadh' from unnest($2::uuid[]) with ordinality x (j, n)`,
    [...values, routeId, calendarId, vehicleId],
  );
  await client.query(
    "insert into timetables (business_id, id, journey_id, is_current) select $1, j, j, true from unnest($2::uuid[]) j",
    values,
  );
  await client.query(
    `insert into timetable_stops (business_id, timetable_id, position, stop_id, arrives_seconds, departs_seconds, boundary_seconds)
     select $1, j, s.n * 1000, s.id, at, at, at
     from unnest($2::uuid[]) with ordinality x (j, n), unnest($3::uuid[]) with ordinality s (id, n),
       lateral (select (21600 + x.n * 1800 + s.n * 1200)::int as at) t`,
    [...values, stopIds],
  );
  const tripIds = await makeTrips(client, { id, journeys, vehicleId, monday });
  return { id, routeId, vehicleId, tripIds, fromStopId: stopIds[0]!, toStopId: stopIds.at(-1)! };
}

async function makeRoute(
  client: pg.Client,
  ids: { id: string; routeId: string; calendarId: string; vehicleId: string },
): Promise<void> {
  const { id, routeId, calendarId, vehicleId } = ids;
  await client.query(
    `insert into offerings (business_id, id, kind, name_ar, name_en, horizon_days)
     values ($1, $2, 'route', 'خط', 'Line', 1000)`,
    [id, routeId],
  );
  await client.query(
    "insert into routes (business_id, id, code, price_minor) values ($1, $2, 'R', 9000)",
    [id, routeId],
  );
  await client.query(
    `insert into calendars (business_id, id, code, weekdays, starts_on, ends_on)
     values ($1, $2, 'daily', '{1,2,3,4,5,6,7}', '2020-01-01', '2040-01-01')`,
    [id, calendarId],
  );
  await client.query("insert into vehicles (business_id, id, name) values ($1, $2, 'Coach')", [
    id,
    vehicleId,
  ]);
  await client.query(
    `insert into vehicle_seats (business_id, vehicle_id, seat_no, label, row_no, column_no)
     select $1, $2, n, n::text, (n - 1) / 4, (n - 1) % 4 from generate_series(1, ${SEATS}) n`,
    [id, vehicleId],
  );
}

/** @returns the trips that are searched, day by day in order of departure */
async function makeTrips(
  client: pg.Client,
  bus: { id: string; journeys: string[]; vehicleId: string; monday: string },
): Promise<string[]> {
  const { id, journeys, vehicleId, monday } = bus;
  const days = PAST_DAYS + SEARCHED_DAYS;
  const trips = Array.from({ length: days * DEPARTURES }, () => newId());
  await client.query(
    "insert into units (business_id, id, kind) select $1, unnest($2::uuid[]), 'trip'",
    [id, trips],
  );
  await client.query(
    `insert into trips (business_id, id, journey_id, timetable_id, vehicle_id, service_date, origin_at)
     select $1, trip, j, j, $4, day, (day::text || 'T00:00:00+03:00')::timestamptz
     from unnest($2::uuid[]) with ordinality x (trip, n),
       lateral (select ($3::uuid[])[1 + (n - 1) % ${DEPARTURES}] as j,
         $5::date + ((n - 1) / ${DEPARTURES})::int - ${PAST_DAYS} as day) d`,
    [id, trips, journeys, vehicleId, monday],
  );
  return trips.slice(PAST_DAYS * DEPARTURES);
}
