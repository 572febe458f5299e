import { chosen, limitOf, type Editable, type Which } from "../../business/editable.ts";
import type { Db, Tx } from "../../db/connection.ts";

export type RentalUnit = {
  id: string;
  rentalId: string;
  /** The label written on it: "Rig 4". */
  label: string;
  active: boolean;
  version: number;
};

export const rentalUnits: Editable<RentalUnit, "rental_units"> = {
  noun: "unit",
  table: "rental_units",
  read: readRentalUnits,
};

/** @param rentalId only the units of this rental */
export async function readRentalUnits(
  db: Db | Tx,
  businessId: string,
  which: Which,
  rentalId?: string,
): Promise<RentalUnit[]> {
  let query = db
    .selectFrom("rental_units")
    .select(["id", "rental_id as rentalId", "label", "active", "version"])
    .where(chosen("rental_units", businessId, which))
    .orderBy("id")
    .limit(limitOf(which));
  if (rentalId !== undefined) query = query.where("rental_id", "=", rentalId);
  return query.execute();
}
