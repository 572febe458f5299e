import { jsonArrayFrom } from "kysely/helpers/postgres";
import { chosen, limitOf, type Editable, type Which } from "../../business/editable.ts";
import type { Db, Tx } from "../../db/connection.ts";
import type { Seat } from "./seat-map.ts";

export type Vehicle = { id: string; name: string; seats: Seat[]; version: number };

export const vehicles: Editable<Vehicle, "vehicles"> = {
  noun: "vehicle",
  table: "vehicles",
  read: readVehicles,
};

async function readVehicles(db: Db | Tx, businessId: string, which: Which): Promise<Vehicle[]> {
  return db
    .selectFrom("vehicles")
    .select(["id", "name", "version"])
    .select((from) =>
      jsonArrayFrom(
        from
          .selectFrom("vehicle_seats as s")
          .select(["s.label", "s.row_no as row", "s.column_no as column", "s.class"])
          .whereRef("s.business_id", "=", "vehicles.business_id")
          .whereRef("s.vehicle_id", "=", "vehicles.id")
          .where("s.retired_at", "is", null)
          .orderBy("s.row_no")
          .orderBy("s.column_no"),
      ).as("seats"),
    )
    .where(chosen("vehicles", businessId, which))
    .orderBy("id")
    .limit(limitOf(which))
    .execute();
}
