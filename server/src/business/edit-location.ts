import type { Text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";
import { create, edit, remove, type EditKey, type Key } from "./editable.ts";
import { locations, type Location } from "./locations.ts";
import { assertPlace } from "./place.ts";
import { allOf } from "./sold-scope.ts";
import { textColumns } from "./text-columns.ts";
import { minuteOf } from "./week-windows.ts";

export type LocationInput = {
  name: Text;
  address?: Text;
  city?: Text;
  /** Degrees; both or neither. */
  latitude?: number | null;
  longitude?: number | null;
  /** IANA name; default Asia/Riyadh. */
  timezone?: string;
  /** "HH:MM" */
  checkIn?: string;
  checkOut?: string;
  active?: boolean;
};

/** @throws Problem invalid-request for an unknown timezone or an incomplete position */
export async function createLocation(tx: Tx, key: Key, input: LocationInput): Promise<Location> {
  assertPlace(input);
  return create(tx, locations, key, () =>
    tx
      .insertInto("locations")
      .values({
        business_id: key.businessId,
        id: key.id,
        ...columnsOf(input),
        ...textColumns("name", input.name),
      })
      .execute(),
  );
}

/**
 * Changes a location. One that closes, or whose timezone changes, may have coming bookings. They keep their instants,
 * also when check-in and check-out times change.
 *
 * @throws Problem not-found, precondition-failed, conflict naming bookings, and what creating one throws
 */
export async function changeLocation(
  tx: Tx,
  key: EditKey,
  change: Partial<LocationInput>,
): Promise<Location> {
  const write = async (before: Location) => {
    assertPlace({ ...before, ...change });
    return columnsOf(change);
  };
  return edit(tx, locations, key, "changed", write, async ({ timezone }) =>
    change.active === false || (change.timezone ?? timezone) !== timezone
      ? { ...(await allOf(tx, key.businessId)), locationId: key.id }
      : undefined,
  );
}

/** @throws Problem not-found, precondition-failed, conflict when something was ever sold or is offered there */
export async function removeLocation(tx: Tx, key: EditKey): Promise<void> {
  const sold = { ...(await allOf(tx, key.businessId)), locationId: key.id };
  await remove(tx, locations, key, { sold });
}

function columnsOf(input: Partial<LocationInput>) {
  return {
    ...textColumns("name", input.name),
    ...textColumns("address", input.address),
    ...textColumns("city", input.city),
    latitude: input.latitude,
    longitude: input.longitude,
    timezone: input.timezone,
    check_in_minute: input.checkIn === undefined ? undefined : minuteOf(input.checkIn),
    check_out_minute: input.checkOut === undefined ? undefined : minuteOf(input.checkOut),
    active: input.active,
  };
}
