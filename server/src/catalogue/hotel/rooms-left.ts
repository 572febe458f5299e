import { sql } from "kysely";
import { text } from "../../base/text.ts";
import type { Key } from "../../business/editable.ts";
import { readStanding } from "../../business/read-touched.ts";
import { lockSold } from "../../business/sold-scope.ts";
import { refusedForBookings } from "../../business/touched-bookings.ts";
import type { Tx } from "../../db/connection.ts";

/**
 * Checks that no upcoming night has more than `rooms` sold, after ending holds that ran out. Nobody can acknowledge a
 * night that is oversold. The database checks this again itself.
 *
 * @throws Problem conflict with `nights` (each with the rooms `sold`) and `bookings`
 */
export async function assertRoomsLeft(
  tx: Tx,
  { businessId, id }: Key,
  rooms: number,
): Promise<void> {
  const scope = { roomTypeIds: [id] };
  await lockSold(tx, businessId, scope);
  const { rows: nights } = await sql<{ night: string; sold: number }>`
    select bucket as night, taken as sold from pool_buckets
    where business_id = ${businessId} and pool_id = ${id} and bucket >= tonight(${businessId}, ${id})
      and taken > ${rooms}
    order by bucket`.execute(tx);
  if (nights.length === 0) return;
  const dates = nights.map((one) => one.night);
  const touched = await readStanding(
    tx,
    businessId,
    { ...scope, nights: dates },
    "not-enough-units",
  );
  const most = Math.max(...nights.map((one) => one.sold));
  throw refusedForBookings(
    touched,
    text(
      `بيعت ${most} غرف في بعض الليالي القادمة (انظر nights)؛ أرسل ${most} على الأقل، أو انقل هذه الحجوزات أو ألغها أولًا.`,
      `Up to ${most} rooms are sold for an upcoming night (see nights): send at least ${most}, or move or cancel those bookings first.`,
    ),
    "/rooms",
    { nights },
  );
}
