import { sql } from "kysely";
import { ALTERNATIVES_MAX } from "../../base/limits.ts";
import { invalidAt, notAvailable, notFound, type Problem } from "../../base/problem.ts";
import { instantText } from "../../base/time.ts";
import type { Db } from "../../db/connection.ts";
import type { AskedAt, SharedRead } from "../../db/shared-read.ts";
import { zonedWriter } from "../zoned-writer.ts";
import { judgeTrip } from "./judge-trip.ts";
import { seatAlternatives } from "./seat-alternatives.ts";
import type { SeatFacts } from "./seat-facts.ts";
import { listSeats, type SeatOffer } from "./seat-map.ts";
import { seatReasons } from "./seat-reasons.ts";
import { findSegment, passes, type Segment } from "./trip.ts";
import { type StopView, viewStop } from "./trip-offer.ts";

/** All stops of the trip, and its seats for the requested segment. */
export interface SeatMap {
  stops: (StopView & { boards: boolean; alights: boolean })[];
  items: SeatOffer[];
}

/** Stop ids; if omitted, the first and the last stop of the trip. */
interface SeatsAsked {
  tripId: string;
  from?: string;
  to?: string;
}

/**
 * The seats of a trip between two stops, or for the whole trip. One query, and a second one for the alternatives when
 * no seat of it can be booked.
 *
 * @throws Problem not-found; invalid-request when `to` comes before `from`; not-available, with the rules and
 *   the next trips, when no seat of it can be booked
 */
export const seatMaps: SharedRead<SeatsAsked, SeatFacts | null, SeatMap> = {
  station: "seats",
  keyOf: ({ tripId, from, to }) => JSON.stringify([tripId, from, to]),
  groupOf: ({ tripId }) => tripId,
  read: (db, asked) => readSeatFacts(db, asked, 0),
  async answer(read, asked, db) {
    if (!read) throw notFound("trip");
    const { now } = asked;
    let facts: SeatFacts | null | undefined = read;
    if (refusalOf(facts, asked, now)) {
      [facts] = await readSeatFacts(db, [asked], ALTERNATIVES_MAX);
      if (!facts) throw notFound("trip");
    }
    const refusal = refusalOf(facts, asked, now);
    if (refusal) throw refusal;
    return viewSeatMap(facts, asked);
  },
};

function viewSeatMap(facts: SeatFacts, { from, to }: SeatsAsked): SeatMap {
  const { trip } = facts;
  const segment = findSegment(trip.stops, from, to) as Segment;
  const write = zonedWriter();
  const stops = trip.stops.map((stop) => {
    const { boards, alights } = stop;
    return { ...viewStop(trip, stop, write), boards, alights };
  });
  return { stops, items: listSeats(facts, segment) };
}

/** Why no seat can be booked, with the next trips that were read; undefined when the map can be shown. */
function refusalOf(
  facts: SeatFacts,
  { from, to }: { from?: string; to?: string },
  now: number,
): Problem | undefined {
  const { route, trip } = facts;
  const segment = findSegment(trip.stops, from, to);
  if (segment) {
    const rules = judgeTrip(route, trip, segment, now);
    if (rules.length === 0) return undefined;
    return notAvailable(seatReasons(rules), seatAlternatives(facts, segment, [], now));
  }
  if (from !== undefined && to !== undefined && passes(trip.stops, to, from)) {
    return invalidAt(
      "/query/to",
      "محطة النزول قبل محطة الصعود في هذه الرحلة.",
      "The trip reaches this stop before the boarding stop.",
    );
  }
  return notAvailable(
    seatReasons(["stop-not-served"]),
    seatAlternatives(facts, undefined, [], now),
  );
}

/**
 * @param nextTripsMax 0 leaves out the alternatives, which cost more to read than the rest together
 * @returns null for a trip that the caller cannot see
 */
async function readSeatFacts(
  db: Db,
  asked: readonly AskedAt<SeatsAsked>[],
  nextTripsMax: number,
): Promise<(SeatFacts | null)[]> {
  const { rows } = await sql<{ facts: SeatFacts | null }>`
    select seat_facts(q.trip, q.from_stop, q.to_stop, q.at, ${nextTripsMax}::int) as facts
    from unnest(${asked.map(({ tripId }) => tripId)}::uuid[], ${asked.map(({ from }) => from ?? null)}::uuid[],
      ${asked.map(({ to }) => to ?? null)}::uuid[], ${asked.map(({ now }) => instantText(now))}::timestamptz[])
      with ordinality q (trip, from_stop, to_stop, at, n)
    order by q.n`.execute(db);
  return rows.map(({ facts }) => facts);
}
