import { sql } from "kysely";
import { conflict, invalid, type FieldError } from "../../base/problem.ts";
import { text } from "../../base/text.ts";
import type { Key } from "../../business/editable.ts";
import { assertOwn } from "../../business/own-rows.ts";
import type { Tx } from "../../db/connection.ts";
import { touchesWay, type TimetableRow } from "./next-timetable.ts";
import { followingTimetable } from "./retime-journey.ts";
import { lockSoldSeats } from "./sold-seats.ts";
import { timetableRows, type JourneyStopInput } from "./timetable.ts";
import { dropUnusedTimetables, findTimetable, insertTimetable } from "./timetables.ts";
import { refusedForWay } from "./touched-seats.ts";

/** A stop of a dated trip; arrival and departure are instants, RFC 3339. */
export type TripStopInput = JourneyStopInput;

/** No daily service is still under way more than a week after its service day. */
const SPAN_SECONDS = 8 * 86_400;

/**
 * Gives one dated trip its own list of stops, with other times, or with stops added or removed where no seat is sold
 * over them. Passengers keep their seats and are told the new times.
 *
 * @param stops all of them, in travel order
 * @param now epoch milliseconds
 * @throws Problem invalid-request when times go backwards or a departure moves into the past; conflict, listing the
 *   bookings, where a stop is added to or removed from a segment that is sold; conflict when the trip is over
 */
export async function retimeTrip(
  tx: Tx,
  { businessId, id }: Key,
  stops: readonly TripStopInput[],
  now: number,
): Promise<void> {
  const named = stops.map((stop, index) => ({
    pointer: `/stops/${index}/stopId`,
    id: stop.stopId,
  }));
  await assertOwn(tx, businessId, "stops", named);
  const sold = await lockSoldSeats(tx, businessId, [id]);
  const { rows } = await sql<{ origin: number; timetable: string }>`
    select extract(epoch from origin_at)::float8 as origin, timetable_id as timetable from trips
    where business_id = ${businessId} and id = ${id}`.execute(tx);
  const { origin, timetable } = rows[0]!;
  const before = (await findTimetable(tx, businessId, { id: timetable }))!;
  const after = timetableRows(stops, (instant) => Math.round(Date.parse(instant) / 1000) - origin);
  assertNear(after);
  const next = followingTimetable({ ...before, isCurrent: false }, after);
  if (!next) return;
  assertNotOver(before.rows, now / 1000 - origin);
  assertAhead(before.rows, next.rows, now / 1000 - origin);
  const touched = sold.filter((seat) => touchesWay(before.rows, next.rows, seat));
  if (touched.length > 0) throw refusedForWay(touched);
  const own = await insertTimetable(tx, businessId, next);
  await sql`
    update trips set timetable_id = ${own} where business_id = ${businessId} and id = ${id}`.execute(
    tx,
  );
  await dropUnusedTimetables(tx, businessId, [before.journeyId]);
}

function assertNotOver(before: readonly TimetableRow[], nowSeconds: number): void {
  if (Math.max(...before.map((row) => row.arrives_seconds)) > nowSeconds) return;
  throw conflict(
    "انتهت هذه الرحلة، ولا تتغير أوقاتها.",
    "This trip is over; its times cannot change any more.",
    "/stops",
  );
}

/** Refuses departures moved into the past: passengers would have missed a trip that they were told leaves later. */
function assertAhead(
  before: readonly TimetableRow[],
  after: readonly TimetableRow[],
  nowSeconds: number,
): void {
  const was = new Map(before.map((row) => [row.position, row.departs_seconds]));
  const errors = after.flatMap(({ position, departs_seconds }, index): FieldError[] =>
    departs_seconds > nowSeconds || was.get(position) === departs_seconds
      ? []
      : [{ pointer: `/stops/${index}/departure`, detail: inThePast }],
  );
  if (errors.length > 0) throw invalid(errors);
}

function assertNear(after: readonly TimetableRow[]): void {
  const errors = after.flatMap(({ arrives_seconds, departs_seconds }, index): FieldError[] =>
    Math.abs(arrives_seconds) <= SPAN_SECONDS && Math.abs(departs_seconds) <= SPAN_SECONDS
      ? []
      : [{ pointer: `/stops/${index}`, detail: tooFar }],
  );
  if (errors.length > 0) throw invalid(errors);
}

const inThePast = text(
  "مضى هذا الوقت؛ اختر وقت مغادرة لم يحن بعد.",
  "This time has passed; choose a departure in the future.",
);
const tooFar = text(
  "اختر وقتًا لا يبعد أكثر من ثمانية أيام عن يوم الرحلة.",
  "Choose a time within eight days of the trip's service date.",
);
