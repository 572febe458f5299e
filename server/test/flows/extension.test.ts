import { beforeEach, expect, test } from "vitest";
import { instantText, MINUTE_MS } from "../../src/base/time.ts";
import { makeHotel, makeVenue, type Hotel, type Venue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { nights, problemOf, rig } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;

let venue: Venue;
let hotel: Hotel;
let customer: Caller;
let orderId: string;
let extension: string;

const after = (minutes: number) => instantText(Date.parse(morning) + minutes * MINUTE_MS);

beforeEach(async () => {
  clock.set(morning);
  venue = await makeVenue(db, { terms: { payment_terms: "full" } });
  hotel = await makeHotel(db);
  customer = app.as((await makePerson(db)).token);
  const items = [
    rig(venue, "2026-11-24T18:00:00+03:00"),
    nights(hotel, "2026-11-24", "2026-11-25"),
  ];
  const order = await customer.post("/v1/orders", { items });
  orderId = order.body.id;
  extension = `/v1/orders/${orderId}/extension`;
});

async function expiries(): Promise<string[]> {
  const { body } = await customer.get(`/v1/orders/${orderId}`);
  return body.bookings.map((one: { expiresAt: string }) => one.expiresAt);
}

test("an extension prolongs a hold by the given minutes from now, ten by default", async () => {
  clock.advance(5 * MINUTE_MS);
  expect((await customer.post(extension)).body.expiresAt).toBe(after(15));
  expect((await customer.post(extension, { minutes: 20 })).body.expiresAt).toBe(after(25));
  expect(await expiries()).toEqual([after(25), after(25)]);
});

test("extensions end thirty minutes after the order was made, however many are requested", async () => {
  clock.advance(9 * MINUTE_MS);
  await customer.post(extension, { minutes: 10 });
  clock.advance(9 * MINUTE_MS);
  const capped = await customer.post(extension, { minutes: 30 });
  expect([capped.status, capped.body.expiresAt]).toEqual([200, after(30)]);
  clock.advance(9 * MINUTE_MS);
  const refused = await customer.post(extension, { minutes: 30 });
  expect([refused.status, problemOf(refused), refused.body.until]).toEqual([
    409,
    "conflict",
    after(30),
  ]);
  expect(await expiries()).toEqual([after(30), after(30)]);
  clock.set(after(30));
  const over = await customer.post(extension);
  expect([over.status, problemOf(over)]).toEqual([409, "invalid-transition"]);
  expect((await customer.get(`/v1/orders/${orderId}`)).body.status).toBe("expired");
});

test("rejects extensions above thirty minutes, of zero, negative or fractional minutes", async () => {
  for (const minutes of [31, 0, -5, 1.5, "10"]) {
    const refused = await customer.post(extension, { minutes });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, "/minutes"]);
  }
});

test("an extension shorter than the remaining time succeeds and changes nothing", async () => {
  for (const minutes of [1, 10]) {
    const asked = await customer.post(extension, { minutes });
    expect([asked.status, asked.body.expiresAt]).toEqual([200, after(10)]);
  }
  expect(await expiries()).toEqual([after(10), after(10)]);
  await customer.post(extension, { minutes: 30 });
  const capped = await customer.post(extension, { minutes: 30 });
  expect([capped.status, capped.body.expiresAt]).toEqual([200, after(30)]);
});

test("an extended hold blocks others past its first expiry, and strangers cannot extend it", async () => {
  const other = app.as((await makePerson(db)).token);
  expect((await other.post(extension, { minutes: 30 })).status).toBe(404);
  await customer.post(extension, { minutes: 30 });
  clock.set(after(29));
  const items = [nights(hotel, "2026-11-24", "2026-11-25")];
  expect(problemOf(await other.post("/v1/bookings", { items }))).toBe("already-taken");
  clock.set(after(30));
  expect((await other.post("/v1/bookings", { items })).status).toBe(201);
});

test("the holds of an order always expire together, also when one business's staff asks to extend", async () => {
  const staff = app.as((await makeMember(db, hotel.businessId, "staff")).token);
  clock.advance(5 * MINUTE_MS);
  await staff.post(extension, { minutes: 25 });
  expect(new Set(await expiries()).size).toBe(1);
});

test("an order with one cancelled booking can still extend the rest", async () => {
  const { body } = await customer.get(`/v1/orders/${orderId}`);
  const cancelled = body.bookings[0];
  await customer.post(`/v1/bookings/${cancelled.id}/cancellation`);
  const extended = await customer.post(extension, { minutes: 20 });
  expect(extended.body).toMatchObject({ status: "reserved", expiresAt: after(20) });
});
