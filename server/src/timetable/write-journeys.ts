import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import { batchesOf, rowsIn } from "./rows-in.ts";
import type { StoredJourney } from "./stored-journeys.ts";

type Journey = StoredJourney & { id: string };

const COLUMNS = `id uuid, code text, "routeId" uuid, "calendarId" uuid, "vehicleId" uuid, headsign text,
  timezone text`;

/** Writes new and changed journeys with their headways; `writeTimetables` writes their stops. */
export async function writeJourneys(tx: Tx, businessId: string, journeys: readonly Journey[]) {
  for (const batch of batchesOf(journeys)) {
    const rows = batch.map(({ stops: _stops, headways: _headways, ...row }) => row);
    await sql`
      insert into journeys as j (business_id, id, code, route_id, calendar_id, vehicle_id, headsign, timezone)
      select ${businessId}, r.id, r.code, r."routeId", r."calendarId", r."vehicleId", r.headsign, r.timezone
      from ${rowsIn(rows, COLUMNS)}
      on conflict (business_id, id) do update set route_id = excluded.route_id,
        calendar_id = excluded.calendar_id, vehicle_id = excluded.vehicle_id, headsign = excluded.headsign,
        timezone = excluded.timezone`.execute(tx);
  }
  await writeHeadways(tx, businessId, journeys);
}

async function writeHeadways(tx: Tx, businessId: string, journeys: readonly Journey[]) {
  const ids = journeys.map((one) => one.id);
  await tx
    .deleteFrom("journey_frequencies")
    .where("business_id", "=", businessId)
    .where("journey_id", "=", sql<string>`any (${ids}::uuid[])`)
    .execute();
  const headways = journeys.flatMap((one) =>
    one.headways.map(([starts, ends, headway]) => ({ journey: one.id, starts, ends, headway })),
  );
  for (const batch of batchesOf(headways)) {
    await sql`
      insert into journey_frequencies (business_id, journey_id, starts_seconds, ends_seconds, headway_seconds)
      select ${businessId}, r.journey, r.starts, r.ends, r.headway
      from ${rowsIn(batch, "journey uuid, starts int, ends int, headway int")}`.execute(tx);
  }
}
