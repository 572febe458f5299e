import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { makeSalon, makeVenue, type Salon, type Venue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, problemOf, rig } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db } = app;

let salon: Salon;
let venue: Venue;
let staff: Caller;
let owner: Caller;
let desk: string;

beforeAll(async () => {
  salon = await makeSalon(db, { staff: 8 });
  venue = await makeVenue(db);
  staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
  owner = app.as((await makeMember(db, salon.businessId, "owner")).token);
  desk = `/v1/manage/businesses/${salon.businessId}/bookings`;
});

const TEN = "2026-11-24T10:00:00+03:00";
const customer = { name: "ليلى", phone: "+966 55 000 1111" };

async function keyWith(...scopes: string[]): Promise<Caller> {
  const path = `/v1/manage/businesses/${salon.businessId}/apiKeys`;
  const { status, body } = await owner.post(path, { name: scopes.join(), scopes });
  expect(status).toBe(201);
  return app.as(body.token);
}

test("staff books at the desk for a named customer", async () => {
  const taken = await staff.post(desk, { items: [haircut(salon, TEN)], customer });
  expect(taken.status, JSON.stringify(taken.body)).toBe(201);
  expect(taken.body).toMatchObject({
    status: "confirmed",
    source: "desk",
    customer: { id: null, name: "ليلى", phone: "+966550001111" },
  });
  const read = await staff.get(`/v1/bookings/${taken.body.id}`);
  expect(read.body).toEqual(taken.body);
  const found = await staff.get(`${desk}?phone=%2B966550001111`);
  expect(found.body.items.map((one: { id: string }) => one.id)).toContain(taken.body.id);
});

test("a phone number without country code gets the code of the business's country, in bookings, searches and members", async () => {
  const dubai = await makeSalon(db, { staff: 2 });
  await sql`update locations set timezone = 'Asia/Dubai' where id = ${dubai.locationId}`.execute(
    app.owner,
  );
  const there = app.as((await makeMember(db, dubai.businessId, "owner")).token);
  const url = `/v1/manage/businesses/${dubai.businessId}`;
  const item = haircut(dubai, TEN.replace("+03:00", "+04:00"));
  const local = { name: "Sara", phone: "050 123 4567" };
  const taken = await there.post(`${url}/bookings`, { items: [item], customer: local });
  expect(taken.body.customer?.phone).toBe("+971501234567");
  const foundBy = async (phone: string) => {
    const { body } = await there.get(`${url}/bookings?phone=${encodeURIComponent(phone)}`);
    return body.items.map((one: { id: string }) => one.id);
  };
  for (const phone of [
    "0501234567",
    "٠٥٠١٢٣٤٥٦٧",
    "+971 50 123 4567",
    "\u2066+971501234567\u2069",
  ]) {
    expect(await foundBy(phone), phone).toEqual([taken.body.id]);
  }
  expect(await foundBy("+966501234567")).toEqual([]);
  const nonsense = await there.get(`${url}/bookings?phone=12345`);
  expect([nonsense.status, nonsense.body.errors[0].pointer]).toEqual([422, "/query/phone"]);
  const helper = await there.post(`${url}/members`, { phone: "0501234568", role: "staff" });
  expect(helper.body.phone).toBe("+971501234568");
  // A search at a business in two countries tries both codes; a customer's number gets the code of the appointment's country.
  const second = await makeVenue(db);
  await sql`update locations set timezone = 'Asia/Dubai' where id = ${second.locationId}`.execute(
    app.owner,
  );
  await sql`insert into locations (business_id, id, name_ar, name_en, timezone)
    values (${second.businessId}, uuidv7(), 'فرع', 'Branch', 'Asia/Riyadh')`.execute(app.owner);
  const venueOwner = app.as((await makeMember(db, second.businessId, "owner")).token);
  const venueUrl = `/v1/manage/businesses/${second.businessId}/bookings`;
  const numbers = ["0501234567", "+966501234567"];
  for (const [index, phone] of numbers.entries()) {
    const start = `2026-11-24T1${index * 3}:00:00+04:00`;
    const booked = await venueOwner.post(venueUrl, {
      items: [rig(second, start)],
      customer: { name: "Sara", phone },
    });
    expect(booked.status, JSON.stringify(booked.body)).toBe(201);
  }
  const { body } = await venueOwner.get(`${venueUrl}?phone=0501234567`);
  expect(
    body.items.map((one: { customer: { phone: string } }) => one.customer.phone).toSorted(),
  ).toEqual(["+966501234567", "+971501234567"]);
});

test("a desk booking without a customer is refused at /customer", async () => {
  const refused = await staff.post(desk, { items: [haircut(salon, TEN)] });
  expect([refused.status, problemOf(refused)]).toEqual([422, "invalid-request"]);
  expect(refused.body.errors[0].pointer).toBe("/customer");
});

test("a desk sells only its own business's offerings, and only to its members", async () => {
  const items = [haircut(salon, TEN), rig(venue, TEN)];
  const refused = await staff.post(desk, { items, customer });
  expect([refused.status, problemOf(refused)]).toEqual([422, "invalid-request"]);
  expect(refused.body.errors[0].pointer).toBe("/items/1");
  const stranger = app.as((await makeMember(db, venue.businessId, "owner")).token);
  const foreign = await stranger.post(desk, { items: [haircut(salon, TEN)], customer });
  expect(foreign.status).toBe(404);
  const anybody = app.as((await makePerson(db)).token);
  expect((await anybody.post(desk, { items: [haircut(salon, TEN)], customer })).status).toBe(404);
});

test("an API key with the write scope books for a named customer on every booking route", async () => {
  const key = await keyWith("bookings:write", "bookings:read");
  for (const path of [desk, "/v1/bookings", "/v1/orders"]) {
    const taken = await key.post(path, { items: [haircut(salon, TEN)], customer });
    expect(taken.status, JSON.stringify(taken.body)).toBe(201);
    const booking = path === "/v1/orders" ? taken.body.bookings[0] : taken.body;
    expect(booking).toMatchObject({ source: "api", customer: { name: "ليلى" } });
    expect((await key.get(`/v1/bookings/${booking.id}`)).body).toEqual(booking);
  }
});

test("an API key cannot book at another business or without the write scope", async () => {
  const key = await keyWith("bookings:write");
  const foreign = await key.post("/v1/bookings", { items: [rig(venue, TEN)], customer });
  expect([foreign.status, foreign.body.errors?.[0].pointer]).toEqual([422, "/items/0"]);
  const reader = await keyWith("bookings:read");
  const refused = await reader.post(desk, { items: [haircut(salon, TEN)], customer });
  expect([refused.status, problemOf(refused)]).toEqual([403, "forbidden"]);
  expect((await key.get(desk)).status).toBe(403);
});

test("an API key can cancel its business's bookings, and gets 404 for others", async () => {
  const key = await keyWith("bookings:write", "bookings:read");
  const buyer = app.as((await makePerson(db)).token);
  const own = await buyer.post("/v1/bookings", { items: [haircut(salon, TEN)] });
  const foreign = await buyer.post("/v1/bookings", { items: [rig(venue, TEN)] });
  expect((await key.get(`/v1/bookings/${foreign.body.id}`)).status).toBe(404);
  const cancel = await key.post(`/v1/bookings/${foreign.body.id}/cancellation`);
  expect(cancel.status).toBe(404);
  const moved = await key.post(`/v1/bookings/${own.body.id}/cancellation`);
  expect(moved.body).toMatchObject({ status: "cancelled", cancelledBy: "business" });
});
