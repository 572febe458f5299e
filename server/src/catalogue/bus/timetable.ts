import { invalid, type FieldError } from "../../base/problem.ts";
import { text } from "../../base/text.ts";
import { POSITION_STEP, type TimetableRow } from "./next-timetable.ts";
import { serviceSeconds } from "./service-time.ts";

/** A call at a stop. Times count from the service day: "25:30" is half past one the next morning. */
export type JourneyStop = {
  stopId: string;
  /** "HH:MM" or "HH:MM:SS" */
  arrival: string;
  departure: string;
  boards: boolean;
  alights: boolean;
};

/** The journey repeats from start on, every headway, while departures are before end. */
export type Frequency = { start: string; end: string; headwaySeconds: number };

export type JourneyStopInput = Pick<JourneyStop, "stopId"> & {
  /** One of the two may be left out: the bus does not wait there. */
  arrival?: string;
  departure?: string;
  boards?: boolean;
  alights?: boolean;
};

/**
 * Builds the rows of a first timetable. Boundaries follow departures, and strictly increase even where two stops
 * share a minute, so that every segment takes some time.
 *
 * @param secondsOf reads a time, either of the service day or an instant
 * @throws Problem invalid-request with pointers when times go backwards or both are missing
 */
export function timetableRows(
  stops: readonly JourneyStopInput[],
  secondsOf: (time: string) => number = serviceSeconds,
): TimetableRow[] {
  const errors: FieldError[] = [];
  let left = -Infinity;
  let boundary = -Infinity;
  const rows = stops.map((stop, index) => {
    const arrival = stop.arrival ?? stop.departure;
    const departure = stop.departure ?? stop.arrival;
    const at = `/stops/${index}`;
    const arrives_seconds = arrival === undefined ? 0 : secondsOf(arrival);
    const departs_seconds = departure === undefined ? 0 : secondsOf(departure);
    if (arrival === undefined) errors.push({ pointer: `${at}/arrival`, detail: noTime });
    else if (arrives_seconds < left) errors.push({ pointer: `${at}/arrival`, detail: backwards });
    else if (departs_seconds < arrives_seconds) {
      errors.push({ pointer: `${at}/departure`, detail: backwards });
    }
    left = Math.max(left, departs_seconds);
    boundary = Math.max(departs_seconds, boundary + 1);
    const { stopId: stop_id, boards = true, alights = true } = stop;
    const times = { arrives_seconds, departs_seconds, boundary_seconds: boundary };
    return { position: (index + 1) * POSITION_STEP, stop_id, ...times, boards, alights };
  });
  if (errors.length > 0) throw invalid(errors);
  return rows;
}

/** @throws Problem invalid-request with pointers when one ends before it starts */
export function frequencyRows(frequencies: readonly Frequency[]) {
  const rows = frequencies.map(({ start, end, headwaySeconds }) => ({
    starts_seconds: serviceSeconds(start),
    ends_seconds: serviceSeconds(end),
    headway_seconds: headwaySeconds,
  }));
  const errors = rows.flatMap((row, index) =>
    row.ends_seconds > row.starts_seconds
      ? []
      : [{ pointer: `/frequencies/${index}/end`, detail: backwards }],
  );
  if (errors.length > 0) throw invalid(errors);
  return rows;
}

const noTime = text("حدد الوصول أو المغادرة.", "Send the arrival or the departure time.");
const backwards = text(
  "اجعل الوقت بعد الذي قبله؛ بعد منتصف الليل اكتب 24:00 فما فوق.",
  "Must be later than the time before it; after midnight write 24:00 and up.",
);
