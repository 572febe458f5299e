import { assertOnce } from "../../business/assert-once.ts";
import { create, edit, remove, type EditKey, type Key } from "../../business/editable.ts";
import { assertOwn } from "../../business/own-rows.ts";
import { assertTimezone } from "../../business/place.ts";
import { replaceRows } from "../../business/replace-rows.ts";
import type { Tx } from "../../db/connection.ts";
import { journeys, type Journey } from "./journeys.ts";
import { retimeJourney } from "./retime-journey.ts";
import {
  frequencyRows,
  timetableRows,
  type Frequency,
  type JourneyStopInput,
} from "./timetable.ts";

export type JourneyInput = {
  routeId: string;
  calendarId: string;
  vehicleId: string;
  code: string;
  headsign?: string;
  /** The timezone its times are in, often that of the first stop. */
  timezone: string;
  /** In travel order, two or more. */
  stops: readonly JourneyStopInput[];
  frequencies?: readonly Frequency[];
};

/**
 * @throws Problem invalid-request: rows of another business, times that go backwards; conflict when the code is taken
 */
export async function createJourney(tx: Tx, key: Key, input: JourneyInput): Promise<Journey> {
  await assertParts(tx, key.businessId, input);
  return create(tx, journeys, key, async () => {
    await tx
      .insertInto("journeys")
      .values({
        business_id: key.businessId,
        id: key.id,
        route_id: input.routeId,
        calendar_id: input.calendarId,
        vehicle_id: input.vehicleId,
        code: input.code,
        headsign: input.headsign,
        timezone: input.timezone,
      })
      .execute();
    await replaceTimes(tx, key, input);
  });
}

/**
 * Trips already made keep their vehicle and their dates; they follow new stops and times as `retimeJourney` says.
 *
 * @throws Problem not-found, precondition-failed, conflict when stops change that seats are sold over, and as
 *   createJourney
 */
export async function changeJourney(
  tx: Tx,
  key: EditKey,
  change: Partial<JourneyInput>,
): Promise<Journey> {
  return edit(tx, journeys, key, "changed", async () => {
    await assertParts(tx, key.businessId, change);
    await replaceTimes(tx, key, change);
    return {
      route_id: change.routeId,
      calendar_id: change.calendarId,
      vehicle_id: change.vehicleId,
      code: change.code,
      headsign: change.headsign,
      timezone: change.timezone,
    };
  });
}

/** @throws Problem not-found, precondition-failed, conflict when it has trips */
export async function removeJourney(tx: Tx, key: EditKey): Promise<void> {
  await remove(tx, journeys, key);
}

async function assertParts(tx: Tx, businessId: string, input: Partial<JourneyInput>) {
  assertTimezone(input.timezone);
  const one = (pointer: string, id?: string) => (id === undefined ? [] : [{ pointer, id }]);
  await assertOwn(tx, businessId, "routes", one("/routeId", input.routeId));
  await assertOwn(tx, businessId, "calendars", one("/calendarId", input.calendarId));
  await assertOwn(tx, businessId, "vehicles", one("/vehicleId", input.vehicleId));
  const stops = (input.stops ?? []).map(({ stopId: id }, index) => ({
    pointer: `/stops/${index}/stopId`,
    id,
  }));
  await assertOwn(tx, businessId, "stops", stops);
}

async function replaceTimes(tx: Tx, key: Key, input: Partial<JourneyInput>): Promise<void> {
  const owner = { business_id: key.businessId, journey_id: key.id };
  if (input.stops) await retimeJourney(tx, key, timetableRows(input.stops));
  if (!input.frequencies) return;
  assertOnce(
    input.frequencies,
    (one) => one.start,
    (index) => `/frequencies/${index}/start`,
  );
  await replaceRows(tx, "journey_frequencies", owner, frequencyRows(input.frequencies));
}
