import { sql } from "kysely";
import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { makeBusLine } from "../harness/bus-line.ts";
import { openTripsApp } from "./trips-app.ts";

const { addTrip, anybody, app, book, line, rename, search, trips } = await openTripsApp();

test.each([
  ["Riyadh", "Hail"],
  ["riyadh", "HAIL"],
  ["الرياض", "حائل"],
  ["رياض", "حايل"],
  ["Riy", "Buray"],
])("a trip is found from %s to %s", async (from, to) => {
  expect((await trips(from, to)).map((one) => one.id)).toEqual([line.tripId]);
});

test("a search by stops finds a trip with everything a booking has to name", async () => {
  const [from, via, to] = line.stopIds;
  expect(await trips(from, to)).toEqual([
    {
      id: line.tripId,
      businessId: line.businessId,
      businessName: { ar: "منشأة bus", en: "The bus" },
      routeName: { ar: "الرياض – حائل", en: "Riyadh – Hail" },
      from,
      to,
      departure: "2026-12-01T08:00:00+03:00",
      arrival: "2026-12-01T15:00:00+03:00",
      stops: [
        expect.objectContaining({ id: from, position: 1 }),
        {
          id: via,
          name: { ar: "بريدة", en: "Buraydah" },
          position: 2,
          arrival: "2026-12-01T11:50:00+03:00",
          departure: "2026-12-01T12:00:00+03:00",
        },
        expect.objectContaining({ id: to, position: 3 }),
      ],
      seatsFree: 4,
      price: { amount: 10_000, currency: "SAR" },
    },
  ]);
});

test.each([
  ["Hail", "Riyadh", "2026-12-01"],
  ["Riyadh", "Hail", "2026-12-02"],
  ["Riyadh", "Riyadh", "2026-12-01"],
  ["iyadh", "Hail", "2026-12-01"],
  ["%", "50%", "2026-12-01"],
  ["01890000-0000-7000-8000-000000000000", "Hail", "2026-12-01"],
])("finds no trip from %s to %s on %s", async (from, to, date) => {
  const { body } = await search(from, to, date);
  expect(body.items ?? []).toEqual([]);
});

test("a trip of yesterday's service day is found on the date it departs", async () => {
  const night = await makeBusLine(app.db, { date: "2026-12-04" });
  await rename(night, ["Nightfall", "Midway", "Daybreak"]);
  await sql`update trips set origin_at = origin_at + interval '18 hours' where id = ${night.tripId}`.execute(
    app.owner,
  );
  expect(await trips("Nightfall", "Daybreak", "2026-12-04")).toEqual([]);
  expect(await trips("Nightfall", "Daybreak", "2026-12-05")).toMatchObject([
    { id: night.tripId, departure: "2026-12-05T02:00:00+03:00" },
  ]);
});

test("the search date is local to the boarding stop", async () => {
  const far = await makeBusLine(app.db, { date: "2026-12-06" });
  await rename(far, ["Eastend", "Middle", "Westend"]);
  await sql`update stops set timezone = 'Pacific/Kiritimati' where id = ${far.stopIds[0]}`.execute(
    app.owner,
  );
  expect(await trips("Eastend", "Westend", "2026-12-06")).toMatchObject([
    { departure: "2026-12-06T19:00:00+14:00", arrival: "2026-12-06T15:00:00+03:00" },
  ]);
});

test("a city with several stops offers the first one that can still be boarded", async () => {
  // The tests' clock stands at 09:00 in Riyadh: the coach left the first stop at 08:00 and leaves the second at 12:00.
  const coach = await makeBusLine(app.db, { date: "2026-11-21" });
  await rename(coach, ["Oldtown", "Oldtown", "Newtown"]);
  const [, second, last] = coach.stopIds;
  const offered = async () => trips("Oldtown", "Newtown", "2026-11-21");
  expect(await offered()).toMatchObject([
    { id: coach.tripId, from: second, to: last, departure: "2026-11-21T12:00:00+03:00" },
  ]);
  await sql`update trips set origin_at = origin_at + interval '2 hours' where id = ${coach.tripId}`.execute(
    app.owner,
  );
  expect(await offered()).toMatchObject([{ departure: "2026-11-21T10:00:00+03:00" }]);
  await sql`update offerings set lead_minutes = 90 where id = ${coach.routeId}`.execute(app.owner);
  expect(await offered()).toMatchObject([{ from: second, departure: "2026-11-21T14:00:00+03:00" }]);
  expect((await book(coach, 1, 2, "1")).status).toBe(201);
});

