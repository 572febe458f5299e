import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import type { Db } from "../../src/db/connection.ts";
import { readAlone } from "../harness/read-alone.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { feedFolder, feedZip, smallFeed } from "./feed-files.ts";
import { tripSearch } from "../../src/availability/trips/trips.ts";
import { importOn, NOW, tripsIn } from "./import-on.ts";

let db: Db;
beforeEach(async () => {
  ({ db } = await createTestDatabase({ poolSize: 4 }));
});

describe("a valid feed", () => {
  test("puts its operators on sale, each with its own stops, vehicle and seats", async () => {
    const { status, err } = await importOn(db, await feedFolder(smallFeed));
    expect([status, err]).toEqual([0, []]);
    // Without a context: what an anonymous visitor sees.
    const { rows } = await sql`
      select b.slug, b.name_ar, b.source, b.status,
        (select string_agg(s.code || '/' || s.city_en, ' ' order by s.code) from stops s where s.business_id = b.id) as stops,
        (select string_agg(v.name, ' ') from vehicles v where v.business_id = b.id) as vehicles,
        (select count(*) from vehicle_seats v where v.business_id = b.id) as seats,
        (select string_agg(o.name_en || ' ' || r.price_minor, ' ') from routes r
          join offerings o on o.business_id = r.business_id and o.id = r.id where r.business_id = b.id) as routes
      from businesses b order by b.slug`.execute(db);
    expect(rows).toEqual([
      {
        slug: "hail-express",
        name_ar: "Hail Express",
        source: "gtfs:H",
        status: "approved",
        stops: "HAS/Hail RUH1/Riyadh",
        vehicles: "Rail car, 64 seats",
        seats: 64,
        routes: "Hail – Riyadh 5000",
      },
      {
        slug: "najd-lines",
        name_ar: "Najd Lines",
        source: "gtfs:N",
        status: "approved",
        stops: "BRD/Buraydah HAS/Hail RUH1/Riyadh",
        vehicles: "Coach, 49 seats",
        seats: 49,
        routes: "Riyadh – Hail 5000",
      },
    ]);
  });

  test("makes dated trips from today in the operator's timezone, also for times past 24:00", async () => {
    await importOn(db, await feedFolder(smallFeed));
    const trips = await tripsIn(db);
    expect(trips).toHaveLength(9);
    expect(trips.filter((trip) => trip.code === "n1-night")[0]).toMatchObject({
      date: "2026-11-21",
      departs: "2026-11-21T19:30:00.000Z",
      arrives: "2026-11-22T02:30:00.000Z",
    });
    expect(trips.at(-1)).toMatchObject({ code: "n1-night", date: "2026-11-23" });
    for (const { id } of trips) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
  });

  test("keeps at which stops passengers may board and alight", async () => {
    await importOn(db, await feedFolder(smallFeed));
    const { rows } = await sql`
      select s.position, p.code, s.boards, s.alights from timetable_stops s
      join stops p on p.business_id = s.business_id and p.id = s.stop_id
      join timetables y on y.id = s.timetable_id
      join journeys j on j.id = y.journey_id where j.code = 'n1-morning' order by 1`.execute(db);
    expect(rows).toEqual([
      { position: 1000, code: "RUH1", boards: true, alights: false },
      { position: 2000, code: "BRD", boards: true, alights: true },
      { position: 3000, code: "HAS", boards: false, alights: true },
    ]);
  });

  test("may be a zip with a folder inside, byte order marks, CRLF and quotes", async () => {
    const files = Object.entries(smallFeed).map(([name, text]) => [
      `feed/${name}`,
      `\uFEFF${text.replace("Hail Express", '"Hail ""Express"", Co."').replaceAll("\n", "\r\n")}\r\n`,
    ]);
    const { status, err } = await importOn(db, await feedZip(Object.fromEntries(files)));
    expect([status, err]).toEqual([0, []]);
    const names = await db.selectFrom("businesses").select("name_en").orderBy("slug").execute();
    expect(names.map((row) => row.name_en)).toEqual(['Hail "Express", Co.', "Najd Lines"]);
    expect(await tripsIn(db)).toHaveLength(9);
  });

  test("has names in both languages where translations.txt has them", async () => {
    const translations = `table_name,field_name,language,translation,record_id,field_value
stops,stop_name,ar,بريدة,BRD,
stops,stop_name,ar,حائل,,Hail
agency,agency_name,ar,خطوط نجد,N,
stops,stop_name,fr,Bouraïda,BRD,`;
    await importOn(db, await feedFolder({ ...smallFeed, "translations.txt": translations }));
    const stops = await db
      .selectFrom("stops")
      .select(["name_ar", "name_en", "city_ar"])
      .where("code", "in", ["BRD", "HAS", "RUH1"])
      .distinct()
      .orderBy("name_en")
      .execute();
    expect(stops).toEqual([
      { name_ar: "Aziziyah Terminal", name_en: "Aziziyah Terminal", city_ar: "Riyadh" },
      { name_ar: "بريدة", name_en: "Buraydah", city_ar: "بريدة" },
      { name_ar: "حائل", name_en: "Hail", city_ar: "حائل" },
    ]);
  });

  test("is imported as drafts, not on sale, with --draft", async () => {
    await importOn(db, await feedFolder(smallFeed), { draft: true });
    expect(await db.selectFrom("businesses").selectAll().execute()).toEqual([]);
    expect(await tripsIn(db)).toEqual([]);
  });

  test("needs no agency ids when there is only one agency", async () => {
    const lone = {
      ...smallFeed,
      "agency.txt": "agency_name,agency_url,agency_timezone\nLone Coach,x,Asia/Riyadh",
      "routes.txt": "route_id,route_short_name,route_type\nn1,N1,3\nh1,H1,3",
    };
    const { err } = await importOn(db, await feedFolder(lone));
    expect(err).toEqual([]);
    const [lonely] = await db.selectFrom("businesses").select(["slug", "source"]).execute();
    expect(lonely).toEqual({ slug: "lone-coach", source: "gtfs:" });
  });
});

