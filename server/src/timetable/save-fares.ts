import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";
import { batchesOf, rowsIn } from "./rows-in.ts";
import { addTally, type Tally } from "./tally.ts";

/** A fare with stored ids. */
export interface StoredFare {
  routeId: string;
  fromStopId: string;
  toStopId: string;
  priceMinor: number;
}

/**
 * Stores the segment fares of the routes that the feed prices by zone, in place of their earlier fares without a seat
 * class. Fares of other routes and of classes belong to the operator and stay.
 */
export async function saveFares(
  tx: Tx,
  businessId: string,
  routeIds: readonly string[],
  fares: readonly StoredFare[],
): Promise<Tally> {
  const tally: Tally = { added: 0, changed: 0 };
  if (routeIds.length === 0) return tally;
  const columns = `id uuid, "routeId" uuid, "fromStopId" uuid, "toStopId" uuid, "priceMinor" bigint`;
  const gone = await sql`
    delete from fares f where f.business_id = ${businessId} and f.route_id = any (${routeIds}::uuid[])
      and f.class = '' and not exists (
        select 1 from ${rowsIn(fares, columns)}
        where r."routeId" = f.route_id and r."fromStopId" = f.from_stop_id and r."toStopId" = f.to_stop_id)`.execute(
    tx,
  );
  addTally(tally, { added: 0, changed: Number(gone.numAffectedRows ?? 0) });
  for (const batch of batchesOf(fares)) {
    const rows = batch.map((fare) => ({ ...fare, id: newId() }));
    const saved = await sql<{ added: boolean }>`
      insert into fares as f (business_id, id, route_id, from_stop_id, to_stop_id, price_minor)
      select ${businessId}, r.id, r."routeId", r."fromStopId", r."toStopId", r."priceMinor"
      from ${rowsIn(rows, columns)}
      on conflict (business_id, route_id, from_stop_id, to_stop_id, class)
        do update set price_minor = excluded.price_minor where f.price_minor <> excluded.price_minor
      returning f.id = any (${rows.map((row) => row.id)}::uuid[]) as added`.execute(tx);
    const added = saved.rows.filter((row) => row.added).length;
    addTally(tally, { added, changed: saved.rows.length - added });
  }
  return tally;
}
