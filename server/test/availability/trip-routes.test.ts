import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { TripOffer } from "../../src/availability/trips/trip-offer.ts";
import { tripOrigin } from "../../src/availability/trips/trip-origin.ts";
import { makeBusLine, type BusLine } from "../harness/bus-line.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp, type TestApp } from "../harness/test-app.ts";

let app: TestApp & { clock: ReturnType<typeof standingClock> };
let line: BusLine;
let anybody: Caller;
let customer: Caller;

beforeAll(async () => {
  app = await startTestApp({ clock: standingClock() });
  line = await makeBusLine(app.db);
  anybody = app.as();
  customer = app.as((await makePerson(app.db)).token);
});

async function search(from: string, to: string, date = "2026-12-01", more = "") {
  const query = new URLSearchParams({ from, to, date });
  return anybody.get(`/v1/trips?${query.toString()}${more}`);
}

async function trips(...args: Parameters<typeof search>): Promise<TripOffer[]> {
  const { status, body } = await search(...args);
  expect([status, body.errors]).toEqual([200, undefined]);
  return body.items;
}

function book(of: BusLine, from: number, to: number, ...labels: string[]) {
  const seats = labels.map((label) => ({ label, passenger: `Passenger ${label}` }));
  const item = {
    kind: "seat",
    tripId: of.tripId,
    from: of.stopIds[from],
    to: of.stopIds[to],
    seats,
  };
  return customer.post("/v1/bookings", { items: [item] });
}

async function statuses(of: BusLine, from = 0, to = 2): Promise<string> {
  const query = `from=${of.stopIds[from]}&to=${of.stopIds[to]}`;
  const { body } = await anybody.get(`/v1/trips/${of.tripId}/seats?${query}`);
  return body.items.map((seat: { status: string }) => seat.status).join(" ");
}

/** Another trip of the same journey. */
async function addTrip(of: BusLine, date: string, shiftSeconds = 0): Promise<string> {
  const id = newId();
  await sql`insert into units (business_id, id, kind) values (${of.businessId}, ${id}, 'trip')`.execute(
    app.owner,
  );
  await sql`insert into trips (business_id, id, journey_id, vehicle_id, service_date, shift_seconds, origin_at)
    select business_id, ${id}::uuid, journey_id, vehicle_id, ${date}::date, ${shiftSeconds}::int,
           ${tripOrigin(date, "Asia/Riyadh")}::timestamptz + make_interval(secs => ${shiftSeconds}::int)
    from trips where id = ${of.tripId}`.execute(app.owner);
  return id;
}

async function rename(of: BusLine, names: string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await sql`update stops set name_en = ${name}, name_ar = ${name}, city_en = '', city_ar = ''
      where id = ${of.stopIds[index]}`.execute(app.owner);
  }
}

test.each([
  ["Riyadh", "Hail"],
  ["riyadh", "HAIL"],
  ["الرياض", "حائل"],
  ["رياض", "حايل"],
  ["Riy", "Buray"],
])("a trip is found from %s to %s", async (from, to) => {
  expect((await trips(from, to)).map((one) => one.id)).toEqual([line.tripId]);
});

test("a trip is found by its stops, with what a booking needs to name", async () => {
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
])("nothing goes from %s to %s on %s", async (from, to, date) => {
  const { body } = await search(from, to, date);
  expect(body.items ?? []).toEqual([]);
});

test("a trip whose service day was yesterday is found on the date it leaves", async () => {
  const night = await makeBusLine(app.db, { date: "2026-12-04" });
  await rename(night, ["Nightfall", "Midway", "Daybreak"]);
  await sql`update journey_stops set arrives_seconds = arrives_seconds + 64800,
    departs_seconds = departs_seconds + 64800, boundary_seconds = boundary_seconds + 64800
    where journey_id = ${night.journeyId}`.execute(app.owner);
  expect(await trips("Nightfall", "Daybreak", "2026-12-04")).toEqual([]);
  expect(await trips("Nightfall", "Daybreak", "2026-12-05")).toMatchObject([
    { id: night.tripId, departure: "2026-12-05T02:00:00+03:00" },
  ]);
});

test("the date is that of the stop one boards at", async () => {
  const far = await makeBusLine(app.db, { date: "2026-12-06" });
  await rename(far, ["Eastend", "Middle", "Westend"]);
  await sql`update stops set timezone = 'Pacific/Kiritimati' where id = ${far.stopIds[0]}`.execute(
    app.owner,
  );
  expect(await trips("Eastend", "Westend", "2026-12-06")).toMatchObject([
    { departure: "2026-12-06T19:00:00+14:00", arrival: "2026-12-06T15:00:00+03:00" },
  ]);
});

