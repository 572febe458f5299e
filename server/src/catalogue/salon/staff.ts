import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { text, type Text } from "../../base/text.ts";
import { chosen, limitOf, type Editable, type Which } from "../../business/editable.ts";
import { toWindow, type WeekWindow } from "../../business/week-windows.ts";
import type { Db, Tx } from "../../db/connection.ts";

export type StaffWindow = WeekWindow & { active: boolean };

export type StaffMember = {
  id: string;
  locationId: string;
  /** The person who signs in, if any. */
  userId: string | null;
  name: Text;
  /** The services they can do; edited on the service. */
  serviceIds: string[];
  /** Empty: works whenever the location is open. */
  windows: StaffWindow[];
  breaks: WeekWindow[];
  active: boolean;
  version: number;
};

export const staff: Editable<StaffMember, "staff"> = {
  noun: "staff",
  table: "staff",
  read: readStaff,
};

async function readStaff(db: Db | Tx, businessId: string, which: Which): Promise<StaffMember[]> {
  const rows = await db
    .selectFrom("staff")
    .selectAll()
    .select((from) => [
      jsonArrayFrom(
        from
          .selectFrom("staff_windows as w")
          .select(["w.weekday", "w.starts_minute", "w.ends_minute", "w.active"])
          .whereRef("w.business_id", "=", "staff.business_id")
          .whereRef("w.staff_id", "=", "staff.id")
          .orderBy("w.weekday")
          .orderBy("w.starts_minute"),
      ).as("windows"),
      jsonArrayFrom(
        from
          .selectFrom("staff_breaks as p")
          .select(["p.weekday", "p.starts_minute", "p.ends_minute"])
          .whereRef("p.business_id", "=", "staff.business_id")
          .whereRef("p.staff_id", "=", "staff.id")
          .orderBy("p.weekday")
          .orderBy("p.starts_minute"),
      ).as("breaks"),
      sql<string[]>`array(
        select k.service_id::text from service_staff k
        where k.business_id = staff.business_id and k.staff_id = staff.id order by k.service_id)`.as(
        "service_ids",
      ),
    ])
    .where(chosen("staff", businessId, which))
    .orderBy("staff.id")
    .limit(limitOf(which))
    .execute();
  return rows.map((row) => ({
    id: row.id,
    locationId: row.location_id,
    userId: row.user_id,
    name: text(row.name_ar, row.name_en),
    serviceIds: row.service_ids,
    windows: row.windows.map((one) => ({ ...toWindow(one), active: one.active })),
    breaks: row.breaks.map(toWindow),
    active: row.active,
    version: row.version,
  }));
}
