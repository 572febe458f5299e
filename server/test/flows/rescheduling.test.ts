import { beforeEach, expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { confirmLate } from "../../src/booking/confirm-booking.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeHotel, makeSalon, makeVenue, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson, platform } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { makeOtherRigs } from "./other-rigs.ts";
import { haircut, nights, problemOf, rig } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;

const TEN = "2026-11-24T10:00:00+03:00";
const ELEVEN = "2026-11-24T11:00:00+03:00";

let salon: Salon;
let customer: Caller;
let other: Caller;

beforeEach(async () => {
  clock.set(morning);
  salon = await makeSalon(db, { staff: 2 });
  customer = app.as((await makePerson(db)).token);
  other = app.as((await makePerson(db)).token);
});

const book = async (by: Caller, item: object): Promise<string> => {
  const made = await by.post("/v1/bookings", { items: [item] });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.id;
};
const reschedule = (by: Caller, id: string, item: object) =>
  by.post(`/v1/bookings/${id}/rescheduling`, { items: [item] });
const [BY_FIRST, BY_SECOND] = [0, 1].map((n) => () => ({ staffId: salon.staffIds[n]! })) as [
  () => { staffId: string },
  () => { staffId: string },
];

test("the new time is taken and the old one given back in one step", async () => {
  const id = await book(customer, haircut(salon, TEN, BY_FIRST()));
  const moved = await reschedule(customer, id, haircut(salon, ELEVEN, BY_FIRST()));
  expect(moved.body).toMatchObject({
    status: "confirmed",
    version: 2,
    startsAt: "2026-11-24T08:00:00.000Z",
  });
  await book(other, haircut(salon, TEN, BY_FIRST()));
  const taken = await reschedule(other, id, haircut(salon, ELEVEN, BY_FIRST()));
  expect(taken.status).toBe(404);
  const { body: events } = await customer.get(`/v1/bookings/${id}/events`);
  expect(events.items.map((one: { type: string }) => one.type)).toEqual([
    "confirmed",
    "rescheduled",
  ]);
});

test("what somebody has cannot be had, and the old time stays", async () => {
  const id = await book(customer, haircut(salon, TEN, BY_FIRST()));
  await book(other, haircut(salon, ELEVEN, BY_FIRST()));
  const refused = await reschedule(customer, id, haircut(salon, ELEVEN, BY_FIRST()));
  expect([refused.status, problemOf(refused)]).toEqual([409, "already-taken"]);
  expect(refused.body.alternatives.length).toBeGreaterThan(0);
  expect((await customer.get(`/v1/bookings/${id}`)).body.startsAt).toBe("2026-11-24T07:00:00.000Z");
});

test("it may overlap its own old time, and stand where it stood", async () => {
  const venue = await makeVenue(db, { units: 1 });
  const id = await book(customer, rig(venue, TEN, { hours: 2 }));
  const later = await reschedule(customer, id, rig(venue, ELEVEN, { hours: 2 }));
  expect(later.status, JSON.stringify(later.body)).toBe(200);
  const same = await reschedule(customer, id, rig(venue, ELEVEN, { hours: 2 }));
  expect(same.status).toBe(200);
  const hotel = await makeHotel(db);
  const stay = await book(customer, nights(hotel, "2026-11-24", "2026-11-27"));
  const longer = await reschedule(customer, stay, nights(hotel, "2026-11-25", "2026-11-29"));
  expect(longer.body.total.amount).toBe(4 * 30_000);
});

test("a hold that ran out does not stand in the way, with every background process switched off", async () => {
  const full = await makeSalon(db, { terms: { payment_terms: "full" } });
  const venue = await makeVenue(db, {
    units: 1,
    terms: { payment_terms: "full", hold_minutes: 30 },
  });
  const hotel = await makeHotel(db, { terms: { payment_terms: "full" } });
  for (const item of [
    haircut(full, TEN),
    rig(venue, TEN),
    nights(hotel, "2026-11-24", "2026-11-25"),
  ]) {
    await book(other, item);
  }
  clock.advance(31 * MINUTE_MS);
  const moves: [object, object][] = [
    [haircut(full, ELEVEN), haircut(full, TEN)],
    [rig(venue, "2026-11-24T12:00:00+03:00"), rig(venue, TEN)],
    [nights(hotel, "2026-11-25", "2026-11-26"), nights(hotel, "2026-11-24", "2026-11-26")],
  ];
  for (const [from, to] of moves) {
    const id = await book(customer, from);
    const moved = await reschedule(customer, id, to);
    expect(moved.status, JSON.stringify(moved.body)).toBe(200);
  }
});

test("nor in the way of a late payment", async () => {
  const full = await makeSalon(db, { terms: { payment_terms: "full" } });
  const id = await book(customer, haircut(full, TEN));
  clock.advance(11 * MINUTE_MS);
  await book(other, haircut(full, TEN));
  clock.advance(11 * MINUTE_MS);
  const now = new Date(clock.now()).toISOString();
  await inTransaction(db, { scope: "platform", actor: "system:test", now }, (tx) =>
    confirmLate(tx, id, { kind: "payment", reference: "late" }),
  );
  expect((await customer.get(`/v1/bookings/${id}`)).body.status).toBe("confirmed");
  const lists = await other.get("/v1/bookings");
  expect(lists.body.items.map((one: { status: string }) => one.status)).toEqual(["expired"]);
});

test("a late payment takes again what was owned last, not what was owned before rescheduling", async () => {
  const full = await makeSalon(db, { terms: { payment_terms: "full" } });
  const id = await book(customer, haircut(full, TEN));
  await reschedule(customer, id, haircut(full, ELEVEN));
  clock.advance(11 * MINUTE_MS);
  const now = new Date(clock.now()).toISOString();
  await inTransaction(db, { scope: "platform", actor: "system:test", now }, (tx) =>
    confirmLate(tx, id, { kind: "payment", reference: "late" }),
  );
  const { body } = await customer.get(`/v1/bookings/${id}`);
  expect(body).toMatchObject({ status: "confirmed", startsAt: "2026-11-24T08:00:00.000Z" });
  await book(other, haircut(full, TEN));
});

test("what it owned last is what is shown when it is over", async () => {
  const id = await book(customer, haircut(salon, TEN, BY_FIRST()));
  await reschedule(customer, id, haircut(salon, TEN, BY_SECOND()));
  const { body } = await customer.post(`/v1/bookings/${id}/cancellation`);
  expect(body.items[0].unitIds).toEqual([salon.staffIds[1]]);
});

test("a hold that is moved to something dearer owes what that costs", async () => {
  const venue = await makeVenue(db, { terms: { payment_terms: "full" } });
  const id = await book(customer, rig(venue, TEN));
  const moved = await reschedule(customer, id, rig(venue, TEN, { units: 6, hours: 2 }));
  // Either it is refused, or all of it is to be paid before it counts: nobody buys six rigs for the price of one.
  if (moved.status === 200) {
    expect(moved.body.total.amount).toBe(60_000);
    expect(moved.body.due.amount).toBe(60_000);
  } else {
    expect(moved.status).toBe(422);
  }
});

test("a confirmed booking is not moved to an offering that is to be paid first, without the money", async () => {
  const venue = await makeVenue(db, { terms: { payment_terms: "venue" } });
  const id = await book(customer, rig(venue, TEN));
  const dear = await makeOtherRigs(db, venue, { payment_terms: "full" });
  const end = new Date(Date.parse(TEN) + 60 * MINUTE_MS).toISOString();
  const moved = await reschedule(customer, id, { kind: "rental", rentalId: dear, start: TEN, end });
  const { body } = await customer.get(`/v1/bookings/${id}`);
  const isSoldUnpaid = body.status === "confirmed" && body.items[0].offeringId === dear;
  expect(isSoldUnpaid, JSON.stringify(moved.body)).toBe(false);
});

test("a booking that was paid first is not made dearer without the money", async () => {
  const venue = await makeVenue(db, { terms: { payment_terms: "full" } });
  const staff = app.as((await makeMember(db, venue.businessId, "staff")).token);
  const id = await book(customer, rig(venue, TEN));
  const paidBy = { kind: "cash", amountMinor: 5_000 };
  await staff.post(`/v1/bookings/${id}/confirmation`, { paidBy });
  const refused = await reschedule(customer, id, rig(venue, TEN, { units: 6, hours: 2 }));
  expect([refused.status, problemOf(refused)]).toEqual([422, "invalid-request"]);
  expect(refused.body.errors[0].pointer).toBe("/items");
  const { body } = await customer.get(`/v1/bookings/${id}`);
  expect(body).toMatchObject({ total: { amount: 5_000 }, due: { amount: 5_000 } });
  expect((await reschedule(customer, id, rig(venue, ELEVEN))).status).toBe(200);
});

test("terms that the business changed meanwhile do not hold a sold booking where it is", async () => {
  const id = await book(customer, haircut(salon, TEN));
  await inTransaction(db, platform, (tx) =>
    tx
      .updateTable("offerings")
      .set({ payment_terms: "full" })
      .where("business_id", "=", salon.businessId)
      .execute(),
  );
  const moved = await reschedule(customer, id, haircut(salon, ELEVEN));
  expect(moved.status, JSON.stringify(moved.body)).toBe(200);
  expect(moved.body).toMatchObject({
    status: "confirmed",
    paymentTerms: "venue",
    due: { amount: 0 },
  });
});

test("the shape of a booking stays: as many items, of the same kinds, of the same business", async () => {
  const venue = await makeVenue(db);
  const id = await book(customer, haircut(salon, TEN));
  const path = `/v1/bookings/${id}/rescheduling`;
  const cases: [object[], string][] = [
    [[haircut(salon, ELEVEN), haircut(salon, TEN)], "/items"],
    [[rig(venue, TEN)], "/items/0/kind"],
    [[haircut(await makeSalon(db), ELEVEN)], "/items/0"],
  ];
  for (const [items, pointer] of cases) {
    const refused = await customer.post(path, { items });
    expect([refused.status, refused.body.errors?.[0].pointer]).toEqual([422, pointer]);
  }
});
