import { money, type Money } from "../../base/money.ts";
import { limitOf, type Editable, type Which } from "../../business/editable.ts";
import type { Db, Tx } from "../../db/connection.ts";
import { chosenOffering, offeringColumns, toOffering, type Offering } from "../offerings.ts";

export type RoomType = Offering & {
  /** How many of them the property has. */
  rooms: number;
  /** Guests in one room. */
  occupancy: number;
  minNights: number;
  /** A night, where no rate says otherwise. */
  price: Money;
};

export const roomTypes: Editable<RoomType, "offerings"> = {
  noun: "roomType",
  table: "offerings",
  read: readRoomTypes,
};

async function readRoomTypes(db: Db | Tx, businessId: string, which: Which): Promise<RoomType[]> {
  const rows = await db
    .selectFrom("offerings")
    .innerJoin("room_types as r", (on) =>
      on.onRef("r.business_id", "=", "offerings.business_id").onRef("r.id", "=", "offerings.id"),
    )
    .innerJoin("businesses", "businesses.id", "offerings.business_id")
    .select(offeringColumns)
    .select(["businesses.currency", "r.rooms", "r.occupancy", "r.min_nights", "r.price_minor"])
    .where(chosenOffering(businessId, which))
    .orderBy("offerings.id")
    .limit(limitOf(which))
    .execute();
  return rows.map((row) => ({
    ...toOffering(row, row.currency),
    rooms: row.rooms,
    occupancy: row.occupancy,
    minNights: row.min_nights,
    price: money(row.price_minor, row.currency),
  }));
}
