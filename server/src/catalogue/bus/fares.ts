import { money, type Money } from "../../base/money.ts";
import type { Db, Tx } from "../../db/connection.ts";

/** The price of one seat between two stops of a route. */
export type Fare = {
  fromStopId: string;
  toStopId: string;
  /** The seat class it is for; null: every class without its own fare. */
  class: string | null;
  price: Money;
};

export async function listFares(
  db: Db | Tx,
  { businessId, id }: { businessId: string; id: string },
): Promise<Fare[]> {
  const rows = await db
    .selectFrom("fares as f")
    .innerJoin("businesses as b", "b.id", "f.business_id")
    .select(["f.from_stop_id", "f.to_stop_id", "f.class", "f.price_minor", "b.currency"])
    .where("f.business_id", "=", businessId)
    .where("f.route_id", "=", id)
    .orderBy("f.from_stop_id")
    .orderBy("f.to_stop_id")
    .orderBy("f.class")
    .execute();
  return rows.map((row) => ({
    fromStopId: row.from_stop_id,
    toStopId: row.to_stop_id,
    class: row.class || null,
    price: money(row.price_minor, row.currency),
  }));
}
