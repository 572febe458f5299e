import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import type { Db } from "../../src/db/connection.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { feedFolder, smallFeed, type FeedFiles } from "./feed-files.ts";
import { asPlatform, importOn, sellSeat, tripsIn } from "./import-on.ts";

let db: Db;
let owner: Db;
beforeEach(async () => {
  ({ db, owner } = await createTestDatabase({ poolSize: 8 }));
});

/** Returns every row of every table that an import writes, as one text. */
async function everything(): Promise<string> {
  const tables = [
    "businesses",
    "stops",
    "vehicles",
    "vehicle_seats",
    "offerings",
    "routes",
    "calendars",
  ];
  tables.push(
    "calendar_dates",
    "journeys",
    "timetables",
    "timetable_stops",
    "journey_frequencies",
    "trips",
    "units",
  );
  const texts = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await sql<{ row: string }>`
        select t::text as row from ${sql.table(table)} t order by 1`.execute(owner);
      return [table, ...rows.map((row) => row.row)].join("\n");
    }),
  );
  return texts.join("\n");
}

const later: FeedFiles = {
  ...smallFeed,
  "stop_times.txt": smallFeed["stop_times.txt"]!.replace(
    "n1-morning,15:00:00,15:00:00",
    "n1-morning,15:30:00,15:30:00",
  ),
};

test("importing the same feed again changes nothing, not even a version", async () => {
  const folder = await feedFolder(smallFeed);
  await importOn(db, folder);
  const before = await everything();
  const { out } = await importOn(db, folder);
  expect(await everything()).toBe(before);
  expect(out).toMatch(/journeys +0 +0\n/);
  expect(out).toMatch(/trips +0 +0\n/);
});

test("importing the same feed four times at once imports it once", async () => {
  const folder = await feedFolder(smallFeed);
  await Promise.all([1, 2, 3, 4].map(() => importOn(db, folder)));
  expect(await db.selectFrom("businesses").select("slug").orderBy("slug").execute()).toEqual([
    { slug: "hail-express" },
    { slug: "najd-lines" },
  ]);
  expect(await tripsIn(db)).toHaveLength(9);
  const { rows } = await sql`select 1 from units u where not exists (
    select 1 from trips t where t.id = u.id)`.execute(owner);
  expect(rows).toEqual([]);
});

test("importing again keeps a hand-translated name and takes the feed's new names", async () => {
  await importOn(db, await feedFolder(smallFeed));
  await asPlatform(db, (tx) =>
    tx.updateTable("stops").set({ name_ar: "بريدة" }).where("code", "=", "BRD").execute(),
  );
  const renamed = {
    ...smallFeed,
    "stops.txt": smallFeed["stops.txt"]!.replace("BRD,Buraydah", "BRD,Buraidah").replace(
      "HAS,Hail",
      "HAS,Ha'il",
    ),
  };
  const { out } = await importOn(db, await feedFolder(renamed));
  expect(out).toMatch(/stops +0 +3\n/);
  const stops = await db
    .selectFrom("stops")
    .select(["name_ar", "name_en"])
    .where("code", "in", ["BRD", "HAS"])
    .distinct()
    .orderBy("name_en")
    .execute();
  expect(stops).toEqual([
    { name_ar: "بريدة", name_en: "Buraidah" },
    { name_ar: "Ha'il", name_en: "Ha'il" },
  ]);
});

test("importing again keeps a price that the operator set", async () => {
  await importOn(db, await feedFolder(smallFeed));
  await asPlatform(db, (tx) => tx.updateTable("routes").set({ price_minor: 12_300 }).execute());
  await importOn(db, await feedFolder(smallFeed));
  expect(await db.selectFrom("routes").select("price_minor").distinct().execute()).toEqual([
    { price_minor: 12_300 },
  ]);
});

test("new times in the feed replace trips without bookings", async () => {
  await importOn(db, await feedFolder(smallFeed));
  const before = await tripsIn(db);
  const { out, err } = await importOn(db, await feedFolder(later));
  expect(err).toEqual([]);
  expect(out).toContain("3 unsold trips were removed");
  const after = await tripsIn(db);
  expect(after.map((trip) => trip.id)).not.toEqual(before.map((trip) => trip.id));
  expect(after.find((trip) => trip.code === "n1-morning")?.arrives).toBe(
    "2026-11-21T12:30:00.000Z",
  );
});

