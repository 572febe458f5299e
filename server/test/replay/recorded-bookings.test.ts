import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { eventStream, shiftIntoFuture } from "../../src/replay/event-stream.ts";
import { readRecording } from "../../src/replay/recorded-bookings.ts";

const HEADER =
  "hotel,is_canceled,lead_time,arrival_date_year,arrival_date_month,arrival_date_day_of_month," +
  "stays_in_weekend_nights,stays_in_week_nights,adults,children,babies,reserved_room_type," +
  "reservation_status,reservation_status_date";

async function recordingOf(...rows: string[]) {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-recording-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "hotel_bookings.csv");
  await writeFile(path, [HEADER, ...rows].join("\r\n"));
  return readRecording(path);
}

test("a row becomes a stay that is booked its lead time before arrival", async () => {
  const { bookings } = await recordingOf(
    "City Hotel,1,40,2016,February,28,2,1,2,1,1,D,Canceled,2/1/2016",
  );
  expect(bookings).toEqual([
    {
      line: 2,
      hotel: "City Hotel",
      roomType: "D",
      arrival: "2016-02-28",
      departure: "2016-03-02",
      bookedOn: "2016-01-19",
      cancelledOn: "2016-02-01",
      guests: 4,
    },
  ]);
});

test("rows that cannot be replayed unchanged are counted by reason", async () => {
  const recording = await recordingOf(
    "City Hotel,0,0,2016,March,1,0,0,2,0,0,A,Check-Out,3/1/2016",
    "City Hotel,0,0,2016,March,1,0,1,2,NA,0,A,Check-Out,3/2/2016",
    "City Hotel,0,0,2016,March,1,0,1,0,0,0,A,Check-Out,3/2/2016",
    "City Hotel,1,0,2016,March,1,0,1,1,0,0,A,No-Show,3/1/2016",
    "City Hotel,0,0,2016,February,30,0,1,1,0,0,A,Check-Out,3/1/2016",
  );
  expect(recording).toMatchObject({
    rows: 5,
    withoutNights: 1,
    childrenUnknown: 1,
    withoutGuests: 1,
    noShows: 1,
    unreadable: ["line 6: not a booking"],
  });
  expect(recording.bookings.map((one) => [one.line, one.guests, one.cancelledOn])).toEqual([
    [3, 2, undefined],
    [4, 1, undefined],
    [5, 1, undefined],
  ]);
});

test("events are ordered by day, each booking before its cancellation", async () => {
  const { bookings } = await recordingOf(
    "City Hotel,1,0,2016,March,3,0,1,2,0,0,A,Canceled,3/3/2016",
    "City Hotel,1,9,2016,March,10,0,1,2,0,0,A,Canceled,3/3/2016",
  );
  const events = eventStream(bookings).map(({ day, kind, of }) => [day, kind, of.line]);
  expect(events).toEqual([
    [0, "booking", 3],
    [2, "booking", 2],
    [2, "cancellation", 2],
    [2, "cancellation", 3],
  ]);
});

test("stays are moved by whole weeks into the future", async () => {
  const { bookings } = await recordingOf(
    "City Hotel,0,400,2015,July,1,0,3,2,0,0,A,Check-Out,7/4/2015",
    "City Hotel,0,1,2015,July,7,0,1,2,0,0,A,Check-Out,7/8/2015",
  );
  const shifted = shiftIntoFuture(bookings, "2026-11-21");
  expect(shifted.bookings.map((one) => [one.arrival, one.departure])).toEqual([
    ["2026-11-25", "2026-11-28"],
    ["2026-12-01", "2026-12-02"],
  ]);
  // Both dates are Wednesdays.
  expect(shifted.weeks * 7).toBe(4161 + 4);
});
