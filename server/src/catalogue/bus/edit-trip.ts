import { conflict } from "../../base/problem.ts";
import { edit, type EditKey } from "../../business/editable.ts";
import type { Tx } from "../../db/connection.ts";
import { soldSeats } from "./sold-seats.ts";
import { trips, type Trip } from "./trips.ts";

/**
 * Takes a trip off sale, or puts it back.
 *
 * @throws Problem not-found, precondition-failed, conflict when seats of a trip to be cancelled are sold
 */
export async function changeTrip(
  tx: Tx,
  key: EditKey,
  { status }: { status: Trip["status"] },
): Promise<Trip> {
  return edit(tx, trips, key, status === "cancelled" ? "cancelled" : "scheduled", async () => {
    if (status === "cancelled") await assertUnsold(tx, key);
    return { status };
  });
}

async function assertUnsold(tx: Tx, key: EditKey): Promise<void> {
  const sold = await soldSeats(tx, key.businessId, { trip: key.id });
  if (sold.length === 0) return;
  throw conflict(
    `على هذه الرحلة ${sold.length} مقاعد محجوزة؛ ألغِ حجوزاتها أولًا.`,
    `${sold.length} seats of this trip are booked; cancel those bookings first.`,
  );
}
