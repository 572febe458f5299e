import { conflict } from "../../base/problem.ts";
import { text } from "../../base/text.ts";
import { edit, type EditKey } from "../../business/editable.ts";
import { assertOwn } from "../../business/own-rows.ts";
import { refusedForBookings } from "../../business/touched-bookings.ts";
import type { Tx } from "../../db/connection.ts";
import { cancelForEdit } from "./cancel-for-edit.ts";
import { replaceTripVehicle } from "./replace-trip-vehicle.ts";
import { retimeTrip, type TripStopInput } from "./retime-trip.ts";
import { lockSoldSeatsAlone } from "./sold-seats.ts";
import { firstOf, touchedBySeat } from "./touched-seats.ts";
import { trips, type Trip } from "./trips.ts";

export type TripChange = {
  status?: Trip["status"];
  vehicleId?: string;
  /** All of its stops, in travel order. */
  stops?: readonly TripStopInput[];
};

/**
 * Changes one dated trip: takes it off sale or puts it back, gives it other times, stops or another vehicle. No sold
 * seat is lost unless the caller lists the bookings (`acknowledge` in the key); their customers are told.
 *
 * @param now epoch milliseconds
 * @throws Problem not-found, precondition-failed, invalid-request, conflict with the bookings it affects
 */
export async function changeTrip(
  tx: Tx,
  key: EditKey,
  change: TripChange,
  now: number,
): Promise<Trip> {
  const { status, vehicleId, stops } = change;
  return edit(tx, trips, key, verbOf(change), async (before) => {
    const { businessId, acknowledge } = key;
    if (stops) await retimeTrip(tx, key, stops, now);
    if (vehicleId !== undefined && vehicleId !== before.vehicleId) {
      await assertOwn(tx, businessId, "vehicles", [{ pointer: "/vehicleId", id: vehicleId }]);
      const vehicle = { businessId, tripId: key.id, from: before.vehicleId, to: vehicleId };
      await replaceTripVehicle(tx, vehicle, acknowledge);
    }
    if (status === "cancelled") await endSoldSeats(tx, key);
    if (status === "scheduled" && Date.parse(before.departure) <= now) throw hasLeft();
    return { status };
  });
}

function verbOf({ status, vehicleId, stops }: TripChange): string {
  if (status) return status;
  return vehicleId !== undefined && !stops ? "vehicleReplaced" : "changed";
}

/** Cancels, in the name of the business, the bookings on a trip that does not run, once the caller has listed them. */
async function endSoldSeats(tx: Tx, key: EditKey): Promise<void> {
  const sold = await lockSoldSeatsAlone(tx, key.businessId, key.id);
  const ids = [...new Set(sold.map((seat) => seat.bookingId))];
  const known = new Set(key.acknowledge?.map((id) => id.toLowerCase()));
  if (ids.some((id) => !known.has(id))) {
    throw refusedForBookings(
      firstOf(touchedBySeat(sold, ["trip-cancelled"])),
      text(
        `على هذه الرحلة ${sold.length} مقاعد مباعة. ألغِ حجوزاتها أولًا، أو أعد الطلب مع معرّفاتها كلها في acknowledge لتُلغى على حساب المنشأة ويُرد المبلغ كاملًا.`,
        `${sold.length} seats of this trip are sold. Cancel their bookings first, or repeat the request with all of their ids in acknowledge: they are then cancelled at your cost and paid back in full.`,
      ),
      "/acknowledge",
    );
  }
  await cancelForEdit(tx, ids, "the trip was cancelled");
}

function hasLeft() {
  return conflict(
    "فات موعد مغادرة هذه الرحلة، فلا يمكن إعادتها إلى البيع.",
    "This trip's departure time has passed; it cannot be put back on sale.",
    "/status",
  );
}
