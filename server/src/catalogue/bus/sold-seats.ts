import { sql } from "kysely";
import type { Tx } from "../../db/connection.ts";

/**
 * Seats that somebody has on a trip, on any trip of a journey, or on any trip driven with a vehicle. What the
 * database's own guard will look at again.
 */
export async function soldSeats(
  tx: Tx,
  businessId: string,
  of: { trip: string } | { journey: string } | { vehicle: string },
): Promise<number[]> {
  const [[what, id] = []] = Object.entries(of);
  const column = sql.ref(what === "trip" ? "t.id" : `t.${what}_id`);
  const { rows } = await sql<{ seat_no: number }>`
    select distinct c.seat_no from trips t
    join claims c on c.business_id = t.business_id and c.unit_id = t.id and c.blocking
      and (c.expires_at is null or c.expires_at > app_now())
    where t.business_id = ${businessId} and ${column} = ${id}`.execute(tx);
  return rows.map((row) => row.seat_no);
}
