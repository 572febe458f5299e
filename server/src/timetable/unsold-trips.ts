import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Tx } from "../db/connection.ts";

/** A trip of yesterday's service day may still be under way. */
const UPCOMING = sql<SqlBool>`t.origin_at > app_now() - interval '1 day'`;
const CLAIMED = sql<SqlBool>`exists (
  select 1 from claims c where c.business_id = t.business_id and c.unit_id = t.id)`;

/**
 * Removes upcoming trips without any seat ever claimed: trips of the given journeys, or the given trips. Skips trips
 * that somebody is claiming at this moment.
 *
 * @returns how many
 */
export async function dropUnsoldTrips(
  tx: Tx,
  businessId: string,
  which: { journeyIds: readonly string[] } | { tripIds: readonly string[] },
): Promise<number> {
  const asked: RawBuilder<SqlBool> =
    "tripIds" in which
      ? sql`t.id = any (${which.tripIds}::uuid[])`
      : sql`t.journey_id = any (${which.journeyIds}::uuid[])`;
  const { rows } = await sql<{ id: string }>`
    select u.id from trips t join units u on u.business_id = t.business_id and u.id = t.id
    where t.business_id = ${businessId} and ${asked} and ${UPCOMING} and not ${CLAIMED}
    order by u.id for update of u skip locked`.execute(tx);
  if (rows.length === 0) return 0;
  const locked = rows.map((row) => row.id);
  // Checks again under the lock: a claim may have been made while the first query ran.
  const dropped = await sql`
    with gone as (
      delete from trips t where t.business_id = ${businessId} and t.id = any (${locked}::uuid[]) and not ${CLAIMED}
      returning t.id
    )
    delete from units where business_id = ${businessId} and id in (select id from gone)`.execute(
    tx,
  );
  return Number(dropped.numAffectedRows ?? 0);
}
