import { text, type Text } from "../../base/text.ts";
import { chosen, limitOf, type Editable, type Which } from "../../business/editable.ts";
import type { Db, Tx } from "../../db/connection.ts";

export type Stop = {
  id: string;
  code: string;
  name: Text;
  city: Text;
  latitude: number | null;
  longitude: number | null;
  timezone: string;
  version: number;
};

export const stops: Editable<Stop, "stops"> = { noun: "stop", table: "stops", read: readStops };

async function readStops(db: Db | Tx, businessId: string, which: Which): Promise<Stop[]> {
  const rows = await db
    .selectFrom("stops")
    .selectAll()
    .where(chosen("stops", businessId, which))
    .orderBy("id")
    .limit(limitOf(which))
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    name: text(row.name_ar, row.name_en),
    city: text(row.city_ar, row.city_en),
    latitude: row.latitude,
    longitude: row.longitude,
    timezone: row.timezone,
    version: row.version,
  }));
}
