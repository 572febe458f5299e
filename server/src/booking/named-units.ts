import { sql } from "kysely";
import type { Db, Tx } from "../db/connection.ts";
import type { NamedUnit } from "../availability/planned-item.ts";

/**
 * Returns the names of staff members and rental units of a booking's business, by their ids; empty for callers who
 * may not see the booking.
 */
export async function namedUnits(
  db: Db | Tx,
  booking: { businessId: string; id: string },
  ids: readonly string[],
): Promise<ReadonlyMap<string, NamedUnit>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ units: NamedUnit[] }>`
    select booked_units(${booking.businessId}, ${booking.id}, ${ids}::uuid[]) as units`.execute(db);
  return new Map(rows[0]!.units.map((unit) => [unit.id, unit]));
}