test("pages go by departure and show every trip once", async () => {
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

test("a seat is taken for its part of the way, and the counts agree with the map", async () => {
  const coach = await makeBusLine(app.db, { date: "2026-12-10" });
  await rename(coach, ["Alpha", "Beta", "Gamma"]);
  expect((await book(coach, 0, 1, "1", "2")).status).toBe(201);
  expect((await book(coach, 1, 2, "2")).status).toBe(201);
  expect(await statuses(coach, 0, 1)).toBe("taken taken free free");
  expect(await statuses(coach, 1, 2)).toBe("free taken free free");
  expect(await statuses(coach)).toBe("taken taken free free");
  const free = async (from: string, to: string) =>
    (await trips(from, to, "2026-12-10"))[0]?.seatsFree;
  expect([
    await free("Alpha", "Beta"),
    await free("Beta", "Gamma"),
    await free("Alpha", "Gamma"),
  ]).toEqual([2, 3, 2]);
});

test("a taken seat is refused with the free ones and the route's next trip", async () => {
  const coach = await makeBusLine(app.db, { date: "2026-12-12" });
  const later = await addTrip(coach, "2026-12-12", 7200);
  await addTrip(coach, "2026-12-14");
  await book(coach, 0, 1, "2");
  const { status, body } = await book(coach, 0, 2, "1", "2");
  expect(status).toBe(409);
  expect(body.alternatives).toMatchObject([
    { tripId: coach.tripId, seatsFree: 3, seats: [{ label: "1" }, { label: "3" }, { label: "4" }] },
    { tripId: later, seatsFree: 4, departure: "2026-12-12T10:00:00+03:00" },
  ]);
});

test("a held seat is shown as held and is free again when the hold has run out", async () => {
  const coach = await makeBusLine(app.db, { date: "2026-12-16", payment_terms: "full" });
  await rename(coach, ["Holdham", "Waitwick", "Letgo"]);
  const free = async () => (await trips("Holdham", "Letgo", "2026-12-16"))[0]?.seatsFree;
  expect((await book(coach, 0, 2, "3")).body).toMatchObject({ status: "reserved" });
  expect([await statuses(coach, 1, 2), await free()]).toEqual(["free free held free", 3]);
  app.clock.advance(10 * 60_000);
  expect([await statuses(coach, 1, 2), await free()]).toEqual(["free free free free", 4]);
});

test("a sold-out trip is shown with no seat free", async () => {
  const coach = await makeBusLine(app.db, { date: "2026-12-18", seats: 1 });
  await rename(coach, ["Fullerton", "Halfway", "Emptyville"]);
  await book(coach, 0, 2, "1");
  expect(await trips("Fullerton", "Emptyville", "2026-12-18")).toMatchObject([
    { seatsFree: 0, price: { amount: 10_000 } },
  ]);
});

test("the price shown is the lowest of the classes with a free seat", async () => {
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

test("a trip that has left is neither listed nor mapped, and the refusal names the next", async () => {
  const coach = await makeBusLine(app.db, { date: "2026-11-21" });
  const later = await addTrip(coach, "2026-11-21", 3 * 3600);
  await rename(coach, ["Gone", "Going", "There"]);
  const listed = await trips("Gone", "There", "2026-11-21");
  expect(listed.map((one) => one.id)).toEqual([later]);
  const { status, body } = await anybody.get(`/v1/trips/${coach.tripId}/seats`);
  expect([status, body.reasons]).toMatchObject([422, [{ rule: "trip-departed" }]]);
  expect(body.alternatives).toMatchObject([{ tripId: later }]);
  // Where it has not been yet, people may still get on.
  const { stopIds } = coach;
  const onwards = await anybody.get(`/v1/trips/${coach.tripId}/seats?from=${stopIds[1]}`);
  expect([onwards.status, onwards.body.items?.length]).toEqual([200, 4]);
});

test("the seat map names all stops with where one may board", async () => {
  const { body } = await anybody.get(`/v1/trips/${line.tripId}/seats`);
  expect(body.stops).toMatchObject([
    { id: line.stopIds[0], position: 1, departure: "2026-12-01T08:00:00+03:00", boards: true },
    { position: 2 },
    { position: 3, arrival: "2026-12-01T15:00:00+03:00" },
  ]);
  expect(body.items[0]).toEqual({
    label: "1",
    row: 1,
    column: 1,
    class: "standard",
    status: "free",
    price: { amount: 10_000, currency: "SAR" },
  });
});

test("what is not approved is not there", async () => {
  const secret = await makeBusLine(app.db, { date: "2026-12-22" });
  await rename(secret, ["Secretia", "Hidden", "Nowhere"]);
  await sql`update businesses set status = 'suspended', decision_reason = 'test' where id = ${secret.businessId}`.execute(
    app.owner,
  );
  expect(await trips("Secretia", "Nowhere", "2026-12-22")).toEqual([]);
  expect((await anybody.get(`/v1/trips/${secret.tripId}/seats`)).status).toBe(404);
  expect((await book(secret, 0, 2, "1")).status).toBe(404);
  // The search itself does not name it either, though it counts past every policy.
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
