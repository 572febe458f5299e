import fc from "fast-check";
import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { planStay } from "../../src/availability/stays/plan-stay.ts";
import type { Property } from "../../src/availability/stays/stay.ts";
import type { StayOffer } from "../../src/availability/stays/stay-offers.ts";
import { stayFacts } from "../../src/availability/stays/stay-facts.ts";
import type { StayItem } from "../../src/availability/stays/stay-item.ts";
import { makeHotel, type Hotel } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp, type TestApp } from "../harness/test-app.ts";

let app: TestApp & { clock: ReturnType<typeof standingClock> };
let anybody: Caller;
let customer: Caller;

beforeAll(async () => {
  app = await startTestApp({ clock: standingClock() });
  anybody = app.as();
  customer = app.as((await makePerson(app.db)).token);
});

async function search(asked: Record<string, string | number>) {
  const query = new URLSearchParams(
    Object.entries(asked).map(([name, value]) => [name, `${value}`]),
  );
  return anybody.get(`/v1/stays?${query.toString()}`);
}

/** All pages. */
async function stays(asked: Record<string, string | number>): Promise<StayOffer[]> {
  const items: StayOffer[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const { status, body } = await search({ ...asked, ...(cursor && { cursor }) });
    expect([status, body.errors]).toEqual([200, undefined]);
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
}

async function moveTo(hotel: Hotel, cityEn: string, cityAr = cityEn): Promise<void> {
  await sql`update locations set city_en = ${cityEn}, city_ar = ${cityAr} where id = ${hotel.locationId}`.execute(
    app.owner,
  );
}

async function setRate(
  hotel: Hotel,
  night: string,
  rate: { price?: number; closed?: boolean; minNights?: number },
) {
  const { price = null, closed = false, minNights = null } = rate;
  await sql`insert into room_rates (business_id, room_type_id, night, price_minor, closed, min_nights)
    values (${hotel.businessId}, ${hotel.roomTypeId}, ${night}, ${price}, ${closed}, ${minNights})`.execute(
    app.owner,
  );
}

async function addType(hotel: Hotel, rooms: number, price: number): Promise<string> {
  const id = newId();
  await sql`insert into offerings (business_id, id, kind, location_id, name_ar, name_en, horizon_days)
    values (${hotel.businessId}, ${id}, 'roomType', ${hotel.locationId}, 'جناح', 'Suite', 365)`.execute(
    app.owner,
  );
  await sql`insert into room_types (business_id, id, rooms, occupancy, price_minor)
    values (${hotel.businessId}, ${id}, ${rooms}, 2, ${price})`.execute(app.owner);
  return id;
}

/** So that a city is known to be few of them, and its places are looked up instead of come upon. */
async function countPlaces(): Promise<void> {
  await sql`analyze locations`.execute(app.owner);
}

function book(roomTypeId: string, checkIn: string, checkOut: string, rooms = 1) {
  const item = { kind: "stay", roomTypeId, checkIn, checkOut, rooms, guests: rooms };
  return customer.post("/v1/bookings", { items: [item] });
}

const dates = { checkIn: "2026-12-01", checkOut: "2026-12-04" };

test("a property is found in its city with the lowest total and every room type that can be booked", async () => {
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

test("a branch without a city of its own is in its business's", async () => {
  const hotel = await makeHotel(app.db);
  await moveTo(hotel, "");
  await sql`update businesses set city_en = 'Najran' where id = ${hotel.businessId}`.execute(
    app.owner,
  );
  expect(await stays({ city: "najran", ...dates })).toHaveLength(1);
  await moveTo(hotel, "Sharurah");
  expect(await stays({ city: "najran", ...dates })).toEqual([]);
});

test("only what is free every night is found, and a hold that has run out is free", async () => {
  const hotel = await makeHotel(app.db, { rooms: 2, terms: { payment_terms: "full" } });
  await moveTo(hotel, "Tabuk");
  const free = async () => (await stays({ city: "Tabuk", ...dates }))[0]?.roomTypes[0]?.roomsFree;
  expect((await book(hotel.roomTypeId, "2026-12-03", "2026-12-05")).status).toBe(201);
  expect(await free()).toBe(1);
  expect((await book(hotel.roomTypeId, "2026-11-30", "2026-12-04")).status).toBe(201);
  expect(await free()).toBeUndefined();
  // The last night of one is the night before the other begins.
  expect(
    await stays({ city: "Tabuk", checkIn: "2026-12-01", checkOut: "2026-12-03" }),
  ).toHaveLength(1);
  app.clock.advance(10 * 60_000);
  expect(await free()).toBe(2);
});

test("a full hotel refuses with other rooms and other dates", async () => {
  const hotel = await makeHotel(app.db);
  const suite = await addType(hotel, 1, 90_000);
  await book(hotel.roomTypeId, "2026-12-02", "2026-12-03");
  const { status, body } = await book(hotel.roomTypeId, "2026-12-01", "2026-12-03");
  expect(status).toBe(409);
  expect(body.alternatives).toMatchObject([
    { roomTypeId: suite, checkIn: "2026-12-01" },
    { roomTypeId: hotel.roomTypeId, checkIn: "2026-11-30", checkOut: "2026-12-02" },
    { checkIn: "2026-11-29" },
    { checkIn: "2026-12-03" },
    { checkIn: "2026-11-28" },
    { checkIn: "2026-12-04" },
  ]);
});

test("a stay that is moved does not stand in its own way", async () => {
  const hotel = await makeHotel(app.db);
  const { body } = await book(hotel.roomTypeId, "2026-12-01", "2026-12-04");
  const item = { kind: "stay", roomTypeId: hotel.roomTypeId, rooms: 1, guests: 1 };
  const moved = { ...item, checkIn: "2026-12-02", checkOut: "2026-12-05" };
  const answer = await customer.send(
    "POST",
    `/v1/bookings/${body.id}/rescheduling`,
    { items: [moved] },
    { "idempotency-key": newId(), "if-match": `"${body.version}"` },
  );
  expect([answer.status, answer.body.items?.[0]?.details.checkIn]).toEqual([200, "2026-12-02"]);
});

test("a refused stay says every rule", async () => {
  const hotel = await makeHotel(app.db);
  await setRate(hotel, "2026-12-01", { closed: true, minNights: 5 });
  const { status, body } = await book(hotel.roomTypeId, "2026-12-01", "2026-12-03", 2);
  expect(status).toBe(422);
  expect(body.reasons.map((one: { rule: string }) => one.rule)).toEqual([
    "night-closed",
    "below-minimum-stay",
    "not-enough-units",
  ]);
});

test("what is not approved, not active or in the past is not found", async () => {
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
  // The search itself does not name it either, though it counts past every policy.
  const named =
    await sql`select location_id from stay_candidates('Jazan', '2026-12-01', '2026-12-01', 1, 1,
    '2026-11-21T06:00:00Z', null, null, 9)`.execute(app.db);
  expect(named.rows).toEqual([]);
});

test("pages show every property once", async () => {
  const made = await Promise.all(Array.from({ length: 5 }, () => makeHotel(app.db)));
  for (const hotel of made) await moveTo(hotel, "Pagetown");
  await book(made[2]!.roomTypeId, "2026-12-01", "2026-12-02");
  const seen = (await stays({ city: "Pagetown", ...dates, limit: 2 })).map((one) => one.locationId);
  const expected = made.filter((_, n) => n !== 2).map((one) => one.locationId);
  expect(seen).toHaveLength(4);
  expect(new Set(seen)).toEqual(new Set(expected));
});

test("the search finds exactly the room types that the rules accept, at the same price", async () => {
  const hotels = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      makeHotel(app.db, {
        rooms: 1 + (n % 3),
        timezone: ["Asia/Riyadh", "Pacific/Kiritimati", "America/New_York"][n % 3],
        terms: {
          payment_terms: n % 2 ? "full" : "venue",
          lead_minutes: n === 4 ? 2880 : 0,
          horizon_days: n === 5 ? 4 : 365,
        },
      }),
    ),
  );
  const types: string[] = [];
  for (const [n, hotel] of hotels.entries()) {
    await moveTo(hotel, "Modelville");
    types.push(hotel.roomTypeId, await addType(hotel, (n % 2) + 1, 10_000 * (n + 1)));
    await setRate(hotel, "2026-11-24", {
      closed: n === 0,
      price: 1000 * n,
      minNights: (n % 3) + 1,
    });
  }
  await countPlaces();
  const places = new Set(hotels.map((hotel) => hotel.locationId));
  const night = fc.integer({ min: 21, max: 29 });
  const wish = fc.record({
    type: fc.nat(types.length - 1),
    from: night,
    nights: fc.integer({ min: 1, max: 3 }),
    rooms: fc.integer({ min: 1, max: 2 }),
    guests: fc.integer({ min: 1, max: 4 }),
    minutes: fc.constantFrom(0, 0, 6, 90),
  });
  await fc.assert(
    fc.asyncProperty(wish, async ({ type, from, nights, rooms, guests, minutes }) => {
      app.clock.advance(minutes * 60_000);
      const asked = {
        checkIn: `2026-11-${from}`,
        checkOut: addNights(from, nights),
        rooms,
        guests,
      };
      await book(types[type]!, asked.checkIn, asked.checkOut, rooms);
      const inCity = await stays({ city: "Modelville", ...asked, limit: 3 });
      const anywhere = await stays({ ...asked, limit: 100 });
      const accepted = (
        await Promise.all(types.map((id) => judge({ kind: "stay", roomTypeId: id, ...asked })))
      ).flat();
      for (const found of [inCity, anywhere.filter((one) => places.has(one.locationId))]) {
        const offered = found.flatMap((one) =>
          one.roomTypes.map((room) => [room.id, room.price.amount] as const),
        );
        expect(new Map(offered)).toEqual(new Map(accepted));
        expect(offered).toHaveLength(accepted.length);
      }
    }),
    { numRuns: 60 },
  );
});

function addNights(day: number, nights: number): string {
  return Temporal.PlainDate.from(`2026-11-${day}`).add({ days: nights }).toString();
}

async function judge(item: StayItem): Promise<[string, number][]> {
  const now = app.clock.now();
  const { rows } = await sql<{
    facts: Property | null;
  }>`select ${stayFacts(item, now)} as facts`.execute(app.db);
  const verdict = planStay(rows[0]!.facts, item, now);
  return verdict.verdict === "bookable" ? [[item.roomTypeId, verdict.plan.priceMinor]] : [];
}

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
