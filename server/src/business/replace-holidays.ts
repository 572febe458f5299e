import type { Tx } from "../db/connection.ts";
import { assertOnce } from "./assert-once.ts";
import { edit, type EditKey } from "./editable.ts";
import { replaceRows } from "./replace-rows.ts";
import { locations, type Holiday, type Location } from "./locations.ts";
import { allOf } from "./sold-scope.ts";

/**
 * Replaces all days on which the location is closed regardless of its hours.
 *
 * @throws Problem invalid-request for a duplicate date, not-found, precondition-failed,
 *   conflict naming bookings that lie outside
 */
export async function replaceHolidays(
  tx: Tx,
  key: EditKey,
  holidays: readonly (Pick<Holiday, "date"> & Partial<Holiday>)[],
): Promise<Location> {
  assertOnce(
    holidays,
    (one) => one.date,
    (index) => `/holidays/${index}/date`,
  );
  const write = async () => {
    const owner = { business_id: key.businessId, location_id: key.id };
    const rows = holidays.map((one) => ({ day: one.date, name: one.name }));
    await replaceRows(tx, "location_holidays", owner, rows);
  };
  return edit(tx, locations, key, "holidaysReplaced", write, async () => ({
    ...(await allOf(tx, key.businessId)),
    locationId: key.id,
  }));
}
