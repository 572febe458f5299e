import type { Money } from "../../base/money.ts";
import { remove, type EditKey, type Key } from "../../business/editable.ts";
import type { Tx } from "../../db/connection.ts";
import { changeOffering, createOffering, type OfferingInput } from "../edit-offering.ts";
import { assertRoomsLeft } from "./rooms-left.ts";
import { roomTypes, type RoomType } from "./room-types.ts";

export type RoomTypeInput = OfferingInput & {
  rooms: number;
  occupancy: number;
  minNights?: number;
  price: Money;
};

const trade = { editable: roomTypes, kind: "roomType", table: "room_types" } as const;

/** @throws Problem invalid-request: a location of another business, another currency, contradicting terms */
export async function createRoomType(tx: Tx, key: Key, input: RoomTypeInput): Promise<RoomType> {
  const { rooms, occupancy, minNights, price } = input;
  return createOffering(tx, trade, key, input, {
    prices: { "/price": price },
    columns: { rooms, occupancy, min_nights: minNights, price_minor: price.amount },
  });
}

/**
 * Refuses fewer rooms than are sold for an upcoming night. A lower occupancy or another location may affect upcoming
 * stays; prices and minimum stays apply to later sales only.
 *
 * @throws Problem not-found, precondition-failed, conflict listing nights and stays, and as createRoomType
 */
export async function changeRoomType(
  tx: Tx,
  key: EditKey,
  change: Partial<RoomTypeInput>,
): Promise<RoomType> {
  const { rooms, occupancy, minNights, price } = change;
  const parts = {
    prices: { "/price": price },
    columns: { rooms, occupancy, min_nights: minNights, price_minor: price?.amount },
  };
  return changeOffering(tx, trade, key, change, parts, async (before) => {
    if (rooms !== undefined && rooms < before.rooms) await assertRoomsLeft(tx, key, rooms);
    const isSame =
      (change.locationId ?? before.locationId) === before.locationId &&
      (occupancy ?? before.occupancy) >= before.occupancy;
    return isSame ? undefined : { roomTypeIds: [key.id] };
  });
}

/** @throws Problem not-found, precondition-failed, conflict when it was ever booked */
export async function removeRoomType(tx: Tx, key: EditKey): Promise<void> {
  await remove(tx, roomTypes, key, { sold: { roomTypeIds: [key.id] } });
}
