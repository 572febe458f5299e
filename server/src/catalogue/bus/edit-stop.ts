import type { Text } from "../../base/text.ts";
import { create, edit, remove, type EditKey, type Key } from "../../business/editable.ts";
import { assertPlace } from "../../business/place.ts";
import { textColumns } from "../../business/text-columns.ts";
import type { Tx } from "../../db/connection.ts";
import { stops, type Stop } from "./stops.ts";

export type StopInput = {
  code: string;
  name: Text;
  city?: Text;
  /** Degrees; both or neither. */
  latitude?: number | null;
  longitude?: number | null;
  timezone: string;
};

/** @throws Problem invalid-request for an unknown timezone or half a position, conflict when the code is taken */
export async function createStop(tx: Tx, key: Key, input: StopInput): Promise<Stop> {
  assertPlace(input);
  return create(tx, stops, key, () =>
    tx
      .insertInto("stops")
      .values({
        business_id: key.businessId,
        id: key.id,
        ...columnsOf(input),
        code: input.code,
        ...textColumns("name", input.name),
        timezone: input.timezone,
      })
      .execute(),
  );
}

/** @throws Problem not-found, precondition-failed, and as createStop */
export async function changeStop(tx: Tx, key: EditKey, change: Partial<StopInput>): Promise<Stop> {
  return edit(tx, stops, key, "changed", async (before) => {
    assertPlace({ ...before, ...change });
    return columnsOf(change);
  });
}

/** @throws Problem not-found, precondition-failed, conflict when a journey or a fare uses it */
export async function removeStop(tx: Tx, key: EditKey): Promise<void> {
  await remove(tx, stops, key);
}

function columnsOf(input: Partial<StopInput>) {
  return {
    code: input.code,
    ...textColumns("name", input.name),
    ...textColumns("city", input.city),
    latitude: input.latitude,
    longitude: input.longitude,
    timezone: input.timezone,
  };
}
