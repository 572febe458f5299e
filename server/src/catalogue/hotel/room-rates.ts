import { money, type Money } from "../../base/money.ts";
import type { Db, Tx } from "../../db/connection.ts";

/** One night's differences from the room type's own price and rules; null: no difference. */
export type RoomRate = {
  /** YYYY-MM-DD, the night that begins on that date. */
  night: string;
  price: Money | null;
  closed: boolean;
  minNights: number | null;
};

/** Lists the nights between two dates, both included, that have their own rate. */
export async function listRoomRates(
  db: Db | Tx,
  key: { businessId: string; id: string },
  { from, to }: { from: string; to: string },
): Promise<RoomRate[]> {
  const rows = await db
    .selectFrom("room_rates as r")
    .innerJoin("businesses as b", "b.id", "r.business_id")
    .select(["r.night", "r.price_minor", "r.closed", "r.min_nights", "b.currency"])
    .where("r.business_id", "=", key.businessId)
    .where("r.room_type_id", "=", key.id)
    .where("r.night", ">=", from)
    .where("r.night", "<=", to)
    .orderBy("r.night")
    .execute();
  return rows.map((row) => ({
    night: row.night,
    price: row.price_minor === null ? null : money(row.price_minor, row.currency),
    closed: row.closed,
    minNights: row.min_nights,
  }));
}
