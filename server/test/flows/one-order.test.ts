import { beforeAll, expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeBusLine, type BusLine } from "../harness/bus-line.ts";
import { makeHotel, makeSalon, makeVenue, type Hotel } from "../harness/businesses.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, nights, rig, seats } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;

let customer: Caller;
let bus: BusLine;
let hotel: Hotel;
let order: Answer;

const NAMES = ["salon", "venue", "bus", "hotel"] as const;
let businessIds: Record<(typeof NAMES)[number], string>;
const bookingOf = (name: (typeof NAMES)[number], of: Answer = order) =>
  of.body.bookings.find((one: { businessId: string }) => one.businessId === businessIds[name]);

beforeAll(async () => {
  customer = app.as((await makePerson(db)).token);
  const salon = await makeSalon(db);
  const venue = await makeVenue(db);
  bus = await makeBusLine(db, { date: "2026-11-25" });
  // The hotel must be paid first, so the whole order is held.
  hotel = await makeHotel(db, { terms: { payment_terms: "full" } });
  businessIds = {
    salon: salon.businessId,
    venue: venue.businessId,
    bus: bus.businessId,
    hotel: hotel.businessId,
  };
  order = await customer.post("/v1/orders", {
    items: [
      haircut(salon, "2026-11-24T10:00:00+03:00"),
      rig(venue, "2026-11-24T18:00:00+03:00"),
      seats(bus, ["1", "2"]),
      nights(hotel, "2026-11-25", "2026-11-28"),
    ],
  });
});

test("a haircut, a simulator, two bus seats and three hotel nights make one order with four bookings", () => {
  expect(order.status, JSON.stringify(order.body)).toBe(201);
  expect(order.body.bookings).toHaveLength(4);
  expect(order.body).toMatchObject({
    status: "reserved",
    expiresAt: "2026-11-21T06:10:00.000Z",
    total: { amount: 10_000 + 5_000 + 2 * 10_000 + 3 * 30_000, currency: "SAR" },
    due: { amount: 3 * 30_000, currency: "SAR" },
  });
  const statuses = order.body.bookings.map((one: { status: string }) => one.status);
  expect(statuses).toEqual(["reserved", "reserved", "reserved", "reserved"]);
});

test("reading the order and its bookings returns the same answer as the purchase", async () => {
  const read = await customer.get(`/v1/orders/${order.body.id}`);
  expect(read.body).toEqual(order.body);
  for (const name of NAMES) {
    const booking = bookingOf(name);
    const one = await customer.get(`/v1/bookings/${booking.id}`);
    expect(one.body).toEqual(booking);
    expect(one.headers.get("etag")).toBe(`"${booking.version}"`);
  }
});

test("each booking tells what was sold", () => {
  expect(bookingOf("salon").items[0]).toMatchObject({ kind: "appointment", quantity: 1 });
  expect(bookingOf("salon").items[0].staffId).toEqual(expect.any(String));
  expect(bookingOf("venue").items[0].unitIds).toHaveLength(1);
  expect(bookingOf("bus").items[0].seats).toEqual([
    expect.objectContaining({ label: "1", passenger: "Passenger in 1" }),
    expect.objectContaining({ label: "2", passenger: "Passenger in 2" }),
  ]);
  expect(bookingOf("hotel").items[0]).toMatchObject({
    checkIn: "2026-11-25",
    checkOut: "2026-11-28",
    rooms: 1,
  });
  expect(bookingOf("hotel")).toMatchObject({
    start: "2026-11-25T12:00:00.000Z",
    end: "2026-11-28T09:00:00.000Z",
  });
});

test("seats and rooms held by the order are not offered to others", async () => {
  const [from, , to] = bus.stopIds;
  const map = await app.as().get(`/v1/trips/${bus.tripId}/seats?from=${from}&to=${to}`);
  expect(map.body.items.map((one: { status: string }) => one.status)).toEqual([
    "held",
    "held",
    "free",
    "free",
  ]);
  const stays = await app.as().get("/v1/stays?checkIn=2026-11-27&checkOut=2026-11-29");
  expect(stays.body.items).toEqual([]);
});

test("an extension prolongs all bookings of the order alike", async () => {
  clock.advance(5 * MINUTE_MS);
  const extended = await customer.post(`/v1/orders/${order.body.id}/extension`, { minutes: 20 });
  expect(extended.status).toBe(200);
  expect(extended.body.expiresAt).toBe("2026-11-21T06:25:00.000Z");
  const expiries = extended.body.bookings.map((one: { expiresAt: string }) => one.expiresAt);
  expect(new Set(expiries)).toEqual(new Set(["2026-11-21T06:25:00.000Z"]));
});

test("each booking can be cancelled alone; the others stay", async () => {
  let left: string[] = [...NAMES];
  for (const name of NAMES) {
    const cancelled = await customer.post(`/v1/bookings/${bookingOf(name).id}/cancellation`, {
      reason: `No ${name} after all`,
    });
    expect(cancelled.body).toMatchObject({
      status: "cancelled",
      cancelledBy: "customer",
      cancelReason: `No ${name} after all`,
    });
    left = left.filter((other) => other !== name);
    const read = await customer.get(`/v1/orders/${order.body.id}`);
    expect(left.map((other) => bookingOf(other as typeof name, read).status)).toEqual(
      left.map(() => "reserved"),
    );
    expect(read.body.status).toBe(left.length > 0 ? "reserved" : "cancelled");
  }
});

test("another customer can book what was cancelled", async () => {
  const other = app.as((await makePerson(db)).token);
  const again = await other.post("/v1/orders", {
    items: [seats(bus, ["1"]), nights(hotel, "2026-11-25", "2026-11-28")],
  });
  expect(again.status).toBe(201);
});

test("an order with one taken item is refused and holds none of the others", async () => {
  const other = app.as((await makePerson(db)).token);
  const salon = await makeSalon(db);
  const refused = await other.post("/v1/orders", {
    items: [haircut(salon, "2026-11-24T10:00:00+03:00"), seats(bus, ["1"])],
  });
  expect([refused.status, refused.body.type]).toEqual([
    409,
    "https://holdfast.example/problems/already-taken",
  ]);
  const slots = await app
    .as()
    .get(`/v1/services/${salon.serviceId}/slots?from=2026-11-24T07:00:00Z&to=2026-11-24T07:30:00Z`);
  expect(slots.body.items).toHaveLength(1);
  const own = await other.get("/v1/bookings");
  expect(own.body.items).toEqual([]);
});

test("a booked item has the fields of the request, plus names and labels", () => {
  const [appointment] = bookingOf("salon").items;
  expect(appointment).toMatchObject({
    serviceId: appointment.offeringId,
    staffId: expect.any(String),
    staff: { id: appointment.staffId, name: { ar: expect.any(String), en: expect.any(String) } },
  });
  expect(appointment.staff.name.en).not.toBe("");
  const [rental] = bookingOf("venue").items;
  expect(rental).toMatchObject({ units: 1, rentalUnits: [{ id: rental.unitIds[0] }] });
  expect(rental.rentalUnits[0].label).not.toBe("");
  const [sold] = bookingOf("bus").items;
  expect(sold).toMatchObject({ tripId: bus.tripId, from: bus.stopIds[0], to: bus.stopIds[2] });
  expect(sold.fromStop).toEqual({ id: bus.stopIds[0], name: expect.any(Object) });
});
