import { sql } from "kysely";
import type { Db, Tx } from "../db/connection.ts";

/** The amounts still to be paid for a booking, in minor units. */
export interface Owed {
  /** The part due before the booking counts. */
  firstMinor: number;
  /** The total, including fees kept for removed parts. */
  allMinor: number;
}

/** Returns the amounts owed for a booking. The caller sees the booking and all its payments. */
export async function owedFor(
  db: Db | Tx,
  { businessId, id }: { businessId: string; id: string },
): Promise<Owed> {
  const { rows } = await sql<Owed>`
    select greatest(0, b.due_minor - m.counted) as "firstMinor",
      greatest(0, b.total_minor + b.fee_minor - m.standing - m.held) as "allMinor"
    from bookings b cross join lateral booking_money(b.business_id, b.id) m
    where b.business_id = ${businessId} and b.id = ${id}`.execute(db);
  return rows[0]!;
}
