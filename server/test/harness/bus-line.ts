import { newId } from "../../src/base/id.ts";
import type { Db, Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { tripOrigin } from "../../src/availability/trips/trip-origin.ts";
import { makeBusiness, type MadeBusiness } from "./businesses.ts";
import { platform } from "./people.ts";

export interface BusLine extends MadeBusiness {
  routeId: string;
  journeyId: string;
  vehicleId: string;
  tripId: string;
  /** Riyadh, Buraydah, Hail: departures at 08:00, 12:00 and arrival at 15:00. */
  stopIds: [string, string, string];
  /** "1" … */
  labels: string[];
}

const HOUR = 3600;
const times = [
  { arrives_seconds: 8 * HOUR, departs_seconds: 8 * HOUR },
  { arrives_seconds: 12 * HOUR - 600, departs_seconds: 12 * HOUR },
  { arrives_seconds: 15 * HOUR, departs_seconds: 15 * HOUR },
];

/** Makes a coach trip from Riyadh via Buraydah to Hail on one date, at 100.00 for any segment. */
export async function makeBusLine(
  db: Db,
  options: { date?: string; seats?: number; payment_terms?: "venue" | "full"; terms?: object } = {},
): Promise<BusLine> {
  const { date = "2026-12-01", seats = 4, payment_terms = "venue" } = options;
  return inTransaction(db, platform, async (tx) => {
    const business = await makeBusiness(tx, "bus");
    const ids = { routeId: newId(), calendarId: newId(), vehicleId: newId(), journeyId: newId() };
    const { businessId: business_id } = business;
    await tx
      .insertInto("offerings")
      .values({
        business_id,
        id: ids.routeId,
        kind: "route",
        name_ar: "الرياض – حائل",
        name_en: "Riyadh – Hail",
        payment_terms,
        horizon_days: 365,
        ...options.terms,
      })
      .execute();
    await tx
      .insertInto("routes")
      .values({ business_id, id: ids.routeId, code: "R1", price_minor: 10_000 })
      .execute();
    const labels = await makeVehicle(tx, business_id, ids.vehicleId, seats);
    await tx
      .insertInto("calendars")
      .values({
        business_id,
        id: ids.calendarId,
        code: "daily",
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        starts_on: "2026-01-01",
        ends_on: "2030-01-01",
      })
      .execute();
    const stopIds = await makeStops(tx, business_id);
    await makeJourney(tx, business_id, ids, stopIds);
    const tripId = newId();
    await tx.insertInto("units").values({ business_id, id: tripId, kind: "trip" }).execute();
    await tx
      .insertInto("trips")
      .values({
        business_id,
        id: tripId,
        journey_id: ids.journeyId,
        timetable_id: ids.journeyId,
        vehicle_id: ids.vehicleId,
        service_date: date,
        origin_at: tripOrigin(date, "Asia/Riyadh"),
      })
      .execute();
    return { ...business, ...ids, tripId, stopIds, labels };
  });
}

async function makeVehicle(tx: Tx, business_id: string, id: string, seats: number) {
  await tx.insertInto("vehicles").values({ business_id, id, name: "Coach" }).execute();
  const rows = Array.from({ length: seats }, (_, index) => ({
    business_id,
    vehicle_id: id,
    seat_no: index + 1,
    label: `${index + 1}`,
    row_no: Math.floor(index / 4) + 1,
    column_no: (index % 4) + 1,
  }));
  await tx.insertInto("vehicle_seats").values(rows).execute();
  return rows.map((row) => row.label);
}

async function makeStops(tx: Tx, business_id: string): Promise<[string, string, string]> {
  const ids: [string, string, string] = [newId(), newId(), newId()];
  const names = [
    ["الرياض", "Riyadh"],
    ["بريدة", "Buraydah"],
    ["حائل", "Hail"],
  ] as const;
  const rows = names.map(([name_ar, name_en], index) => ({
    business_id,
    id: ids[index]!,
    code: name_en,
    name_ar,
    name_en,
    city_ar: name_ar,
    city_en: name_en,
    timezone: "Asia/Riyadh",
  }));
  await tx.insertInto("stops").values(rows).execute();
  return ids;
}

async function makeJourney(
  tx: Tx,
  business_id: string,
  ids: { routeId: string; calendarId: string; vehicleId: string; journeyId: string },
  stopIds: readonly string[],
): Promise<void> {
  await tx
    .insertInto("journeys")
    .values({
      business_id,
      id: ids.journeyId,
      route_id: ids.routeId,
      calendar_id: ids.calendarId,
      vehicle_id: ids.vehicleId,
      code: "J1",
      timezone: "Asia/Riyadh",
    })
    .execute();
  await tx
    .insertInto("timetables")
    .values({ business_id, id: ids.journeyId, journey_id: ids.journeyId, is_current: true })
    .execute();
  const rows = times.map((time, index) => ({
    business_id,
    timetable_id: ids.journeyId,
    position: (index + 1) * 1000,
    stop_id: stopIds[index]!,
    boundary_seconds: time.departs_seconds,
    ...time,
  }));
  await tx.insertInto("timetable_stops").values(rows).execute();
}
