import { beforeEach, describe, expect, test } from "vitest";
import { HOUR_MS } from "../../src/base/time.ts";
import { makeHotel, type Hotel } from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { nights, problemOf } from "../flows/wants.ts";
import { namedIn, openOffice, type Office } from "./office.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;
const customer = app.as((await makePerson(db)).token);

let hotel: Hotel;
let office: Office;

beforeEach(async () => {
  clock.set(morning);
  hotel = await makeHotel(db, { rooms: 3 });
  office = await openOffice(app, hotel.businessId);
});

async function book(
  checkIn: string,
  checkOut: string,
  more: { rooms?: number; guests?: number } = {},
  at = hotel,
): Promise<string> {
  const { status, body } = await customer.post("/v1/bookings", {
    items: [nights(at, checkIn, checkOut, more)],
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const change = (fields: object) => office.edit("PATCH", `roomTypes/${hotel.roomTypeId}`, fields);

describe("lowering the room count", () => {
  test("below what is sold for a coming night is refused with those nights and bookings", async () => {
    const two = await book("2026-12-20", "2026-12-22", { rooms: 2 });
    const one = await book("2026-12-21", "2026-12-23");
    await book("2026-12-25", "2026-12-26");
    const refused = await change({ rooms: 2 });
    expect([refused.status, problemOf(refused)]).toEqual([409, "conflict"]);
    expect(refused.body.errors[0].pointer).toBe("/rooms");
    expect(refused.body.nights).toEqual([{ night: "2026-12-21", sold: 3 }]);
    expect(namedIn(refused).ids.toSorted()).toEqual([one, two].toSorted());
    const anyway = await change({ rooms: 2, acknowledge: [one, two] });
    expect(anyway.status).toBe(409);
    expect((await change({ rooms: 3 })).status).toBe(200);
  });

  test("is accepted when only expired holds are in the way", async () => {
    const dear = await makeHotel(db, { rooms: 2, terms: { payment_terms: "full" } });
    const held = await book("2026-12-20", "2026-12-22", { rooms: 2 }, dear);
    const theirs = await openOffice(app, dear.businessId);
    const close = () => theirs.edit("PATCH", `roomTypes/${dear.roomTypeId}`, { rooms: 0 });
    expect(namedIn(await close()).ids).toEqual([held]);
    clock.advance(HOUR_MS);
    expect((await close()).body.rooms).toBe(0);
    expect((await customer.get(`/v1/bookings/${held}`)).body.status).toBe("expired");
    const full = await customer.post("/v1/bookings", {
      items: [nights(dear, "2026-12-20", "2026-12-21")],
    });
    expect(full.status).toBe(422);
  });

  test("is accepted whatever was sold for past nights", async () => {
    await book("2026-11-21", "2026-11-22", { rooms: 3 });
    clock.set("2026-11-21T23:59:00+03:00");
    expect((await change({ rooms: 1 })).body.nights).toEqual([{ night: "2026-11-21", sold: 3 }]);
    clock.set("2026-11-22T00:00:00+03:00");
    expect((await change({ rooms: 1 })).status).toBe(200);
  });
});

test("added rooms can be sold at once, also for full nights", async () => {
  await book("2026-12-20", "2026-12-21", { rooms: 3 });
  expect((await change({ rooms: 4 })).status).toBe(200);
  await book("2026-12-20", "2026-12-21");
});

test("a lower occupancy is refused with the larger stays, and keeps them once acknowledged", async () => {
  const pair = await book("2026-12-20", "2026-12-22", { guests: 2 });
  await book("2026-12-20", "2026-12-22", { guests: 1 });
  const refused = await change({ occupancy: 1 });
  expect(namedIn(refused)).toEqual({ ids: [pair], reasons: ["over-occupancy"] });
  expect(refused.body.bookings[0].unit).toBeNull();
  expect((await change({ occupancy: 1, acknowledge: [pair] })).body.occupancy).toBe(1);
});

test("changes of price, minimum stay and closed nights, and taking the room off sale, leave sold stays unchanged", async () => {
  const id = await book("2026-12-20", "2026-12-22");
  const before = (await customer.get(`/v1/bookings/${id}`)).body;
  const price = { amount: 90_000, currency: "SAR" };
  expect((await change({ price, minNights: 7, active: false })).status).toBe(200);
  const rates = [{ from: "2026-12-01", to: "2026-12-31", closed: true, minNights: 9 }];
  const path = `roomTypes/${hotel.roomTypeId}/rates`;
  expect((await office.edit("PUT", path, { rates })).status).toBe(200);
  expect((await customer.get(`/v1/bookings/${id}`)).body).toEqual(before);
});

test("moving a room type to another property is refused with the stays sold at this one", async () => {
  const id = await book("2026-12-20", "2026-12-22");
  const { body: other } = await office.post("locations", { name: { ar: "فندق", en: "Annex" } });
  const refused = await change({ locationId: other.id });
  expect(namedIn(refused)).toEqual({ ids: [id], reasons: ["location-changed"] });
  expect((await change({ locationId: other.id, acknowledge: [id] })).status).toBe(200);
});

test("a room type that was ever booked cannot be removed; the refusal names the coming stays", async () => {
  const id = await book("2026-12-20", "2026-12-22");
  const refused = await office.edit("DELETE", `roomTypes/${hotel.roomTypeId}`);
  expect([refused.status, namedIn(refused)]).toEqual([409, { ids: [id], reasons: ["removed"] }]);
});
