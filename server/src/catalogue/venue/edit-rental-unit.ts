import { create, edit, remove, type EditKey, type Key } from "../../business/editable.ts";
import { assertOwn } from "../../business/own-rows.ts";
import type { Tx } from "../../db/connection.ts";
import { rentalUnits, type RentalUnit } from "./rental-units.ts";

export type RentalUnitInput = { rentalId: string; label: string; active?: boolean };

/** @throws Problem invalid-request for a rental of another business, conflict when the label is taken */
export async function createRentalUnit(
  tx: Tx,
  key: Key,
  input: RentalUnitInput,
): Promise<RentalUnit> {
  await assertOwn(tx, key.businessId, "rentals", [{ pointer: "/rentalId", id: input.rentalId }]);
  const own = { business_id: key.businessId, id: key.id };
  return create(tx, rentalUnits, key, async () => {
    await tx
      .insertInto("units")
      .values({ ...own, kind: "rental" })
      .execute();
    await tx
      .insertInto("rental_units")
      .values({ ...own, rental_id: input.rentalId, label: input.label, active: input.active })
      .execute();
  });
}

/**
 * A unit stays with its rental. A unit taken off sale may have upcoming bookings.
 *
 * @throws Problem not-found, precondition-failed, conflict for a taken label, or listing bookings
 */
export async function changeRentalUnit(
  tx: Tx,
  key: EditKey,
  change: { label?: string; active?: boolean },
): Promise<RentalUnit> {
  return edit(
    tx,
    rentalUnits,
    key,
    "changed",
    async () => change,
    () => (change.active === false ? { unitIds: [key.id] } : undefined),
  );
}

/** @throws Problem not-found, precondition-failed, conflict when it was ever booked */
export async function removeRentalUnit(tx: Tx, key: EditKey): Promise<void> {
  await remove(tx, rentalUnits, key, { unit: true, sold: { unitIds: [key.id] } });
}
