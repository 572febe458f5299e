import { sql } from "kysely";
import { text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";
import { readBroken, readMisfits, readStanding } from "./read-touched.ts";
import { lockSold, type SoldScope } from "./sold-scope.ts";
import { assertAcknowledged, refusedForBookings } from "./touched-bookings.ts";

/**
 * Makes an edit that may break what is sold. First locks what is sold and ends expired holds; whatever fits the
 * catalogue before the edit and not after it is affected, and must be acknowledged.
 *
 * @param anew rules whose break is reported even where they were broken before
 * @returns the affected bookings, all of them acknowledged
 * @throws Problem conflict with `bookings`, and what `write` throws
 */
export async function editBesideSold(
  tx: Tx,
  { businessId, acknowledge }: { businessId: string; acknowledge?: readonly string[] },
  scope: SoldScope,
  write: () => Promise<unknown>,
  anew: readonly string[] = [],
): Promise<string[]> {
  await lockSold(tx, businessId, scope);
  const before = await readMisfits(tx, businessId, scope);
  await write();
  const known = before.filter(({ reason }) => !anew.includes(reason)).map(({ key }) => key);
  const touched = await readBroken(tx, businessId, scope, known);
  const acknowledged = assertAcknowledged(touched, acknowledge);
  // For the database's own check at commit: keep_acknowledged().
  await sql`
    select set_config('app.acknowledged', concat_ws(',',
      nullif(current_setting('app.acknowledged', true), ''), ${acknowledged.join(",") || null}::text), true)`.execute(
    tx,
  );
  return acknowledged;
}

/**
 * Refuses to remove something that is sold for a coming time. Past sales also keep it, by their foreign keys.
 *
 * @throws Problem conflict with `bookings`
 */
export async function assertNothingStands(
  tx: Tx,
  businessId: string,
  scope: SoldScope,
): Promise<void> {
  await lockSold(tx, businessId, scope);
  const standing = await readStanding(tx, businessId, scope, "removed");
  if (standing.bookings.length === 0) return;
  throw refusedForBookings(
    standing,
    text(
      "عليه حجوزات قادمة، وما بيع منه يبقى في السجل فلا يُحذف؛ أوقف تفعيله ثم انقل هذه الحجوزات أو ألغها.",
      "It has upcoming bookings, and everything sold stays on record: deactivate it instead, then move or cancel these bookings.",
    ),
  );
}