test("a trip with a sold seat gets the feed's new times, and its passengers are told", async () => {
  await importOn(db, await feedFolder(smallFeed));
  const sold = (await tripsIn(db)).find(
    (trip) => trip.code === "n1-morning" && trip.date === "2026-11-22",
  )!;
  await sellSeat(db, sold);
  const { out, err } = await importOn(db, await feedFolder(later));
  expect(err).toEqual([]);
  expect(out).toContain("1 trips with sold seats have new times; their passengers are notified");
  const moved = (await tripsIn(db)).find((trip) => trip.id === sold.id)!;
  expect(moved.arrives).toBe("2026-11-22T12:30:00.000Z");
  const { rows } = await sql`
    select b.ends_at, e.type from bookings b join booking_events e on e.booking_id = b.id and e.seq = 2`.execute(
    owner,
  );
  expect(rows).toEqual([{ ends_at: moved.arrives, type: "retimed" }]);
});

test("a trip with a sold seat keeps a stop that was removed from the feed", async () => {
  await importOn(db, await feedFolder(smallFeed));
  const before = await tripsIn(db);
  const sold = before.find((trip) => trip.code === "n1-morning" && trip.date === "2026-11-22")!;
  await sellSeat(db, sold);
  const direct = {
    ...smallFeed,
    "stop_times.txt": smallFeed["stop_times.txt"]!.replace(/n1-morning.*BRD.*\n/, ""),
  };
  const { err } = await importOn(db, await feedFolder(direct));
  expect(err).toEqual([
    'trips.txt:2: trip "n1-morning" has changed stops, but trips with sold seats keep their old ones',
  ]);
  const { rows } = await sql<{ date: string; stops: number }>`
    select t.service_date as date, count(*)::int as stops from trips t
    join journeys j on j.id = t.journey_id and j.code = 'n1-morning'
    join timetable_stops s on s.timetable_id = t.timetable_id group by 1 order by 1`.execute(owner);
  expect(rows).toEqual([
    { date: "2026-11-21", stops: 2 },
    { date: "2026-11-22", stops: 3 },
    { date: "2026-11-23", stops: 2 },
  ]);
});

test("a journey that left the feed keeps only its sold trips, until it returns", async () => {
  await importOn(db, await feedFolder(smallFeed));
  const before = await tripsIn(db);
  const sold = before.find((trip) => trip.code === "n1-night" && trip.date === "2026-11-23")!;
  await sellSeat(db, sold);
  const shorter = {
    ...smallFeed,
    "trips.txt": smallFeed["trips.txt"]!.replace("n1,daily,n1-night,\n", ""),
    "stop_times.txt": smallFeed["stop_times.txt"]!.replaceAll(/n1-night.*\n/g, ""),
  };
  const { out } = await importOn(db, await feedFolder(shorter));
  expect(out).toContain("1 journeys are no longer in the feed and were stopped");
  const left = (await tripsIn(db)).filter((trip) => trip.code === "n1-night");
  expect(left).toEqual([sold]);
  await importOn(db, await feedFolder(smallFeed));
  expect(await tripsIn(db)).toHaveLength(before.length);
});

test("a day removed from the calendar loses its trips, except sold ones", async () => {
  await importOn(db, await feedFolder(smallFeed));
  const [sold] = (await tripsIn(db)).filter((trip) => trip.date === "2026-11-22");
  await sellSeat(db, sold!);
  const withHoliday = {
    ...smallFeed,
    "calendar_dates.txt": "service_id,date,exception_type\ndaily,20261122,2",
  };
  await importOn(db, await feedFolder(withHoliday));
  const trips = await tripsIn(db);
  expect(trips.filter((trip) => trip.date === "2026-11-22")).toEqual([sold]);
  expect(trips).toHaveLength(7);
});

test("two feeds that use the same agency ids are kept apart by --feed", async () => {
  await importOn(db, await feedFolder(smallFeed), { feed: "east" });
  await importOn(db, await feedFolder(smallFeed), { feed: "west" });
  const found = await db
    .selectFrom("businesses")
    .select(["slug", "source"])
    .orderBy("source")
    .execute();
  expect(found).toEqual([
    { slug: "hail-express", source: "gtfs:east:H" },
    { slug: "najd-lines", source: "gtfs:east:N" },
    { slug: "hail-express-h", source: "gtfs:west:H" },
    { slug: "najd-lines-n", source: "gtfs:west:N" },
  ]);
});
