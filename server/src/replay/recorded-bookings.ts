import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { addDays } from "../base/time.ts";

/** One booking as the hotels recorded it. Dates are "YYYY-MM-DD". */
export interface RecordedBooking {
  /** Its line in the file. */
  line: number;
  hotel: string;
  /** A letter: the reserved type, not the one assigned on arrival. */
  roomType: string;
  bookedOn: string;
  arrival: string;
  departure: string;
  guests: number;
  /** Undefined for guests who came, and for no-shows who did not cancel. */
  cancelledOn?: string;
}

/** The bookings read, and counts of those that needed a change. */
export interface Recording {
  bookings: RecordedBooking[];
  rows: number;
  /** Day guests who took no room for the night: nothing to sell. */
  withoutNights: number;
  /** Recorded without guests; replayed with one. */
  withoutGuests: number;
  /** Children "NA"; replayed with none. */
  childrenUnknown: number;
  noShows: number;
  unreadable: string[];
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

type Row = Record<string, string | undefined>;

/**
 * Reads hotel_bookings.csv (Antonio, de Almeida and Nunes, "Hotel booking demand datasets", Data in Brief 22, 2019).
 * The day a booking was made is its arrival minus its lead time.
 *
 * @throws Error when the file cannot be read
 */
export async function readRecording(path: string): Promise<Recording> {
  const recording: Recording = {
    bookings: [],
    rows: 0,
    withoutNights: 0,
    withoutGuests: 0,
    childrenUnknown: 0,
    noShows: 0,
    unreadable: [],
  };
  const parser = parse({ bom: true, columns: true, info: true, relax_column_count: true });
  const stream = createReadStream(path);
  stream.on("error", (error) => parser.destroy(error));
  type Parsed = { record: Row; info: { lines: number } };
  for await (const { record, info } of stream.pipe(parser) as AsyncIterable<Parsed>) {
    recording.rows += 1;
    addRow(recording, record, info.lines);
  }
  return recording;
}

function addRow(recording: Recording, row: Row, line: number): void {
  const booking = readBooking(row, line);
  if (!booking) {
    recording.unreadable.push(`line ${line}: not a booking`);
    return;
  }
  if (booking.departure === booking.arrival) {
    recording.withoutNights += 1;
    return;
  }
  if (row.children === "NA") recording.childrenUnknown += 1;
  if (booking.guests === 0) recording.withoutGuests += 1;
  if (row.reservation_status === "No-Show") recording.noShows += 1;
  recording.bookings.push({ ...booking, guests: Math.max(1, booking.guests) });
}

function readBooking(row: Row, line: number): RecordedBooking | undefined {
  const month = MONTHS.indexOf(row.arrival_date_month ?? "") + 1;
  const arrival = dateOf(row.arrival_date_year, month, row.arrival_date_day_of_month);
  const [hotel, roomType] = [row.hotel, row.reserved_room_type];
  const leadDays = whole(row.lead_time);
  const nights = whole(row.stays_in_weekend_nights) + whole(row.stays_in_week_nights);
  const children = row.children === "NA" ? 0 : whole(row.children);
  const guests = whole(row.adults) + children + whole(row.babies);
  const cancelledOn =
    row.reservation_status === "Canceled" ? dateOf(...usDate(row.reservation_status_date)) : null;
  const numbers = [leadDays, nights, guests];
  if (!hotel || !roomType || !arrival || cancelledOn === undefined || numbers.some(Number.isNaN)) {
    return undefined;
  }
  return {
    line,
    hotel,
    roomType,
    arrival,
    departure: addDays(arrival, nights),
    bookedOn: addDays(arrival, -leadDays),
    guests,
    ...(cancelledOn && { cancelledOn }),
  };
}

function whole(value: string | undefined): number {
  return /^\d{1,4}$/.test(value ?? "") ? Number(value) : Number.NaN;
}

/** Parses "7/31/2015" → year, month, day. */
function usDate(value: string | undefined): [string | undefined, number, string | undefined] {
  const [month, day, year] = (value ?? "").split("/");
  return [year, Number(month), day];
}

function dateOf(year: string | undefined, month: number, day: string | undefined) {
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month, day: Number(day) },
      { overflow: "reject" },
    ).toString();
  } catch {
    return undefined;
  }
}
