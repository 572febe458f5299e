import { beforeEach, describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeOtherRigs } from "../flows/other-rigs.ts";
import { problemOf, rig } from "../flows/wants.ts";
import { makeVenue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { amendFirst, book, NOON, read, TEN } from "./shop.ts";

/** A change to another offering brings its times to accept and to check in; one that stays keeps those it was sold with. */

const app = await startTestApp({ clock: standingClock() });
const { db, owner, clock } = app;
let customer: Caller;

beforeEach(async () => {
  clock.set(morning);
  customer = app.as((await makePerson(db)).token);
});

const HOUR = { acceptance: "manual", accept_within_minutes: 60 } as const;
const QUARTER = { acceptance: "manual", accept_within_minutes: 15 } as const;
const minutesLater = (minutes: number) =>
  new Date(Date.parse(morning) + minutes * MINUTE_MS).toISOString();

describe("how long the business may take to accept", () => {
  test("is the other offering's for a booking that waits", async () => {
    const venue = await makeVenue(db, { terms: HOUR });
    const rentalId = await makeOtherRigs(db, venue, QUARTER);
    const { id } = await book(customer, rig(venue, TEN));
    expect((await read(customer, id)).expiresAt).toBe(minutesLater(60));
    await amendFirst(customer, id, { rentalId, units: 1 });
    expect((await read(customer, id)).expiresAt).toBe(minutesLater(15));
  });

  test("is the other offering's for a change of a booking that counts", async () => {
    const venue = await makeVenue(db, { terms: HOUR });
    const rentalId = await makeOtherRigs(db, venue, QUARTER);
    const staff = app.as((await makeMember(db, venue.businessId, "staff")).token);
    const { id } = await book(customer, rig(venue, TEN));
    await staff.post(`/v1/bookings/${id}/confirmation`);
    const asked = await amendFirst(customer, id, { rentalId, units: 1 });
    expect(asked.body).toMatchObject({ status: "awaitingAcceptance", expiresAt: minutesLater(15) });
  });

  test("stays where the offering does, whatever its terms are now", async () => {
    const venue = await makeVenue(db, { terms: HOUR });
    const { id } = await book(customer, rig(venue, TEN));
    await owner
      .updateTable("offerings")
      .set({ accept_within_minutes: 15 })
      .where("id", "=", venue.rentalId)
      .execute();
    await amendFirst(customer, id, { start: NOON });
    expect((await read(customer, id)).expiresAt).toBe(minutesLater(60));
  });
});

test("check-in opens when the other offering says", async () => {
  const venue = await makeVenue(db, { terms: { check_in_opens_minutes: 600 } });
  const rentalId = await makeOtherRigs(db, venue, { check_in_opens_minutes: 5 });
  const staff = app.as((await makeMember(db, venue.businessId, "staff")).token);
  const { id } = await book(customer, rig(venue, TEN));
  await amendFirst(customer, id, { rentalId, units: 1 });
  clock.set(Date.parse(TEN) - 6 * MINUTE_MS);
  expect(problemOf(await staff.post(`/v1/bookings/${id}/checkIn`))).toBe("conflict");
  clock.set(Date.parse(TEN) - 5 * MINUTE_MS);
  expect((await staff.post(`/v1/bookings/${id}/checkIn`)).status).toBe(200);
});
