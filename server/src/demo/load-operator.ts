import { sql } from "kysely";
import { createCalendar, replaceCalendarDates } from "../catalogue/bus/edit-calendar.ts";
import { createJourney } from "../catalogue/bus/edit-journey.ts";
import { createRoute } from "../catalogue/bus/edit-route.ts";
import { createStop } from "../catalogue/bus/edit-stop.ts";
import { createVehicle } from "../catalogue/bus/edit-vehicle.ts";
import { replaceFares } from "../catalogue/bus/replace-fares.ts";
import { timetableTrips } from "../timetable/timetable-trips.ts";
import type { Tx } from "../db/connection.ts";
import { ZONE } from "./demo-day.ts";
import type { DemoOperator } from "./demo-operator.ts";
import type { Scene } from "./scene.ts";

/** Trips exist from this many days ago, for past bookings, to this many days ahead. */
const TRIPS_BACK_DAYS = 20;
const TRIPS_AHEAD_DAYS = 30;

/** Creates stops, coach, routes with fares, timetable and the dated trips. */
export async function loadOperator(tx: Tx, scene: Scene, operator: DemoOperator): Promise<void> {
  const { businessId, ids } = scene;
  const keyOf = (name: string) => ({ businessId, id: ids(name) });
  for (const stop of operator.stops) {
    await createStop(tx, keyOf(`stop/${stop.code}`), { ...stop, timezone: ZONE });
  }
  await createVehicle(tx, keyOf("vehicle"), operator.vehicle);
  await loadCalendars(tx, scene, operator);
  for (const { fares, ...route } of operator.routes) {
    const key = keyOf(`route/${route.code}`);
    await createRoute(tx, key, route);
    const segments = fares.map(({ from, to, ...fare }) => ({
      ...fare,
      fromStopId: ids(`stop/${from}`),
      toStopId: ids(`stop/${to}`),
    }));
    await replaceFares(tx, key, segments);
  }
  for (const { route, calendar, stops, ...journey } of operator.journeys) {
    await createJourney(tx, keyOf(`journey/${journey.code}`), {
      ...journey,
      routeId: ids(`route/${route}`),
      calendarId: ids(`calendar/${calendar}`),
      vehicleId: ids("vehicle"),
      timezone: ZONE,
      stops: stops.map(({ stop, ...times }) => ({ ...times, stopId: ids(`stop/${stop}`) })),
    });
  }
  await loadTrips(tx, scene, operator);
}

async function loadCalendars(tx: Tx, { day, businessId, ids }: Scene, { calendars }: DemoOperator) {
  for (const { code, weekdays, off } of calendars) {
    const key = { businessId, id: ids(`calendar/${code}`) };
    const span = { startsOn: day.date(-60), endsOn: day.date(365) };
    await createCalendar(tx, key, { code, weekdays, ...span });
    const dates = off?.map((inDays) => ({ date: day.date(inDays), runs: false }));
    if (dates) await replaceCalendarDates(tx, key, dates);
  }
}

/** Returns the name of a dated trip, for its id. */
export function tripName(journeyCode: string, serviceDate: string): string {
  return `trip/${journeyCode}/${serviceDate}`;
}

/** Creates the trips that the timed task would, but with reproducible ids. */
async function loadTrips(tx: Tx, { day, businessId, ids }: Scene, { journeys }: DemoOperator) {
  const days = TRIPS_BACK_DAYS + TRIPS_AHEAD_DAYS + 1;
  const wanted = await timetableTrips(tx, {
    businessId,
    from: day.date(-TRIPS_BACK_DAYS),
    days,
  });
  const { rows } = await sql<{
    journey_id: string;
    vehicle_id: string;
    timetable_id: string;
    service_date: string;
    origin_at: string;
  }>`
    select w.journey_id, w.vehicle_id, w.timetable_id, w.service_date, w.origin_at from ${wanted} w
    order by w.service_date, w.journey_id`.execute(tx);
  const codes = new Map(journeys.map(({ code }) => [ids(`journey/${code}`), code]));
  const trips = rows.map((row) => ({
    ...row,
    business_id: businessId,
    id: ids(tripName(codes.get(row.journey_id)!, row.service_date)),
  }));
  const units = trips.map(({ business_id, id }) => ({ business_id, id, kind: "trip" as const }));
  await tx.insertInto("units").values(units).execute();
  await tx.insertInto("trips").values(trips).execute();
}
