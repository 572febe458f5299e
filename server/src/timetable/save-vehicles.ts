import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";
import { rowsIn } from "./rows-in.ts";
import type { Tally } from "./tally.ts";
import { vehicleLayout } from "./vehicle-layout.ts";

/**
 * Ensures that the operator has one vehicle for each layout its routes need. An existing one keeps its seats, which
 * the operator may have redrawn.
 *
 * @returns the vehicle's id by route type
 */
export async function saveVehicles(
  tx: Tx,
  businessId: string,
  routeTypes: Iterable<number>,
): Promise<{ ids: Map<number, string>; tally: Tally }> {
  const ids = new Map<number, string>();
  const tally: Tally = { added: 0, changed: 0 };
  for (const type of new Set(routeTypes)) {
    const { name, seats } = vehicleLayout(type);
    const found = await tx
      .selectFrom("vehicles")
      .select("id")
      .where("business_id", "=", businessId)
      .where("name", "=", name)
      .executeTakeFirst();
    const id = found?.id ?? newId();
    ids.set(type, id);
    if (found) continue;
    await tx.insertInto("vehicles").values({ business_id: businessId, id, name }).execute();
    await sql`
      insert into vehicle_seats (business_id, vehicle_id, seat_no, label, row_no, column_no)
      select ${businessId}, ${id}, "seatNo", label, "row", "column"
      from ${rowsIn(seats, '"seatNo" int, label text, "row" int, "column" int')}`.execute(tx);
    tally.added += 1;
  }
  return { ids, tally };
}
