import { sql } from "kysely";
import { invalidAt, notAvailable, notFound } from "../../base/problem.ts";
import type { Db } from "../../db/connection.ts";
import { zonedWriter } from "../zoned-writer.ts";
import { judgeTrip } from "./judge-trip.ts";
import { seatAlternatives } from "./seat-alternatives.ts";
import { seatFacts, type SeatFacts } from "./seat-facts.ts";
import { listSeats, type SeatOffer } from "./seat-map.ts";
import { seatReasons } from "./seat-reasons.ts";
import { findSegment, passes } from "./trip.ts";
import { type StopView, viewStop } from "./trip-offer.ts";

/** All stops of the trip, and its seats for the requested segment. */
export interface SeatMap {
  stops: (StopView & { boards: boolean; alights: boolean })[];
  items: SeatOffer[];
}

/**
 * The seats of a trip between two stops, or for the whole trip. One query; `now` is epoch milliseconds.
 *
 * @throws Problem not-found; invalid-request when `to` comes before `from`; not-available, with the rules and
 *   the next trips, when no seat of it can be booked
 */
export async function getSeatMap(
  db: Db,
  asked: { tripId: string; from?: string; to?: string },
  now: number,
): Promise<SeatMap> {
  const facts = await readFacts(db, asked, now);
  if (!facts) throw notFound("trip");
  const { route, trip } = facts;
  const segment = findSegment(trip.stops, asked.from, asked.to);
  if (!segment) {
    const { from, to } = asked;
    if (from !== undefined && to !== undefined && passes(trip.stops, to, from)) {
      throw invalidAt(
        "/query/to",
        "محطة النزول قبل محطة الصعود في هذه الرحلة.",
        "The trip reaches this stop before the boarding stop.",
      );
    }
    const alternatives = seatAlternatives(facts, undefined, [], now);
    throw notAvailable(seatReasons(["stop-not-served"]), alternatives);
  }
  const rules = judgeTrip(route, trip, segment, now);
  if (rules.length > 0) {
    throw notAvailable(seatReasons(rules), seatAlternatives(facts, segment, [], now));
  }
  const write = zonedWriter();
  const stops = trip.stops.map((stop) => {
    const { boards, alights } = stop;
    return { ...viewStop(trip, stop, write), boards, alights };
  });
  return { stops, items: listSeats(facts, segment) };
}

async function readFacts(
  db: Db,
  asked: { tripId: string; from?: string; to?: string },
  now: number,
): Promise<SeatFacts | null | undefined> {
  const { rows } = await sql<{
    facts: SeatFacts | null;
  }>`select ${seatFacts(asked, now)} as facts`.execute(db);
  return rows[0]?.facts;
}