describe("calendars and headways", () => {
  test("make trips on their weekdays and exceptions, also outside the calendar's date range", async () => {
    const files = {
      ...smallFeed,
      // 2026-11-21 is a Saturday.
      "calendar.txt": smallFeed["calendar.txt"]!.replace(
        "daily,1,1,1,1,1,1,1",
        "daily,1,0,0,0,0,1,0",
      ),
      "calendar_dates.txt": `service_id,date,exception_type
daily,20261123,2
daily,20261122,1
daily,20280101,1`,
    };
    await importOn(db, await feedFolder(files), { days: 410 });
    const dates = (await tripsIn(db))
      .filter((trip) => trip.code === "n1-morning")
      .map((trip) => trip.date);
    expect(dates.slice(0, 3)).toEqual(["2026-11-21", "2026-11-22", "2026-11-28"]);
    expect(dates.at(-1)).toBe("2028-01-01");
  });

  test("may consist of single dates only", async () => {
    const { "calendar.txt": _left, ...files } = smallFeed;
    const dates = "service_id,date,exception_type\ndaily,20261122,1\ndaily,20261123,2";
    await importOn(db, await feedFolder({ ...files, "calendar_dates.txt": dates }));
    expect(new Set((await tripsIn(db)).map((trip) => trip.date))).toEqual(new Set(["2026-11-22"]));
  });

  test("repeat a whole journey at each headway from the start time until before the end time", async () => {
    const frequencies = `trip_id,start_time,end_time,headway_secs
n1-morning,07:00:00,08:00:00,1800
n1-morning,25:00:00,25:20:00,600`;
    await importOn(db, await feedFolder({ ...smallFeed, "frequencies.txt": frequencies }), {
      days: 1,
    });
    const trips = (await tripsIn(db)).filter((trip) => trip.code === "n1-morning");
    expect(trips.map(({ shift, departs, arrives }) => [shift, departs, arrives])).toEqual([
      [-3600, "2026-11-21T04:00:00.000Z", "2026-11-21T11:00:00.000Z"],
      [-1800, "2026-11-21T04:30:00.000Z", "2026-11-21T11:30:00.000Z"],
      [61200, "2026-11-21T22:00:00.000Z", "2026-11-22T05:00:00.000Z"],
      [61800, "2026-11-21T22:10:00.000Z", "2026-11-22T05:10:00.000Z"],
    ]);
  });

  test("give correct times on the days the clocks change", async () => {
    const files = {
      ...smallFeed,
      "agency.txt": smallFeed["agency.txt"]!.replaceAll("Asia/Riyadh", "America/New_York"),
    };
    const inSpring = { from: "2027-03-13", days: 2 };
    await importOn(db, await feedFolder(files), inSpring);
    const nights = (await tripsIn(db)).filter((trip) => trip.code === "n1-night");
    // 22:30 and 29:30 local time of the 13th: the clocks go forward in between, and the ride still takes 7 hours.
    expect(nights[0]).toMatchObject({
      departs: "2027-03-14T03:30:00.000Z",
      arrives: "2027-03-14T10:30:00.000Z",
    });
    // On the 14th, noon is at 16:00Z, so 08:00 local time is 12:00Z.
    const mornings = (await tripsIn(db)).filter((trip) => trip.code === "n1-morning");
    expect(mornings.map((trip) => trip.departs)).toEqual([
      "2027-03-13T13:00:00.000Z",
      "2027-03-14T12:00:00.000Z",
    ]);
  });
});

