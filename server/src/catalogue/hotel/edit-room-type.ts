import type { Money } from "../../base/money.ts";
import { remove, type EditKey, type Key } from "../../business/editable.ts";
import type { Tx } from "../../db/connection.ts";
import { changeOffering, createOffering, type OfferingInput } from "../edit-offering.ts";
import { roomTypes, type RoomType } from "./room-types.ts";

export type RoomTypeInput = OfferingInput & {
  rooms: number;
  occupancy: number;
  minNights?: number;
  price: Money;
};

/** @throws Problem invalid-request: another's location, another currency, contradicting terms */
export async function createRoomType(tx: Tx, key: Key, input: RoomTypeInput): Promise<RoomType> {
  return createOffering(tx, { editable: roomTypes, kind: "roomType" }, key, input, {
    prices: { "/price": input.price },
    insertTrade: () =>
      tx
        .insertInto("room_types")
        .values({
          business_id: key.businessId,
          id: key.id,
          rooms: input.rooms,
          occupancy: input.occupancy,
          min_nights: input.minNights,
          price_minor: input.price.amount,
        })
        .execute(),
  });
}

/**
 * @throws Problem not-found, precondition-failed, conflict when more rooms than are left are sold for a coming
 *   night, and what making one throws
 */
export async function changeRoomType(
  tx: Tx,
  key: EditKey,
  change: Partial<RoomTypeInput>,
): Promise<RoomType> {
  return changeOffering(tx, roomTypes, key, change, {
    prices: { "/price": change.price },
    changeTrade: (before) =>
      tx
        .updateTable("room_types")
        .set({
          rooms: change.rooms ?? before.rooms,
          occupancy: change.occupancy,
          min_nights: change.minNights,
          price_minor: change.price?.amount,
        })
        .where("business_id", "=", key.businessId)
        .where("id", "=", key.id)
        .execute(),
  });
}

/** @throws Problem not-found, precondition-failed, conflict when it was ever booked */
export async function removeRoomType(tx: Tx, key: EditKey): Promise<void> {
  await remove(tx, roomTypes, key);
}
