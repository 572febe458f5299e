import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeHotel } from "../harness/businesses.ts";
import { dates, openStaysApp } from "./stays-app.ts";

const { addType, anybody, app, book, countPlaces, moveTo, setRate, stays } = await openStaysApp();

test("a search by city finds a property with its lowest total and every bookable room type", async () => {
  const hotel = await makeHotel(app.db, { rooms: 3 });
  await moveTo(hotel, "Abha", "أبها");
  await setRate(hotel, "2026-12-02", { price: 50_000 });
  const suite = await addType(hotel, 1, 36_000);
  for (const city of ["abha", "أبها", "ابها"]) {
    expect(await stays({ city, ...dates, guests: 2 })).toEqual([
      {
        businessId: hotel.businessId,
        businessName: { ar: "منشأة hotel", en: "The hotel" },
        locationId: hotel.locationId,
        name: { ar: "الفرع", en: "Branch" },
        minPrice: { amount: 108_000, currency: "SAR" },
        roomTypes: [
          {
            id: suite,
            name: { ar: "جناح", en: "Suite" },
            roomsFree: 1,
            price: { amount: 108_000, currency: "SAR" },
          },
          {
            id: hotel.roomTypeId,
            name: expect.anything(),
            roomsFree: 3,
            price: { amount: 110_000, currency: "SAR" },
          },
        ],
      },
    ]);
  }
  const [two] = await stays({ city: "Abha", ...dates, guests: 3, rooms: 2 });
  expect(two?.roomTypes).toMatchObject([{ id: hotel.roomTypeId, price: { amount: 220_000 } }]);
});

test("a branch without a city is found in the city of its business", async () => {
  const hotel = await makeHotel(app.db);
  await moveTo(hotel, "");
  await sql`update businesses set city_en = 'Najran' where id = ${hotel.businessId}`.execute(
    app.owner,
  );
  expect(await stays({ city: "najran", ...dates })).toHaveLength(1);
  await moveTo(hotel, "Sharurah");
  expect(await stays({ city: "najran", ...dates })).toEqual([]);
});

test("few and many places are looked for by the same rule: every place is in the cities that find it", async () => {
  const hotels = await Promise.all(Array.from({ length: 3 }, () => makeHotel(app.db)));
  await moveTo(hotels[0]!, "Rabigh", "رابغ");
  await moveTo(hotels[1]!, "");
  await moveTo(hotels[2]!, "Old Rabigh");
  await sql`update businesses set city_en = 'Rabigh', city_ar = 'مدينة الرابغ' where id = ${hotels[1]!.businessId}`.execute(
    app.owner,
  );
  const count = async (city: string) => {
    const { rows } = await sql<{ listed: number; differ: number }>`
      select cardinality(p.ids) as listed, count(*) filter (
        where in_city(l.city_words, b.city_words, word_pattern(${city}, ''), word_pattern(${city}, 'ال'))
          <> (l.id = any (p.ids)))::int as differ
      from locations l join businesses b on b.id = l.business_id, (select places_in(${city}, 100) as ids) p
      group by p.ids`.execute(app.owner);
    return rows[0];
  };
  expect(await count("rabigh")).toEqual({ listed: 3, differ: 0 });
  expect(await count("رابغ")).toEqual({ listed: 2, differ: 0 });
  expect(await count("old rabigh")).toEqual({ listed: 1, differ: 0 });
  expect(await count("nowhere")).toEqual({ listed: 0, differ: 0 });
});

test("finds only rooms free on every night, including those of expired holds", async () => {
  const hotel = await makeHotel(app.db, { rooms: 2, terms: { payment_terms: "full" } });
  await moveTo(hotel, "Tabuk");
  const free = async () => (await stays({ city: "Tabuk", ...dates }))[0]?.roomTypes[0]?.roomsFree;
  expect((await book(hotel.roomTypeId, "2026-12-03", "2026-12-05")).status).toBe(201);
  expect(await free()).toBe(1);
  expect((await book(hotel.roomTypeId, "2026-11-30", "2026-12-04")).status).toBe(201);
  expect(await free()).toBeUndefined();
  // The last night searched is the night before the other booking begins.
  expect(
    await stays({ city: "Tabuk", checkIn: "2026-12-01", checkOut: "2026-12-03" }),
  ).toHaveLength(1);
  app.clock.advance(10 * 60_000);
  expect(await free()).toBe(2);
});

test("finds nothing of unapproved businesses, inactive branches or past dates", async () => {
  const hotel = await makeHotel(app.db);
  await moveTo(hotel, "Jazan");
  const found = async (checkIn = "2026-12-01", checkOut = "2026-12-02") =>
    (await stays({ city: "Jazan", checkIn, checkOut })).length;
  await countPlaces();
  expect(await found()).toBe(1);
  expect(await found("2026-11-20", "2026-11-22")).toBe(0);
  expect(await found("2026-11-21", "2026-11-22")).toBe(1);
  await sql`update locations set active = false where id = ${hotel.locationId}`.execute(app.owner);
  expect(await found()).toBe(0);
  await sql`update locations set active = true where id = ${hotel.locationId}`.execute(app.owner);
  await sql`update businesses set status = 'suspended', decision_reason = 'test' where id = ${hotel.businessId}`.execute(
    app.owner,
  );
  expect(await found()).toBe(0);
  expect((await book(hotel.roomTypeId, "2026-12-01", "2026-12-02")).status).toBe(404);
  // The search function bypasses every policy, but does not name it either.
  const named =
    await sql`select location_id from stay_candidates('Jazan', '2026-12-01', '2026-12-01', 1, 1,
    '2026-11-21T06:00:00Z', null, null, 9)`.execute(app.db);
  expect(named.rows).toEqual([]);
});

test("pages of the search show every property once", async () => {
  const made = await Promise.all(Array.from({ length: 5 }, () => makeHotel(app.db)));
  for (const hotel of made) await moveTo(hotel, "Pagetown");
  await book(made[2]!.roomTypeId, "2026-12-01", "2026-12-02");
  const seen = (await stays({ city: "Pagetown", ...dates, limit: 2 })).map((one) => one.locationId);
  const expected = made.filter((_, n) => n !== 2).map((one) => one.locationId);
  expect(seen).toHaveLength(4);
  expect(new Set(seen)).toEqual(new Set(expected));
});

test.each([
  ["checkOut=2026-12-02", "/query/checkIn"],
  ["checkIn=2026-12-02&checkOut=2026-12-02", "/query/checkOut"],
  ["checkIn=2026-12-02&checkOut=2027-12-02", "/query/checkOut"],
  ["checkIn=2026-02-30&checkOut=2026-12-02", "/query/checkIn"],
  ["checkIn=2026-12-01&checkOut=2026-12-02&rooms=0", "/query/rooms"],
  ["checkIn=2026-12-01&checkOut=2026-12-02&guests=x", "/query/guests"],
  ["checkIn=2026-12-01&checkOut=2026-12-02&city=--", "/query/city"],
  ["checkIn=2026-12-01&checkOut=2026-12-02&cursor=x", "/query/cursor"],
])("?%s is refused at %s", async (query, pointer) => {
  const { status, body } = await anybody.get(`/v1/stays?${query}`);
  expect([status, body.errors?.[0]?.pointer]).toEqual([422, pointer]);
});
