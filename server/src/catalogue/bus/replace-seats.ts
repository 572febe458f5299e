import { sql } from "kysely";
import { conflict } from "../../base/problem.ts";
import type { Key } from "../../business/editable.ts";
import type { Tx } from "../../db/connection.ts";
import type { Seat } from "./seat-map.ts";
import { soldSeats } from "./sold-seats.ts";

/**
 * Makes the vehicle's seat map be this one. A seat that stays keeps its number, which is what claims name; a
 * new one gets a number nobody had.
 *
 * @throws Problem conflict when a seat would go that is sold on some trip
 */
export async function replaceSeats(tx: Tx, key: Key, seats: readonly Seat[]): Promise<void> {
  const own = sql`business_id = ${key.businessId} and vehicle_id = ${key.id}`;
  const stored = await sql<{ seat_no: number; label: string }>`
    select seat_no, label from vehicle_seats where ${own} order by seat_no`.execute(tx);
  const labels = new Set(seats.map((seat) => seat.label));
  const gone = stored.rows.filter((row) => !labels.has(row.label));
  if (gone.length > 0) await assertUnsold(tx, key, gone);

  const numbers = new Map(stored.rows.map((row) => [row.label, row.seat_no]));
  let last = stored.rows.at(-1)?.seat_no ?? 0;
  const rows = seats.map((seat) => ({ ...seat, seat_no: numbers.get(seat.label) ?? (last += 1) }));

  await sql`delete from vehicle_seats where ${own}
    and seat_no = any (${gone.map((row) => row.seat_no)}::int[])`.execute(tx);
  // Two seats may change places: first all of them out of the way of each other.
  await sql`update vehicle_seats set row_no = -row_no where ${own}`.execute(tx);
  await sql`
    insert into vehicle_seats (business_id, vehicle_id, seat_no, label, row_no, column_no, class)
    select ${key.businessId}, ${key.id}, s.seat_no, s.label, s.row, s.column, s.class
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as s(seat_no int, label text, "row" int, "column" int, class text)
    on conflict (business_id, vehicle_id, seat_no) do update
    set row_no = excluded.row_no, column_no = excluded.column_no, class = excluded.class`.execute(
    tx,
  );
}

async function assertUnsold(
  tx: Tx,
  key: Key,
  gone: readonly { seat_no: number; label: string }[],
): Promise<void> {
  const sold = new Set(await soldSeats(tx, key.businessId, { vehicle: key.id }));
  const labels = gone.filter((row) => sold.has(row.seat_no)).map((row) => row.label);
  if (labels.length === 0) return;
  const list = labels.slice(0, 10).join(", ");
  throw conflict(
    `مقاعد مبيعة لا يمكن حذفها: ${list}.`,
    `These seats are sold and cannot go: ${list}.`,
    "/seats",
  );
}
