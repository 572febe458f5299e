import type { Insertable, Updateable } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { Database } from "../db/types.generated.ts";

type CollectionTable =
  | "calendar_dates"
  | "fares"
  | "journey_frequencies"
  | "location_holidays"
  | "location_hours"
  | "rental_prices"
  | "service_staff"
  | "staff_breaks"
  | "staff_windows";

/**
 * Replaces a collection with exactly these rows.
 *
 * @param owner the columns that identify the collection; every row gets them
 */
export async function replaceRows<
  Table extends CollectionTable,
  Owner extends Updateable<Database[Table]>,
>(
  tx: Tx,
  table: Table,
  owner: Owner,
  rows: readonly Omit<Insertable<Database[Table]>, keyof Owner>[],
): Promise<void> {
  // Kysely cannot type a statement over a union of tables; the signature above is the check.
  const anyTable = table as "location_hours";
  let gone = tx.deleteFrom(anyTable);
  for (const [column, value] of Object.entries(owner)) {
    gone = gone.where(column as "location_id", "=", value as string);
  }
  await gone.execute();
  if (rows.length === 0) return;
  const complete = rows.map((row) => ({ ...row, ...owner }));
  await tx
    .insertInto(anyTable)
    .values(complete as unknown as Insertable<Database["location_hours"]>[])
    .execute();
}