describe("a feed's fares", () => {
  const files = {
    ...smallFeed,
    "stops.txt": `stop_id,stop_name,zone_id
RUH1,Riyadh,r
BRD,Buraydah,q
HAS,Hail,h`,
    "fare_attributes.txt": `fare_id,price,currency_type,payment_method,transfers
all,90.00,SAR,0,0
near,35.5,SAR,0,0
abroad,10.00,AED,0,0`,
    "fare_rules.txt": `fare_id,route_id,origin_id,destination_id
all,n1,,
near,n1,r,q
near,n1,q,h
abroad,h1,,`,
  };

  async function pricesIn(): Promise<Record<string, string>> {
    const { rows } = await sql<{ code: string; price: string }>`
      select r.code, b.currency || ' ' || r.price_minor as price from routes r
      join businesses b on b.id = r.business_id order by 1`.execute(db);
    return Object.fromEntries(rows.map(({ code, price }) => [code, price]));
  }

  test("set prices of routes and, by zone, of segments, in each operator's own currency", async () => {
    const { err, out } = await importOn(db, await feedFolder(files));
    expect(err).toEqual([]);
    expect(await pricesIn()).toEqual({ h1: "AED 1000", n1: "SAR 9000" });
    expect(out).not.toContain("no fare in the feed");
    const { rows } = await sql`
      select a.code as from, b.code as to, f.price_minor from fares f
      join stops a on a.id = f.from_stop_id join stops b on b.id = f.to_stop_id order by 1, 2`.execute(
      db,
    );
    expect(rows).toEqual([
      { from: "BRD", to: "HAS", price_minor: 3_550 },
      { from: "RUH1", to: "BRD", price_minor: 3_550 },
      { from: "RUH1", to: "HAS", price_minor: 9_000 },
    ]);
  });

  test("price the whole way at its own fare, also when it equals the route's price and the segments cost less", async () => {
    const flat = {
      ...files,
      "fare_attributes.txt": `fare_id,price,currency_type,payment_method,transfers
flat,3.00,SAR,0,0
hop,1.50,SAR,0,0`,
      "fare_rules.txt":
        "fare_id,route_id,origin_id,destination_id\nflat,n1,,\nhop,n1,r,q\nhop,n1,q,h",
    };
    const longer = {
      ...flat,
      "stops.txt": `${flat["stops.txt"]}\nJUB,Jubbah,j`,
      "stop_times.txt": `${smallFeed["stop_times.txt"]}\nn1-night,31:00:00,31:00:00,JUB,4,,`,
      "fare_rules.txt": `${flat["fare_rules.txt"]}\nhop,n1,h,j`,
    };
    await importOn(db, await feedFolder(longer));
    const night = (await tripsIn(db)).find((trip) => trip.code === "n1-night");
    const offers = await readAlone(tripSearch, db, {
      from: { words: "Riyadh" },
      to: { words: "Jubbah" },
      date: "2026-11-21",
      size: 5,
      now: Date.parse(NOW),
    });
    expect(offers.items.map((one) => [one.id, one.price])).toEqual([
      [night?.id, { amount: 300, currency: "SAR" }],
    ]);
  });

  test("apply only to their agency, and a missing price is reported", async () => {
    const theirs = {
      ...files,
      "fare_attributes.txt": `fare_id,price,currency_type,payment_method,transfers,agency_id
hails,20.00,AED,0,0,H
nobodys,1.00,SAR,0,0,X
zonal,7.00,SAR,0,0,N`,
      "fare_rules.txt":
        "fare_id,route_id,origin_id,destination_id\nhails,n1,,\nhails,h1,,\nzonal,,q,h",
    };
    const { err, out } = await importOn(db, await feedFolder(theirs));
    expect(err).toEqual([
      'fare_attributes.txt:3: agency_id "X" is not in agency.txt, or was left out',
      'fare_rules.txt:2: fare "hails" belongs to agency "H", and route "n1" to "N"',
    ]);
    expect(await pricesIn()).toEqual({ h1: "AED 2000", n1: "SAR 5000" });
    expect(out).toContain("no fare in the feed for 2 pairs of stops of routes priced by zone");
    const { "fare_rules.txt": _rules, ...everywhere } = theirs;
    const again = await importOn(db, await feedFolder(everywhere));
    expect(again.err).toHaveLength(1);
    expect(await pricesIn()).toEqual({ h1: "AED 2000", n1: "SAR 700" });
  });

  test("without an agency apply to every agency that sells in their currency, with a warning", async () => {
    const { "fare_rules.txt": _rules, ...everywhere } = files;
    const both = `fare_id,price,currency_type,payment_method,transfers,agency_id
hails,20.00,AED,0,0,H
all,9.00,SAR,0,0,`;
    const { err } = await importOn(
      db,
      await feedFolder({ ...everywhere, "fare_attributes.txt": both }),
    );
    expect(err).toEqual([
      "fare_attributes.txt:3: has no agency_id, and there are several agencies: it applies to all",
      'fare_attributes.txt:3: is in SAR, and agency "H" sells in AED: it does not apply there',
    ]);
    expect(await pricesIn()).toEqual({ h1: "AED 2000", n1: "SAR 900" });
  });

  test("come from the command line when the feed has none, and Fares v2 files are reported as unused", async () => {
    const v2 = {
      ...smallFeed,
      "fare_products.txt": "fare_product_id,amount,currency\nday,12.00,AED",
      "fare_leg_rules.txt": "leg_group_id,fare_product_id\nall,day",
    };
    const { out } = await importOn(db, await feedFolder(v2));
    expect(out).toContain(
      "Fares v2 (fare_products.txt, fare_leg_rules.txt) is not used: prices come from fare_attributes.txt, " +
        "or from --fare where it has none",
    );
    expect(out).toContain("no fare in the feed for 1 of its 1 routes: new routes cost SAR");
    expect(await pricesIn()).toEqual({ h1: "SAR 5000", n1: "SAR 5000" });
  });

  test("are refused in a currency that the operator does not sell in", async () => {
    await importOn(db, await feedFolder(files));
    const inDirhams = {
      ...files,
      "fare_attributes.txt": files["fare_attributes.txt"].replaceAll("SAR", "AED"),
    };
    await expect(importOn(db, await feedFolder(inDirhams))).rejects.toThrow("gtfs:N sells in SAR");
    const { err } = await importOn(db, await feedFolder(files), { currency: "SAR" });
    expect(err).toEqual(['fare_attributes.txt:4: is in AED, and agency "H" sells in SAR']);
  });
});
