import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";
import type { FeedStop } from "./feed/feed.ts";
import { batchesOf, rowsIn } from "./rows-in.ts";
import { firstName, nextName } from "./stored-name.ts";
import { addTally, tallyOf, type Tally } from "./tally.ts";

const COLUMNS = `id uuid, code text, name_ar text, name_en text, city_ar text, city_en text,
  latitude double precision, longitude double precision, timezone text`;

/**
 * Stores the stops an operator calls at. Every operator has its own copy, because every row belongs to one business.
 *
 * @returns the stored ids of all its stops by stop_id
 */
export async function saveStops(
  tx: Tx,
  businessId: string,
  stops: readonly FeedStop[],
  timezone: string,
): Promise<{ ids: Map<string, string>; tally: Tally }> {
  const tally: Tally = { added: 0, changed: 0 };
  for (const batch of batchesOf(stops)) {
    addTally(tally, await saveBatch(tx, businessId, batch, timezone));
  }
  const stored = await tx
    .selectFrom("stops")
    .select(["id", "code"])
    .where("business_id", "=", businessId)
    .execute();
  return { ids: new Map(stored.map((row) => [row.code, row.id])), tally };
}

async function saveBatch(
  tx: Tx,
  businessId: string,
  stops: readonly FeedStop[],
  timezone: string,
): Promise<Tally> {
  const rows = rowsIn(
    stops.map((stop) => ({
      id: newId(),
      code: stop.id,
      name_ar: stop.name.ar,
      name_en: stop.name.en,
      city_ar: stop.city.ar,
      city_en: stop.city.en,
      latitude: stop.latitude,
      longitude: stop.longitude,
      timezone: stop.timezone ?? timezone,
    })),
    COLUMNS,
  );
  const places = sql`r.latitude, r.longitude, r.timezone`;
  const names = sql`name_ar, name_en, city_ar, city_en`;
  const next = sql`${nextName("s", "name")}, ${nextName("s", "city")}, ${places}`;
  const updated = await sql`
    update stops s set (${names}, latitude, longitude, timezone) = row (${next})
    from ${rows} where s.business_id = ${businessId} and s.code = r.code
      and (s.name_ar, s.name_en, s.city_ar, s.city_en, s.latitude, s.longitude, s.timezone)
        is distinct from (${next})`.execute(tx);
  const inserted = await sql`
    insert into stops (business_id, id, code, ${names}, latitude, longitude, timezone)
    select ${businessId}, r.id, r.code, ${firstName("name")}, ${firstName("city")}, ${places} from ${rows}
    on conflict (business_id, code) do nothing`.execute(tx);
  return tallyOf(updated, inserted);
}
