import type { Tx } from "../db/connection.ts";
import { edit, type EditKey } from "./editable.ts";
import { locations, type Location } from "./locations.ts";
import { replaceRows } from "./replace-rows.ts";
import { allOf } from "./sold-scope.ts";
import { assertApart, toMinutes, type WeekWindow } from "./week-windows.ts";

/**
 * Replaces the location's week; no hours at all means always open.
 *
 * @throws Problem invalid-request when windows overlap, not-found, precondition-failed,
 *   conflict naming bookings that lie outside
 */
export async function replaceHours(
  tx: Tx,
  key: EditKey,
  hours: readonly WeekWindow[],
): Promise<Location> {
  const minutes = hours.map(toMinutes);
  assertApart(minutes, "/hours");
  const write = async () => {
    const owner = { business_id: key.businessId, location_id: key.id };
    await replaceRows(tx, "location_hours", owner, minutes);
  };
  return edit(tx, locations, key, "hoursReplaced", write, async () => ({
    ...(await allOf(tx, key.businessId)),
    locationId: key.id,
  }));
}
