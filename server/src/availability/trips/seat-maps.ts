import { type RawBuilder, sql } from "kysely";
import { invalidAt, notAvailable, notFound, type Problem } from "../../base/problem.ts";
import type { Db } from "../../db/connection.ts";
import { zonedWriter } from "../zoned-writer.ts";
import { judgeTrip } from "./judge-trip.ts";
import { seatAlternatives } from "./seat-alternatives.ts";
import { seatFacts, type SeatFacts } from "./seat-facts.ts";
import { listSeats, type SeatOffer } from "./seat-map.ts";
import { seatReasons } from "./seat-reasons.ts";
import { findSegment, passes, type Segment } from "./trip.ts";
import { type StopView, viewStop } from "./trip-offer.ts";

/** All stops of the trip, and its seats for the requested segment. */
export interface SeatMap {
  stops: (StopView & { boards: boolean; alights: boolean })[];
  items: SeatOffer[];
}

/**
 * The seats of a trip between two stops, or for the whole trip. One query, and a second one for the alternatives when
 * no seat of it can be booked. `now` is epoch milliseconds.
 *
 * @throws Problem not-found; invalid-request when `to` comes before `from`; not-available, with the rules and
 *   the next trips, when no seat of it can be booked
 */
export async function getSeatMap(
  db: Db,
  asked: { tripId: string; from?: string; to?: string },
  now: number,
): Promise<SeatMap> {
  let facts = await readFacts(db, seatFacts({ ...asked, nextTripsMax: 0 }, now));
  if (refusalOf(facts, asked, now)) facts = await readFacts(db, seatFacts(asked, now));
  const refusal = refusalOf(facts, asked, now);
  if (refusal) throw refusal;
  const { trip } = facts;
  const segment = findSegment(trip.stops, asked.from, asked.to) as Segment;
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

async function readFacts(db: Db, facts: RawBuilder<SeatFacts | null>): Promise<SeatFacts> {
  const { rows } = await sql<{ facts: SeatFacts | null }>`select ${facts} as facts`.execute(db);
  const read = rows[0]?.facts;
  if (!read) throw notFound("trip");
  return read;
}
