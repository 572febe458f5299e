import { jsonArrayFrom } from "kysely/helpers/postgres";
import { text, type Text } from "../base/text.ts";
import type { Db, Tx } from "../db/connection.ts";
import { chosen, limitOf, type Editable, type Which } from "./editable.ts";
import { toWindow, wallOf, type WeekWindow } from "./week-windows.ts";

export type Holiday = { date: string; name: string };

export type Location = {
  id: string;
  name: Text;
  address: Text;
  city: Text;
  latitude: number | null;
  longitude: number | null;
  timezone: string;
  /** "HH:MM" on the location's clock, for stays. */
  checkIn: string;
  checkOut: string;
  hours: WeekWindow[];
  holidays: Holiday[];
  active: boolean;
  version: number;
};

export const locations: Editable<Location, "locations"> = {
  noun: "location",
  table: "locations",
  read: readLocations,
};

async function readLocations(db: Db | Tx, businessId: string, which: Which): Promise<Location[]> {
  const rows = await db
    .selectFrom("locations")
    .selectAll()
    .select((from) => [
      jsonArrayFrom(
        from
          .selectFrom("location_hours as h")
          .select(["h.weekday", "h.starts_minute", "h.ends_minute"])
          .whereRef("h.business_id", "=", "locations.business_id")
          .whereRef("h.location_id", "=", "locations.id")
          .orderBy("h.weekday")
          .orderBy("h.starts_minute"),
      ).as("hours"),
      jsonArrayFrom(
        from
          .selectFrom("location_holidays as d")
          .select(["d.day as date", "d.name"])
          .whereRef("d.business_id", "=", "locations.business_id")
          .whereRef("d.location_id", "=", "locations.id")
          .orderBy("d.day"),
      ).as("holidays"),
    ])
    .where(chosen("locations", businessId, which))
    .orderBy("locations.id")
    .limit(limitOf(which))
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: text(row.name_ar, row.name_en),
    address: text(row.address_ar, row.address_en),
    city: text(row.city_ar, row.city_en),
    latitude: row.latitude,
    longitude: row.longitude,
    timezone: row.timezone,
    checkIn: wallOf(row.check_in_minute),
    checkOut: wallOf(row.check_out_minute),
    hours: row.hours.map(toWindow),
    holidays: row.holidays,
    active: row.active,
    version: row.version,
  }));
}
