import { beforeEach, describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeOtherRigs } from "../flows/other-rigs.ts";
import { problemOf, rig } from "../flows/wants.ts";
import { makeVenue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { amendFirst, book, NOON, read, TEN } from "./shop.ts";

/** An item that changes offering takes the new offering's acceptance and check-in times; otherwise it keeps those it was sold with. */

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

describe("the acceptance deadline", () => {
  test("follows the new offering when a pending booking changes to it", async () => {
    const venue = await makeVenue(db, { terms: HOUR });
    const rentalId = await makeOtherRigs(db, venue, QUARTER);
    const { id } = await book(customer, rig(venue, TEN));
    expect((await read(customer, id)).expiresAt).toBe(minutesLater(60));
    await amendFirst(customer, id, { rentalId, units: 1 });
    expect((await read(customer, id)).expiresAt).toBe(minutesLater(15));
  });

  test("follows the new offering when a confirmed booking asks to change to it", async () => {
    const venue = await makeVenue(db, { terms: HOUR });
    const rentalId = await makeOtherRigs(db, venue, QUARTER);
    const staff = app.as((await makeMember(db, venue.businessId, "staff")).token);
    const { id } = await book(customer, rig(venue, TEN));
    await staff.post(`/v1/bookings/${id}/confirmation`);
    const asked = await amendFirst(customer, id, { rentalId, units: 1 });
    expect(asked.body).toMatchObject({ status: "awaitingAcceptance", expiresAt: minutesLater(15) });
  });

  test("stays the same within one offering, although its terms changed", async () => {
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

test("check-in opens by the rule of the new offering", async () => {
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
