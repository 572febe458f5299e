import { sql } from "kysely";
import type { Key } from "../../business/editable.ts";
import type { Tx } from "../../db/connection.ts";
import type { Seat } from "./seat-map.ts";
import { lockSoldSeats, tripsOfVehicle } from "./sold-seats.ts";
import { refusedForSeats } from "./touched-seats.ts";

type StoredSeat = { seat_no: number; label: string; class: string; retired: boolean };

/**
 * Replaces the vehicle's seat map. A seat number belongs to its label for ever, because claims refer to it: a removed
 * seat is retired, gets its number back when it returns, and no other seat ever gets that number.
 *
 * @throws Problem conflict, listing the bookings, when a seat sold on some trip would be removed or change its class
 */
export async function replaceSeats(tx: Tx, key: Key, seats: readonly Seat[]): Promise<void> {
  const own = sql`business_id = ${key.businessId} and vehicle_id = ${key.id}`;
  const { rows: stored } = await sql<StoredSeat>`
    select seat_no, label, class, retired_at is not null as retired from vehicle_seats where ${own}
    order by seat_no`.execute(tx);
  await assertUnsold(tx, key, stored, seats);

  const numbers = new Map(stored.map((row) => [row.label, row.seat_no]));
  let last = stored.at(-1)?.seat_no ?? 0;
  const rows = seats.map((seat) => ({ ...seat, seat_no: numbers.get(seat.label) ?? (last += 1) }));

  // Two seats may swap places, so first move all of them out of the way.
  await sql`
    update vehicle_seats set row_no = -row_no,
      retired_at = case when seat_no = any (${rows.map((row) => row.seat_no)}::int[]) then retired_at
        else coalesce(retired_at, app_now()) end
    where ${own}`.execute(tx);
  await sql`
    insert into vehicle_seats (business_id, vehicle_id, seat_no, label, row_no, column_no, class)
    select ${key.businessId}, ${key.id}, s.seat_no, s.label, s.row, s.column, s.class
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as s(seat_no int, label text, "row" int, "column" int, class text)
    on conflict (business_id, vehicle_id, seat_no) do update
    set row_no = excluded.row_no, column_no = excluded.column_no, class = excluded.class, retired_at = null`.execute(
    tx,
  );
}

async function assertUnsold(
  tx: Tx,
  key: Key,
  stored: readonly StoredSeat[],
  seats: readonly Seat[],
): Promise<void> {
  const classes = new Map(seats.map((seat) => [seat.label, seat.class]));
  const changing = stored.filter((row) => !row.retired && classes.get(row.label) !== row.class);
  if (changing.length === 0) return;
  const numbers = new Set(changing.map((row) => row.seat_no));
  const trips = await tripsOfVehicle(tx, key.businessId, key.id);
  const sold = await lockSoldSeats(tx, key.businessId, trips);
  const touched = sold.filter((seat) => numbers.has(seat.seatNo));
  if (touched.length > 0) throw refusedForSeats(touched);
}
