import { beforeAll, expect, test } from "vitest";
import { instantText, MINUTE_MS } from "../../src/base/time.ts";
import { makeSalon, makeVenue, type Salon, type Venue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, problemOf, rig } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db } = app;

let salon: Salon;
let venue: Venue;
let customer: Caller;
let other: Caller;
let staff: Caller;
/** The customer's bookings, in the order a list must show them. */
let mine: string[];

const MADE = 23;

beforeAll(async () => {
  salon = await makeSalon(db, { staff: 3 });
  venue = await makeVenue(db);
  customer = app.as((await makePerson(db)).token);
  other = app.as((await makePerson(db)).token);
  staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
  const made = [];
  for (let n = 0; n < MADE; n += 1) {
    // Three bookings share each start: the order must not depend on the time alone.
    const at = Date.parse("2026-11-24T10:00:00+03:00") + Math.floor(n / 3) * 30 * MINUTE_MS;
    const { body } = await customer.post("/v1/bookings", {
      items: [haircut(salon, instantText(at))],
    });
    made.push(body);
  }
  await other.post("/v1/bookings", { items: [haircut(salon, "2026-11-26T10:00:00+03:00")] });
  await other.post("/v1/bookings", { items: [rig(venue, "2026-11-26T10:00:00+03:00")] });
  mine = made
    .toSorted((a, b) => `${b.start} ${b.id}`.localeCompare(`${a.start} ${a.id}`))
    .map((one) => one.id);
});

async function walk(by: Caller, path: string): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor = "";
  for (;;) {
    const { status, body } = await by.get(`${path}${cursor}`);
    expect(status, JSON.stringify(body)).toBe(200);
    pages.push(body.items.map((one: { id: string }) => one.id));
    if (body.nextCursor === null) return pages;
    cursor = `&cursor=${body.nextCursor}`;
  }
}

test.each([1, 2, 7, 22, 23, 24, 100])(
  "pages of %i list every booking once, latest first",
  async (limit) => {
    const pages = await walk(customer, `/v1/bookings?limit=${limit}`);
    expect(pages.flat()).toEqual(mine);
    expect(pages).toHaveLength(Math.ceil(MADE / limit));
  },
);

test("a page holds twenty bookings by default", async () => {
  const { body } = await customer.get("/v1/bookings");
  expect(body.items).toHaveLength(20);
});

test("a booking made between two page requests neither repeats nor hides another", async () => {
  const first = await other.get("/v1/bookings?limit=1");
  const { body: late } = await other.post("/v1/bookings", {
    items: [haircut(salon, "2026-11-28T10:00:00+03:00")],
  });
  const second = await other.get(`/v1/bookings?limit=1&cursor=${first.body.nextCursor}`);
  const ids = [first, second].map((page) => page.body.items[0].id);
  expect(new Set(ids).size).toBe(2);
  expect(ids).not.toContain(late.id);
});

test("a business pages through its own bookings on either route, but not through another's", async () => {
  const paths = [
    `/v1/bookings?businessId=${salon.businessId}&limit=10`,
    `/v1/manage/businesses/${salon.businessId}/bookings?limit=10`,
  ];
  for (const path of paths) {
    const ids = (await walk(staff, path)).flat();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(mine));
  }
  const foreign = await staff.get(`/v1/bookings?businessId=${venue.businessId}`);
  expect(foreign.status).toBe(403);
});

test("a staff member who lists bookings without a business sees only their own", async () => {
  expect((await staff.get("/v1/bookings")).body.items).toEqual([]);
});

test("bookings can be filtered by status, reference, offering, unit and time", async () => {
  const { body: one } = await customer.get(`/v1/bookings/${mine[5]}`);
  const unit = one.items[0].staffId;
  const ids = async (query: string) =>
    (await walk(customer, `/v1/bookings?limit=100&${query}`)).flat();
  expect(await ids(`reference=${one.reference.toLowerCase()}`)).toEqual([one.id]);
  expect(await ids("status=confirmed")).toEqual(mine);
  expect(await ids("status=cancelled")).toEqual([]);
  expect(await ids(`offeringId=${salon.serviceId}`)).toEqual(mine);
  expect(await ids(`offeringId=${venue.rentalId}`)).toEqual([]);
  expect(await ids(`unitId=${unit}`)).toContain(one.id);
  expect((await ids(`unitId=${unit}`)).length).toBeLessThan(MADE);
  const during = await ids(`from=${one.start}&to=${one.end}`);
  expect(during).toContain(one.id);
  expect(during.length).toBeLessThanOrEqual(3);
  // A booking that ends when the range begins does not overlap it.
  expect(await ids(`from=${one.end}&to=${one.end}`)).not.toContain(one.id);
});

test("refuses an invalid cursor or limit", async () => {
  const broken = [
    "x",
    "bnVsbA",
    btoa('["a"]'),
    btoa('["a","b"]'),
    btoa('["2026-11-24T00:00:00Z","b"]'),
  ];
  for (const cursor of broken) {
    const refused = await customer.get(`/v1/bookings?cursor=${encodeURIComponent(cursor)}`);
    expect([cursor, refused.status, problemOf(refused)]).toEqual([cursor, 422, "invalid-request"]);
  }
  for (const limit of ["0", "101", "-1", "ten"]) {
    const refused = await customer.get(`/v1/bookings?limit=${limit}`);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, "/query/limit"]);
  }
});
