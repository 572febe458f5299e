import { beforeEach, expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { haircut, nights, rig, seats } from "../flows/wants.ts";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeHotel, makeSalon, makeVenue, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { amend, amendFirst, book, ELEVEN, NOON, payLate, read, TEN } from "./shop.ts";

/** Payment for a hold that was amended and then expired: it retakes exactly what the hold owned last. */

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;
const terms = { payment_terms: "full" } as const;

let salon: Salon;
let customer: Caller;
let other: Caller;

beforeEach(async () => {
  clock.set(morning);
  salon = await makeSalon(db, { terms });
  customer = app.as((await makePerson(db)).token);
  other = app.as((await makePerson(db)).token);
});

test("late payment confirms the booking although another customer's hold for the time expired too", async () => {
  const { id } = await book(customer, haircut(salon, TEN));
  clock.advance(11 * MINUTE_MS);
  await book(other, haircut(salon, TEN));
  clock.advance(11 * MINUTE_MS);
  await payLate(app, id);
  expect((await read(customer, id)).status).toBe("confirmed");
  const lists = await other.get("/v1/bookings");
  expect(lists.body.items.map((one: { status: string }) => one.status)).toEqual(["expired"]);
});

test("late payment retakes the time the hold was moved to, not the earlier one", async () => {
  const { id } = await book(customer, haircut(salon, TEN));
  await amendFirst(customer, id, { start: ELEVEN });
  clock.advance(11 * MINUTE_MS);
  await payLate(app, id);
  const start = "2026-11-24T08:00:00.000Z";
  expect(await read(customer, id)).toMatchObject({ status: "confirmed", start });
  await book(other, haircut(salon, TEN));
});

test("late payment retakes both a moved item and an unchanged one", async () => {
  const { id, items } = await book(customer, haircut(salon, TEN), haircut(salon, NOON));
  await amend(customer, id, { items: [{ id: items[0].id, start: ELEVEN }] });
  clock.advance(11 * MINUTE_MS);
  await payLate(app, id);
  const { body } = await other.post("/v1/bookings", { items: [haircut(salon, NOON)] });
  expect(body.status).toBe(409);
  await book(other, haircut(salon, TEN));
});

test("late payment does not retake an item that was removed from the hold", async () => {
  const { id, items } = await book(customer, haircut(salon, TEN), haircut(salon, ELEVEN));
  await amend(customer, id, { remove: [items[0].id] });
  clock.advance(11 * MINUTE_MS);
  await book(other, haircut(salon, TEN));
  await payLate(app, id);
  expect(await read(customer, id)).toMatchObject({
    status: "confirmed",
    items: [{ id: items[1].id }],
    total: { amount: 10_000 },
  });
});

test("late payment retakes the seats, rigs and nights of the amended hold, and none it gave up", async () => {
  const bus = await makeBusLine(db, { terms });
  const venue = await makeVenue(db, { units: 2, terms });
  const hotel = await makeHotel(db, { terms });
  const [first, , third] = ["2026-11-24", "2026-11-25", "2026-11-26"] as const;
  const seat = (label: string) => ({ label, passenger: `Passenger in ${label}` });
  const cases = [
    [seats(bus, ["1", "2"]), { seats: [seat("2")] }, seats(bus, ["1"]), seats(bus, ["2"])],
    [seats(bus, ["3"]), { seats: [seat("3"), seat("4")] }, seats(bus, ["1"]), seats(bus, ["4"])],
    [
      rig(venue, TEN, { units: 2 }),
      { unitIds: [venue.unitIds[1]] },
      rig(venue, TEN, { unitIds: [venue.unitIds[0]!] }),
      rig(venue, TEN, { unitIds: [venue.unitIds[1]!] }),
    ],
    [
      nights(hotel, first, "2026-11-27"),
      { checkIn: third },
      nights(hotel, first, third),
      nights(hotel, third, "2026-11-27"),
    ],
  ] as const;
  for (const [wish, change, given, kept] of cases) {
    clock.set(morning);
    const { id } = await book(customer, wish);
    const amended = await amendFirst(customer, id, change);
    expect(amended.status, JSON.stringify(amended.body)).toBe(201);
    clock.advance(11 * MINUTE_MS);
    await payLate(app, id);
    const taken = await other.post("/v1/bookings", { items: [kept] });
    expect([taken.status, JSON.stringify(kept)]).toEqual([409, JSON.stringify(kept)]);
    const { id: free } = await book(other, given);
    await other.post(`/v1/bookings/${free}/cancellation`);
  }
});
