import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import type { Tx } from "../db/connection.ts";
import { timetableTrips, type TimetableWindow } from "./timetable-trips.ts";

/** Makes a UUIDv7 (RFC 9562 section 5.7) in SQL, as PostgreSQL before 18 has no function for it. */
const NEW_ID = sql`(lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0')
  || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid`;

/**
 * Makes the dated trips of a timetable, each with the unit that its seats belong to and its own stops and times.
 * Existing trips stay as they are, cancelled or sold, so it may run again at any time and concurrently. Needs the
 * rights of the business's members, or of the platform.
 *
 * @param window without `businessId`: every business that has journeys; `from` is a service date,
 *   "YYYY-MM-DD", and `days` counts from it
 * @returns how many trips were made
 */
export async function makeTrips(
  tx: Tx,
  window: Omit<TimetableWindow, "businessId"> & { businessId?: string },
): Promise<number> {
  const { businessId } = window;
  if (businessId) return makeTripsOf(tx, { ...window, businessId });
  const operators = await tx.selectFrom("journeys").select("business_id").distinct().execute();
  let made = 0;
  for (const { business_id } of operators) {
    const added = await makeTripsOf(tx, { ...window, businessId: business_id });
    if (added > 0) await noteMade(tx, business_id, window, added);
    made += added;
  }
  return made;
}

/** Callers that name a business note what they do themselves. */
async function noteMade(
  tx: Tx,
  businessId: string,
  { from, days }: Pick<TimetableWindow, "from" | "days">,
  made: number,
): Promise<void> {
  await noteAction(tx, {
    businessId,
    action: "business.tripsMade",
    subjectKind: "business",
    subjectId: businessId,
    after: { from, days, made },
  });
}

async function makeTripsOf(tx: Tx, window: TimetableWindow): Promise<number> {
  const { businessId, journeyId } = window;
  // Waits for whoever is editing a journey: its trips are made with the stops it has afterwards.
  const asked = journeyId ? sql`and id = ${journeyId}` : sql``;
  await sql`
    select from journeys where business_id = ${businessId} ${asked} order by id for key share`.execute(
    tx,
  );
  const wanted = await timetableTrips(tx, window);
  // The trip is inserted first, so that a conflict with a trip just made elsewhere leaves no unit without a trip; its
  // foreign key is checked at the end of the statement, when the unit exists.
  const made = await sql`
    with made as (
      insert into trips (business_id, id, journey_id, vehicle_id, timetable_id, service_date, shift_seconds, origin_at)
      select ${businessId}, ${NEW_ID}, w.journey_id, w.vehicle_id, w.timetable_id, w.service_date, w.shift_seconds, w.origin_at
      from ${wanted} w
      where not exists (
        select 1 from trips t where t.business_id = ${businessId} and t.journey_id = w.journey_id
          and t.service_date = w.service_date and t.shift_seconds = w.shift_seconds)
      on conflict do nothing returning id
    )
    insert into units (business_id, id, kind) select ${businessId}, id, 'trip' from made`.execute(
    tx,
  );
  return Number(made.numAffectedRows ?? 0);
}