test("pages are sorted by departure and show every trip once", async () => {
  const busy = await makeBusLine(app.db, { date: "2026-12-08" });
  await rename(busy, ["Pageville", "Bookham", "Endpage"]);
  const ids = [busy.tripId];
  for (const shift of [3600, 7200, 7200 + 60]) ids.push(await addTrip(busy, "2026-12-08", shift));
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const more: string = cursor ? `&limit=2&cursor=${cursor}` : "&limit=2";
    const { body } = await search("Pageville", "Endpage", "2026-12-08", more);
    seen.push(...body.items.map((one: { id: string }) => one.id));
    cursor = body.nextCursor;
  }
  expect(seen).toEqual(ids);
});

test("a sold-out trip is listed with no free seats", async () => {
  const coach = await makeBusLine(app.db, { date: "2026-12-18", seats: 1 });
  await rename(coach, ["Fullerton", "Halfway", "Emptyville"]);
  await book(coach, 0, 2, "1");
  expect(await trips("Fullerton", "Emptyville", "2026-12-18")).toMatchObject([
    { seatsFree: 0, price: { amount: 10_000 } },
  ]);
});

test("the listed price is the lowest of the classes with a free seat", async () => {
  const coach = await makeBusLine(app.db, { date: "2026-12-20", seats: 2 });
  await rename(coach, ["Cheapside", "Fairway", "Dearham"]);
  await sql`update vehicle_seats set class = 'vip' where business_id = ${coach.businessId} and seat_no = 2`.execute(
    app.owner,
  );
  const [from, , to] = coach.stopIds;
  for (const [name, price] of [
    ["", 4000],
    ["vip", 7000],
  ] as const) {
    await sql`insert into fares (business_id, id, route_id, from_stop_id, to_stop_id, class, price_minor)
      values (${coach.businessId}, ${newId()}, ${coach.routeId}, ${from}, ${to}, ${name}, ${price})`.execute(
      app.owner,
    );
  }
  const price = async () => (await trips("Cheapside", "Dearham", "2026-12-20"))[0]?.price.amount;
  expect(await price()).toBe(4000);
  expect((await book(coach, 0, 2, "1")).body.total.amount).toBe(4000);
  expect(await price()).toBe(7000);
});

test("trips of an unapproved business are not found", async () => {
  const secret = await makeBusLine(app.db, { date: "2026-12-22" });
  await rename(secret, ["Secretia", "Hidden", "Nowhere"]);
  await sql`update businesses set status = 'suspended', decision_reason = 'test' where id = ${secret.businessId}`.execute(
    app.owner,
  );
  expect(await trips("Secretia", "Nowhere", "2026-12-22")).toEqual([]);
  expect((await anybody.get(`/v1/trips/${secret.tripId}/seats`)).status).toBe(404);
  expect((await book(secret, 0, 2, "1")).status).toBe(404);
  // The search function bypasses every policy, but does not name it either.
  const now = sql`'2026-11-21T06:00:00Z', null, null, 9`;
  const named = await sql`
    select trip_id from trip_candidates(null, 'Secretia', null, 'Nowhere', '2026-12-22', ${now})
    union all
    select trip_id from trip_candidates(${secret.stopIds[0]}, null, ${secret.stopIds[2]}, null, '2026-12-22', ${now})`.execute(
    app.db,
  );
  expect(named.rows).toEqual([]);
});

test.each([
  ["/v1/trips?to=Hail&date=2026-12-01", "/query/from"],
  ["/v1/trips?from=Riyadh&to=Hail", "/query/date"],
  ["/v1/trips?from=Riyadh&to=Hail&date=2026-02-30", "/query/date"],
  ["/v1/trips?from=Riyadh&to=!&date=2026-12-01", "/query/to"],
  ["/v1/trips?from=Riyadh&to=Hail&date=2026-12-01&cursor=WzEsMl0", "/query/cursor"],
  ["/v1/trips?from=Riyadh&to=Hail&date=2026-12-01&cursor=x", "/query/cursor"],
  ["/v1/trips/LINE/seats?from=Riyadh", "/query/from"],
  ["/v1/trips/LINE/seats?from=LAST&to=FIRST", "/query/to"],
])("%s is refused", async (path, pointer) => {
  const real = path
    .replace("LINE", line.tripId)
    .replace("LAST", line.stopIds[2])
    .replace("FIRST", line.stopIds[0]);
  const { status, body } = await anybody.get(real);
  expect([status, body.errors?.[0]?.pointer]).toEqual([422, pointer]);
});
