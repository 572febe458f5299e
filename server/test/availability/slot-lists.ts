import { rentalSlots, serviceSlots } from "../../src/availability/slots/slots.ts";
import type { Db } from "../../src/db/connection.ts";
import { readAlone } from "../harness/read-alone.ts";

/** All slots of a window that fits into one answer. */
export async function listServiceSlots(
  db: Db,
  asked: { id: string; from: string; to: string; staffId?: string },
  now: number,
) {
  return (await readAlone(serviceSlots, db, { ...asked, now })).items;
}

export async function listRentalSlots(
  db: Db,
  asked: { id: string; from: string; to: string; minutes?: number; units?: number },
  now: number,
) {
  return (await readAlone(rentalSlots, db, { ...asked, now })).items;
}
