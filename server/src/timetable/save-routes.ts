import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";
import type { FeedRoute } from "./feed/feed.ts";
import { batchesOf, rowsIn } from "./rows-in.ts";
import { firstName, nextName } from "./stored-name.ts";
import { addTally, tallyOf, type Tally } from "./tally.ts";

/** A route with the price of the whole ride; `fromFeed` tells whether the feed named it. */
export type PricedRoute = FeedRoute & { priceMinor: number; fromFeed: boolean };

const COLUMNS = `id uuid, code text, name_ar text, name_en text, description_ar text, description_en text,
  route_type int, price_minor bigint, from_feed boolean`;

/**
 * Stores an operator's routes as offerings paid at the venue. A price the feed does not name is set once and then
 * left to the operator.
 *
 * @returns the stored ids of all its routes by route_id
 */
export async function saveRoutes(
  tx: Tx,
  businessId: string,
  routes: readonly PricedRoute[],
): Promise<{ ids: Map<string, string>; tally: Tally }> {
  const tally: Tally = { added: 0, changed: 0 };
  for (const batch of batchesOf(routes)) addTally(tally, await saveBatch(tx, businessId, batch));
  const stored = await tx
    .selectFrom("routes")
    .select(["id", "code"])
    .where("business_id", "=", businessId)
    .execute();
  return { ids: new Map(stored.map((row) => [row.code, row.id])), tally };
}

async function saveBatch(
  tx: Tx,
  businessId: string,
  routes: readonly PricedRoute[],
): Promise<Tally> {
  const rows = rowsIn(
    routes.map((route) => ({
      id: newId(),
      code: route.id,
      name_ar: route.name.ar,
      name_en: route.name.en,
      description_ar: route.description.ar,
      description_en: route.description.en,
      route_type: route.type,
      price_minor: route.priceMinor,
      from_feed: route.fromFeed,
    })),
    COLUMNS,
  );
  const price = sql`case when r.from_feed then r.price_minor else x.price_minor end`;
  const words = sql`${nextName("o", "name")}, ${nextName("o", "description")}`;
  // One statement, so that a route with both name and price changed counts once.
  const updated = await sql`
    with named as (
      update offerings o set (name_ar, name_en, description_ar, description_en) = row (${words})
      from routes x, ${rows}
      where x.business_id = ${businessId} and x.code = r.code and o.business_id = x.business_id and o.id = x.id
        and (o.name_ar, o.name_en, o.description_ar, o.description_en) is distinct from (${words})
      returning o.id
    ), priced as (
      update routes x set (route_type, price_minor) = row (r.route_type, ${price})
      from ${rows} where x.business_id = ${businessId} and x.code = r.code
        and (x.route_type, x.price_minor) is distinct from (r.route_type, ${price})
      returning x.id
    )
    select id from named union select id from priced`.execute(tx);
  const inserted = await sql`
    with missing as (
      select * from ${rows} where not exists (
        select 1 from routes x where x.business_id = ${businessId} and x.code = r.code)
    ), made as (
      insert into offerings (business_id, id, kind, name_ar, name_en, description_ar, description_en)
      select ${businessId}, r.id, 'route', ${firstName("name")}, ${firstName("description")} from missing r
      returning id
    )
    insert into routes (business_id, id, code, route_type, price_minor)
    select ${businessId}, r.id, r.code, r.route_type, r.price_minor from missing r join made m on m.id = r.id`.execute(
    tx,
  );
  return tallyOf({ numAffectedRows: BigInt(updated.rows.length) }, inserted);
}
