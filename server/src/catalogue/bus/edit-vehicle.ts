import { create, edit, remove, type EditKey, type Key } from "../../business/editable.ts";
import type { Tx } from "../../db/connection.ts";
import { replaceSeats } from "./replace-seats.ts";
import { assertSeatMap, seatsOf, USUAL_CLASS, type Seat, type SeatLayout } from "./seat-map.ts";
import { vehicles, type Vehicle } from "./vehicles.ts";

/** Seats one by one, or a layout that numbers them. */
export type SeatsInput =
  | { seats: readonly (Omit<Seat, "class"> & { class?: string })[] }
  | { layout: SeatLayout };

export type VehicleInput = { name: string } & SeatsInput;

/** @throws Problem invalid-request for duplicate labels or places, conflict when the name is taken */
export async function createVehicle(tx: Tx, key: Key, input: VehicleInput): Promise<Vehicle> {
  const seats = readSeats(input);
  return create(tx, vehicles, key, async () => {
    await tx
      .insertInto("vehicles")
      .values({ business_id: key.businessId, id: key.id, name: input.name })
      .execute();
    await replaceSeats(tx, key, seats);
  });
}

/**
 * A seat keeps its number through its label, so it may move to another place while it is sold.
 *
 * @throws Problem not-found, precondition-failed, conflict when a seat sold on some trip would be removed or change
 *   its class, and as createVehicle
 */
export async function changeVehicle(
  tx: Tx,
  key: EditKey,
  change: { name?: string } & (SeatsInput | object),
): Promise<Vehicle> {
  return edit(tx, vehicles, key, "changed", async () => {
    if ("seats" in change || "layout" in change) await replaceSeats(tx, key, readSeats(change));
    return { name: change.name };
  });
}

/** @throws Problem not-found, precondition-failed, conflict when journeys or trips use it */
export async function removeVehicle(tx: Tx, key: EditKey): Promise<void> {
  await remove(tx, vehicles, key);
}

function readSeats(input: SeatsInput): Seat[] {
  const seats =
    "layout" in input
      ? seatsOf(input.layout)
      : input.seats.map((seat) => ({ ...seat, class: seat.class ?? USUAL_CLASS }));
  assertSeatMap(seats);
  return seats;
}
