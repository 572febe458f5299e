import { beforeEach, expect, test } from "vitest";
import type { Db } from "../../src/db/connection.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { feedFolder, smallFeed, type FeedFiles } from "./feed-files.ts";
import { importOn, tripsIn } from "./import-on.ts";

let db: Db;
beforeEach(async () => {
  ({ db } = await createTestDatabase({ poolSize: 4 }));
});

function withRows(files: Partial<Record<keyof typeof smallFeed, string>>): FeedFiles {
  const longer = Object.entries(files).map(([name, rows]) => [name, `${smallFeed[name]}\n${rows}`]);
  return { ...smallFeed, ...Object.fromEntries(longer) };
}

test("bad rows are reported by file and line, and all other rows are imported", async () => {
  const files = withRows({
    "agency.txt": `X,Nowhere Tours,,Mars/Olympus,,
N,Najd again,,Asia/Riyadh,,`,
    "stops.txt": `,Nameless,1,1,0,
POLE,North Pole,91,0,0,
RUH1,Twice,1,1,0,`,
    "routes.txt": `x1,X,X1,To Olympus,3
y1,Q,Y1,Of nobody,3
z1,N,Z1,By broom,99`,
    "trips.txt": `x1,daily,x1-first,
n1,weekly,n1-weekly,
n1,daily,n1-night,
n1,daily,n1-still,
n1,daily,n1-back,
n1,daily,n1-untimed,
n1,daily,n1-twice,`,
    "stop_times.txt": `ghost,08:00:00,08:00:00,RUH1,1,,
n1-still,08:00:00,08:00:00,RUH1,1,,
n1-still,08:00:00,08:00:00,MARS,2,,
n1-back,08:00:00,08:00:00,RUH1,1,,
n1-back,07:00:00,07:00:00,HAS,2,,
n1-untimed,08:00:00,08:00:00,RUH1,1,,
n1-untimed,,,HAS,2,,
n1-twice,08:00:00,08:00:00,RUH1,1,,
n1-twice,09:00:00,09:00:00,HAS,1,,
n1-morning,soon,soon,HAS,12,,
x1-first,08:00:00,08:00:00,RUH1,1,,
h1-morning,13:00:00,13:00:00,RUH,3,,`,
    "calendar.txt": "odd,1,1,1,1,2,1,1,20260101,20271231\nnever,1,1,1,1,1,1,1,20260231,20271231",
  });
  const { status, err, out } = await importOn(db, await feedFolder(files));
  expect(err).toEqual([
    'agency.txt:4: agency_timezone "Mars/Olympus" is not known',
    'agency.txt:5: agency_id "N" is a duplicate',
    'calendar.txt:3: friday is "2", not 0 or 1',
    'calendar.txt:4: start_date "20260231" is not a date',
    'routes.txt:4: agency_id "X" is not in agency.txt, or was left out',
    'routes.txt:5: agency_id "Q" is not in agency.txt, or was left out',
    'routes.txt:6: route_type "99" is not known',
    'stop_times.txt:10: trip_id "ghost" is not in trips.txt',
    'stop_times.txt:12: stop_id "MARS" is not a stop of stops.txt where trips call',
    'stop_times.txt:14: trip "n1-back": arrives before it leaves the previous stop',
    'stop_times.txt:16: trip "n1-untimed": the last stop has no time',
    'stop_times.txt:18: trip "n1-twice": stop_sequence 1 is a duplicate',
    'stop_times.txt:19: arrival_time "soon" is not a time',
    'stop_times.txt:21: stop_id "RUH" is not a stop of stops.txt where trips call',
    "stops.txt:6: has no stop_id",
    'stops.txt:7: "91, 0" is not a position; the stop is kept without one',
    'stops.txt:8: stop_id "RUH1" is a duplicate',
    'trips.txt:5: route_id "x1" is not in routes.txt, or was left out',
    'trips.txt:6: service_id "weekly" is in neither calendar.txt nor calendar_dates.txt, or was left out',
    'trips.txt:7: trip_id "n1-night" is a duplicate',
    'trips.txt:8: trip "n1-still" has only one stop with usable times',
  ]);
  expect(status).toBe(0);
  expect(out).toContain("20 rows left out, 1 corrected");
  const codes = new Set((await tripsIn(db)).map((trip) => trip.code));
  expect(codes).toEqual(new Set(["h1-morning", "n1-morning", "n1-night"]));
});

test("with --strict a bad row gives exit status 1, and all other rows are still imported", async () => {
  const files = withRows({ "stops.txt": ",Nameless,1,1,0," });
  expect(await importOn(db, await feedFolder(files), { strict: true })).toMatchObject({
    status: 1,
  });
  expect(await tripsIn(db)).toHaveLength(9);
});

test("a time with more than 59 minutes is carried over into hours, with a warning", async () => {
  const files = {
    ...smallFeed,
    "stop_times.txt": smallFeed["stop_times.txt"]!.replace(
      ",13:00:00,13:00:00",
      ",12:75:00,12:75:00",
    ),
  };
  const { err } = await importOn(db, await feedFolder(files), { days: 1, strict: true });
  expect(err).toEqual(['stop_times.txt:9: arrival_time "12:75:00" is read as 13:15:00']);
  const trip = (await tripsIn(db)).find((one) => one.code === "h1-morning");
  expect(trip?.arrives).toBe("2026-11-21T10:15:00.000Z");
});

test("a row that is not valid CSV or text is left out, and all other rows are imported", async () => {
  const files = withRows({ "stops.txt": 'NUL,a\0b,1,1,0,\n"open,Never closed,1,1,0,' });
  const { err, status } = await importOn(db, await feedFolder(files));
  expect(err[0]).toBe("stops.txt:6: contains a NUL character");
  expect(err[1]).toBe("stops.txt:7: not readable as CSV (CSV_QUOTE_NOT_CLOSED)");
  expect(status).toBe(0);
  expect(await tripsIn(db)).toHaveLength(9);
});

test("a folder or file that is not a GTFS feed is refused with a reason", async () => {
  const { "trips.txt": _trips, ...lame } = smallFeed;
  const unreadable: [FeedFiles, string][] = [
    [{}, "no agency.txt in it, so it is not a GTFS feed"],
    [lame, "The feed has no trips.txt."],
    [{ ...smallFeed, "trips.txt": "trip_id\n1" }, "trips.txt: no column route_id, service_id"],
  ];
  for (const [files, why] of unreadable) {
    await expect(importOn(db, await feedFolder(files))).rejects.toThrow(why);
  }
  const folder = await feedFolder(smallFeed);
  await expect(importOn(db, `${folder}/agency.txt`)).rejects.toThrow(
    "neither a folder nor a readable zip",
  );
  await expect(importOn(db, `${folder}/nowhere`)).rejects.toThrow(
    "there is no such folder or file",
  );
});
