import { JOURNEY_STOPS_MAX } from "../../base/limits.ts";
import type { FeedJourneyStop } from "./feed.ts";

/** One usable row of stop_times.txt; null where a time is to be interpolated. */
export interface StopTime {
  line: number;
  sequence: number;
  stopId: string;
  arrivesSeconds: number | null;
  departsSeconds: number | null;
  boards: boolean;
  alights: boolean;
  distance: number | null;
}

/** Why the stop times do not make a journey, and the line of the offending row. */
export type NoJourney = { line: number; reason: string };

type Timed = StopTime & { arrivesSeconds: number; departsSeconds: number };

/**
 * Builds a journey's stops from its stop times: in the order of stop_sequence, with the times between timepoints
 * interpolated, and with boundaries that strictly increase even where two stops share a minute, so that no segment is
 * empty and its seats sellable twice.
 */
export function journeyStops(rows: readonly StopTime[]): FeedJourneyStop[] | NoJourney {
  const ordered = rows.toSorted((a, b) => a.sequence - b.sequence);
  const twice = ordered.find((row, index) => ordered[index - 1]?.sequence === row.sequence);
  if (twice) return { line: twice.line, reason: `stop_sequence ${twice.sequence} is a duplicate` };
  const beyond = ordered[JOURNEY_STOPS_MAX];
  if (beyond) return { line: beyond.line, reason: `has more than ${JOURNEY_STOPS_MAX} stops` };
  const timed = fillTimes(ordered);
  if (!Array.isArray(timed)) return timed;
  let boundary = -1;
  return timed.map(({ stopId, arrivesSeconds, departsSeconds, boards, alights }) => {
    boundary = Math.max(departsSeconds, boundary + 1);
    return { stopId, arrivesSeconds, departsSeconds, boundarySeconds: boundary, boards, alights };
  });
}

function fillTimes(rows: readonly StopTime[]): Timed[] | NoJourney {
  const timed: Timed[] = [];
  let waiting: StopTime[] = [];
  for (const row of rows) {
    const arrives = row.arrivesSeconds ?? row.departsSeconds;
    const departs = row.departsSeconds ?? row.arrivesSeconds;
    if (arrives === null || departs === null) {
      waiting.push(row);
      continue;
    }
    const here: Timed = { ...row, arrivesSeconds: arrives, departsSeconds: departs };
    const before = timed.at(-1);
    if (departs < arrives) return { line: row.line, reason: "departs before it arrives" };
    if (before && arrives < before.departsSeconds)
      return { line: row.line, reason: "arrives before it leaves the previous stop" };
    if (!before && waiting[0])
      return { line: waiting[0].line, reason: "the first stop has no time" };
    if (before) timed.push(...between(before, waiting, here));
    timed.push(here);
    waiting = [];
  }
  if (waiting[0]) return { line: waiting[0].line, reason: "the last stop has no time" };
  return timed;
}

/** Interpolates the times between two timed stops, by distance where every stop has one, else evenly. */
function between(before: Timed, waiting: readonly StopTime[], after: Timed): Timed[] {
  const length = after.arrivesSeconds - before.departsSeconds;
  const distances = [before, ...waiting, after].map((row) => row.distance);
  const byDistance = distances.every((one, index): one is number => {
    const last = distances[index - 1];
    return one !== null && (index === 0 || (last != null && one >= last));
  });
  const [from, to] = [distances[0] ?? 0, distances.at(-1) ?? 0];
  return waiting.map((row, index) => {
    const evenly = (index + 1) / (waiting.length + 1);
    const share = byDistance && to > from ? ((row.distance ?? 0) - from) / (to - from) : evenly;
    const at = before.departsSeconds + Math.round(length * share);
    return { ...row, arrivesSeconds: at, departsSeconds: at };
  });
}
