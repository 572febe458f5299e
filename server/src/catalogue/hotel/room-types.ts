import { money, type Money } from "../../base/money.ts";
import type { Editable, Which } from "../../business/editable.ts";
import type { Db, Tx } from "../../db/connection.ts";
import { offeringRows, toOffering, type Offering } from "../offerings.ts";

export type RoomType = Offering & {
  /** How many such rooms the property has. */
  rooms: number;
  /** Guests in one room. */
  occupancy: number;
  minNights: number;
  /** Per night, where no rate says otherwise. */
  price: Money;
};

export const roomTypes: Editable<RoomType, "offerings"> = {
  noun: "roomType",
  table: "offerings",
  read: readRoomTypes,
};

async function readRoomTypes(db: Db | Tx, businessId: string, which: Which): Promise<RoomType[]> {
  const rows = await offeringRows(db, businessId, which)
    .innerJoin("room_types as r", (on) =>
      on.onRef("r.business_id", "=", "offerings.business_id").onRef("r.id", "=", "offerings.id"),
    )
    .select(["r.rooms", "r.occupancy", "r.min_nights", "r.price_minor"])
    .execute();
  return rows.map((row) => ({
    ...toOffering(row),
    rooms: row.rooms,
    occupancy: row.occupancy,
    minNights: row.min_nights,
    price: money(row.price_minor, row.currency),
  }));
}
