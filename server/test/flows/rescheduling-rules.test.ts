import { beforeEach, describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeSalon, makeVenue, type Salon, type Venue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { throughGate } from "../harness/gate.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { makeOtherRigs } from "./other-rigs.ts";
import { haircut, problemOf, rig } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;

const TEN = "2026-11-24T10:00:00+03:00";
const ELEVEN = "2026-11-24T11:00:00+03:00";

let customer: Caller;

beforeEach(async () => {
  clock.set(morning);
  customer = app.as((await makePerson(db)).token);
});

const book = async (by: Caller, item: object): Promise<string> => {
  const made = await by.post("/v1/bookings", { items: [item] });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.id;
};
const reschedule = (by: Caller, id: string, item: object) =>
  by.post(`/v1/bookings/${id}/rescheduling`, { items: [item] });
const staffOf = async ({ businessId }: { businessId: string }) =>
  app.as((await makeMember(db, businessId, "staff")).token);

describe("a booking that has begun", () => {
  let salon: Salon;

  beforeEach(async () => {
    salon = await makeSalon(db);
  });

  test("is not its customer's to move any more, up to the minute", async () => {
    const id = await book(customer, haircut(salon, TEN));
    clock.set(TEN);
    const late = await reschedule(customer, id, haircut(salon, ELEVEN));
    expect([late.status, problemOf(late)]).toEqual([422, "not-available"]);
    expect(late.body.reasons).toMatchObject([{ rule: "already-begun" }]);
    const { body } = await customer.get(`/v1/bookings/${id}`);
    expect([body.startsAt, body.version]).toEqual([new Date(TEN).toISOString(), 1]);

    clock.advance(-1);
    expect((await reschedule(customer, id, haircut(salon, ELEVEN))).status).toBe(200);
  });

  test("is moved by the business, which knows who is late", async () => {
    const id = await book(customer, haircut(salon, TEN));
    clock.set(Date.parse(TEN) + 5 * MINUTE_MS);
    const moved = await reschedule(await staffOf(salon), id, haircut(salon, ELEVEN));
    expect(moved.status, JSON.stringify(moved.body)).toBe(200);
    expect(moved.body.startsAt).toBe(new Date(ELEVEN).toISOString());
  });
});

describe("an offering that is accepted by hand", () => {
  let venue: Venue;
  let byHand: object;

  const openVenue = async (terms: Parameters<typeof makeVenue>[1] = {}) => {
    venue = await makeVenue(db, terms);
    const rentalId = await makeOtherRigs(db, venue, { acceptance: "manual" });
    byHand = { ...rig(venue, ELEVEN), rentalId };
  };

  async function expectRefused(id: string): Promise<void> {
    const refused = await reschedule(customer, id, byHand);
    expect([refused.status, problemOf(refused)]).toEqual([422, "invalid-request"]);
    expect(refused.body.errors[0].pointer).toBe("/items/0");
    const { body } = await customer.get(`/v1/bookings/${id}`);
    expect(body.items[0].offeringId).toBe(venue.rentalId);
  }

  test("is not had by moving a booking that counts already", async () => {
    await openVenue();
    await expectRefused(await book(customer, rig(venue, TEN)));
  });

  test("nor one that was accepted, but for something else", async () => {
    await openVenue({ terms: { acceptance: "manual" } });
    const id = await book(customer, rig(venue, TEN));
    const staff = await staffOf(venue);
    await staff.post(`/v1/bookings/${id}/confirmation`);
    await expectRefused(id);
    // What was accepted may be had at another time.
    const later = await reschedule(customer, id, rig(venue, ELEVEN));
    expect([later.status, later.body.status]).toEqual([200, "confirmed"]);
  });

  test("nor a hold that counts as soon as it is paid", async () => {
    await openVenue({ terms: { payment_terms: "full" } });
    await expectRefused(await book(customer, rig(venue, TEN)));
  });

  test("is had by moving a booking that still waits for acceptance, and goes on waiting", async () => {
    await openVenue({ terms: { acceptance: "manual" } });
    const id = await book(customer, rig(venue, TEN));
    const moved = await reschedule(customer, id, byHand);
    expect([moved.status, moved.body.status]).toEqual([200, "pending"]);
  });

  test("is given by the business, whose word it is", async () => {
    await openVenue();
    const id = await book(customer, rig(venue, TEN));
    const moved = await reschedule(await staffOf(venue), id, byHand);
    expect([moved.status, moved.body.status]).toEqual([200, "confirmed"]);
  });
});

test("who loses the new time while taking it is told what is free, as who comes later is", async () => {
  const salon = await makeSalon(db);
  const other = app.as((await makePerson(db)).token);
  const id = await book(customer, haircut(salon, TEN));
  // It has looked and found the new time free, and waits for its own booking.
  const lost = await throughGate(
    {
      url: app.url,
      contenders: 1,
      bookingId: id,
      meanwhile: () => book(other, haircut(salon, ELEVEN)),
    },
    () => reschedule(customer, id, haircut(salon, ELEVEN)),
  );
  expect([lost.status, problemOf(lost)]).toEqual([409, "already-taken"]);
  expect(lost.body.alternatives.length).toBeGreaterThan(0);
  const later = await reschedule(customer, id, haircut(salon, ELEVEN));
  expect(lost.body.alternatives).toEqual(later.body.alternatives);
  const { start } = lost.body.alternatives[0];
  expect((await reschedule(customer, id, haircut(salon, start))).status).toBe(200);
});
