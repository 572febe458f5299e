import { sql } from "kysely";
import { conflict } from "../../base/problem.ts";
import { text, type Text } from "../../base/text.ts";
import { refusedForBookings, type TouchedBooking } from "../../business/touched-bookings.ts";
import type { Tx } from "../../db/connection.ts";
import { cancelForEdit } from "./cancel-for-edit.ts";
import { reseat, type NumberedSeat, type Reseating } from "./reseat.ts";
import { lockSoldSeatsAlone, type SoldSeat } from "./sold-seats.ts";
import { firstOf, touchedBySeat } from "./touched-seats.ts";

/** A trip whose vehicle is replaced. */
export type TripVehicle = { businessId: string; tripId: string; from: string; to: string };

/** A booking with seats that the new vehicle lacks under the same label and class, and the outcome for it. */
type ReseatedBooking = TouchedBooking & {
  outcome: "moved" | "cancelled";
  /** `to` is the equivalent free seat; null: there is none. */
  seats: { label: string; class: string; to: string | null }[];
};

/**
 * Replaces the vehicle of one dated trip. Passengers whose seat exists in it keep it. The others are moved to an
 * equivalent free seat; if a booking has a seat without one, the business cancels the whole booking at no cost to the
 * customer. Neither happens unless the caller lists all of these bookings; their customers are told.
 *
 * @returns the bookings that the caller listed
 * @throws Problem conflict with `bookings`, each with its `seats` and `outcome`; conflict when the trip has left
 */
export async function replaceTripVehicle(
  tx: Tx,
  { businessId, tripId, from, to }: TripVehicle,
  acknowledge: readonly string[] = [],
): Promise<void> {
  // Waits for whoever is editing its seat map, or makes them wait.
  await sql`
    select from vehicles where business_id = ${businessId} and id = ${to} for key share`.execute(
    tx,
  );
  const sold = await lockSoldSeatsAlone(tx, businessId, tripId);
  await assertNotLeft(tx, businessId, tripId);
  const before = await readSeats(tx, businessId, from);
  const after = await readSeats(tx, businessId, to);
  const places = reseat(sold, before, after);
  const touched = reseatedBookings(places);
  const known = new Set(acknowledge.map((id) => id.toLowerCase()));
  if (touched.some((booking) => !known.has(booking.id))) throw refused(touched);
  const lost = new Set(touched.filter((one) => one.outcome === "cancelled").map((one) => one.id));
  await cancelForEdit(tx, [...lost], "another vehicle has no equal free seat");
  await sql`
    update trips set vehicle_id = ${to} where business_id = ${businessId} and id = ${tripId}`.execute(
    tx,
  );
  const seats = places
    .filter(({ sitting }) => !lost.has(sitting.bookingId))
    .map(({ sitting, to: seat }) => ({
      claimId: sitting.claimId,
      seatNo: seat?.no,
      label: seat?.label,
    }));
  await sql`
    select reseat_trip(${businessId}, ${tripId}, ${JSON.stringify(seats)}::jsonb)`.execute(tx);
}

async function assertNotLeft(tx: Tx, businessId: string, tripId: string): Promise<void> {
  const { rows } = await sql`
    select from trips t where t.business_id = ${businessId} and t.id = ${tripId} and app_now() < t.origin_at
      + make_interval(secs => (select min(s.departs_seconds) from timetable_stops s
          where s.business_id = t.business_id and s.timetable_id = t.timetable_id))`.execute(tx);
  if (rows.length > 0) return;
  throw conflict(
    "غادرت هذه الرحلة، ولا تتغير مركبتها بعد ذلك.",
    "This trip has left; its vehicle cannot change any more.",
    "/vehicleId",
  );
}

async function readSeats(tx: Tx, businessId: string, vehicleId: string): Promise<NumberedSeat[]> {
  const { rows } = await sql<NumberedSeat>`
    select seat_no as no, label, row_no as row, column_no as column, class from vehicle_seats
    where business_id = ${businessId} and vehicle_id = ${vehicleId} and retired_at is null
    order by seat_no`.execute(tx);
  return rows;
}

function reseatedBookings(places: readonly Reseating<SoldSeat>[]): ReseatedBooking[] {
  const moved = places.filter(({ sitting, to }) => to?.label !== sitting.label);
  const lost = new Set(places.filter((one) => !one.to).map((one) => one.sitting.bookingId));
  const items = touchedBySeat(
    moved.map((one) => one.sitting),
    ["other-vehicle"],
  );
  return items.map((booking) => ({
    ...booking,
    outcome: lost.has(booking.id) ? "cancelled" : "moved",
    seats: moved
      .filter((one) => one.sitting.itemId === booking.itemId)
      .map((one) => ({
        label: one.sitting.label,
        class: one.sitting.class,
        to: one.to?.label ?? null,
      })),
  }));
}

function refused(touched: readonly ReseatedBooking[]) {
  return refusedForBookings(firstOf(touched), whatHappens(touched), "/acknowledge");
}

function whatHappens(touched: readonly ReseatedBooking[]): Text {
  const count = (outcome: ReseatedBooking["outcome"]) =>
    new Set(touched.filter((one) => one.outcome === outcome).map((one) => one.id)).size;
  const [moved, cancelled] = [count("moved"), count("cancelled")];
  return text(
    `ليست في هذه المركبة المقاعد نفسها: ${moved} من الحجوزات ينتقل إلى مقاعد مماثلة، و${cancelled} يُلغى على حساب المنشأة لعدم وجود مقعد مماثل. أعد الطلب مع معرّفاتها كلها في acknowledge، أو انقلها أو ألغها أولًا.`,
    `This vehicle does not have the same seats: ${moved} bookings would be moved to equal seats, and ${cancelled} cancelled at your cost because no equal seat is free. Repeat the request with all of their ids in acknowledge, or move or cancel them first.`,
  );
}
