import { beforeEach, describe, expect, test } from "vitest";
import { makeOtherRigs } from "../flows/other-rigs.ts";
import { problemOf, rig } from "../flows/wants.ts";
import { makeVenue, type Venue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { amendFirst, book, ELEVEN, NOON, read, TEN } from "./shop.ts";

/** Offerings with manual acceptance, and the amendments that wait for it. */

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;

let customer: Caller;
let other: Caller;
let staff: Caller;
let venue: Venue;
let byHand: string;

beforeEach(async () => {
  clock.set(morning);
  customer = app.as((await makePerson(db)).token);
  other = app.as((await makePerson(db)).token);
});

async function openVenue(terms: Parameters<typeof makeVenue>[1] = {}): Promise<void> {
  venue = await makeVenue(db, terms);
  byHand = await makeOtherRigs(db, venue, { acceptance: "manual" });
  staff = app.as((await makeMember(db, venue.businessId, "staff")).token);
}

/** A booking of the customer's that the business accepted. */
async function accepted(): Promise<string> {
  await openVenue({ units: 1, terms: { acceptance: "manual" } });
  const { id } = await book(customer, rig(venue, TEN));
  await staff.post(`/v1/bookings/${id}/confirmation`);
  return id;
}

const isFree = async (start: string) => {
  const made = await other.post("/v1/bookings", { items: [rig(venue, start)] });
  if (made.status === 201) await other.post(`/v1/bookings/${made.body.id}/cancellation`);
  return made.status === 201;
};

describe("amending to an offering with manual acceptance", () => {
  async function expectWaits(id: string): Promise<void> {
    const asked = await amendFirst(customer, id, { rentalId: byHand, start: ELEVEN, units: 1 });
    expect(asked.body).toMatchObject({ status: "awaitingAcceptance", acceptance: "again" });
    expect(await read(customer, id)).toMatchObject({
      status: "confirmed",
      items: [{ offeringId: venue.rentalId, unitIds: [expect.any(String)] }],
    });
  }

  test("waits for the business when the booking is confirmed", async () => {
    await openVenue();
    await expectWaits((await book(customer, rig(venue, TEN))).id);
  });

  test("waits for the business although it accepted the booking for another offering", async () => {
    await expectWaits(await accepted());
  });

  test("leaves a hold pending, although nothing is due for it any more", async () => {
    await openVenue({ terms: { payment_terms: "full" } });
    const { id } = await book(customer, rig(venue, TEN));
    await amendFirst(customer, id, { rentalId: byHand, start: ELEVEN, units: 1 });
    // Nothing is due any more; the business has to accept.
    expect((await read(customer, id)).status).toBe("pending");
  });

  test("applies at once to a pending booking, which stays pending", async () => {
    await openVenue({ terms: { acceptance: "manual" } });
    const { id } = await book(customer, rig(venue, TEN));
    const moved = await amendFirst(customer, id, { rentalId: byHand, start: ELEVEN, units: 1 });
    expect(moved.body).toMatchObject({ status: "applied", acceptance: "none" });
    expect((await read(customer, id)).status).toBe("pending");
  });

  test("applies at once when the business makes the change", async () => {
    await openVenue();
    const { id } = await book(customer, rig(venue, TEN));
    const moved = await amendFirst(staff, id, { rentalId: byHand, start: ELEVEN, units: 1 });
    expect(moved.body).toMatchObject({ status: "applied", by: "business" });
    expect(await read(customer, id)).toMatchObject({
      status: "confirmed",
      items: [{ offeringId: byHand }],
    });
  });
});

describe("an amendment that awaits acceptance", () => {
  let id: string;
  let path: string;

  beforeEach(async () => {
    id = await accepted();
    const asked = await amendFirst(customer, id, { start: NOON });
    expect(asked.body).toMatchObject({ status: "awaitingAcceptance" });
    expect(asked.body.expiresAt).toBe(new Date(TEN).toISOString());
    path = `/v1/bookings/${id}/amendments/${asked.body.id}`;
  });

  const typesOf = async () => {
    const { body } = await customer.get(`/v1/bookings/${id}/events`);
    return body.items.map((one: { type: string }) => one.type);
  };

  test("keeps both times until it is accepted, then only the new one", async () => {
    expect([await isFree(TEN), await isFree(NOON)]).toEqual([false, false]);
    const done = await staff.post(`${path}/acceptance`);
    expect([done.status, done.body.status]).toEqual([200, "applied"]);
    expect(done.body.stamps).toMatchObject({
      awaitingAcceptanceAt: expect.any(String),
      appliedAt: expect.any(String),
    });
    expect([await isFree(TEN), await isFree(NOON)]).toEqual([true, false]);
    expect(await typesOf()).toEqual(["pending", "confirmed", "amendment_proposed", "amended"]);
  });

  test("can be declined; the booking keeps its old time", async () => {
    const done = await staff.post(`${path}/decline`, { reason: "Closed at noon" });
    expect([done.status, done.body.status]).toEqual([200, "declined"]);
    expect([await isFree(TEN), await isFree(NOON)]).toEqual([false, true]);
    expect((await typesOf()).at(-1)).toBe("amendment_declined");
  });

  test("can be withdrawn by the customer who requested it", async () => {
    const done = await customer.post(`${path}/withdrawal`);
    expect([done.status, done.body.status]).toEqual([200, "withdrawn"]);
    expect([await isFree(TEN), await isFree(NOON)]).toEqual([false, true]);
    expect((await typesOf()).at(-1)).toBe("amendment_withdrawn");
  });

  test("cannot be accepted or declined by its customer, withdrawn by the business or seen by strangers", async () => {
    const answers = [
      await customer.post(`${path}/acceptance`),
      await customer.post(`${path}/decline`),
      await staff.post(`${path}/withdrawal`),
      await other.post(`${path}/acceptance`),
    ];
    expect(answers.map((one) => [one.status, problemOf(one)])).toEqual([
      [403, "forbidden"],
      [403, "forbidden"],
      [403, "forbidden"],
      [404, "not-found"],
    ]);
    expect((await customer.get(path)).body.status).toBe("awaitingAcceptance");
  });

  test.each(["acceptance", "decline"])(
    "cannot be answered or withdrawn again after its %s",
    async (how) => {
      await staff.post(`${path}/${how}`);
      const again = [
        await staff.post(`${path}/acceptance`),
        await staff.post(`${path}/decline`),
        await customer.post(`${path}/withdrawal`),
      ];
      expect(again.map((one) => [one.status, problemOf(one)])).toEqual(
        again.map(() => [409, "invalid-transition"]),
      );
    },
  );

  test("blocks a second amendment until it is withdrawn", async () => {
    const second = await amendFirst(customer, id, { start: ELEVEN });
    expect([second.status, problemOf(second)]).toEqual([409, "conflict"]);
    await customer.post(`${path}/withdrawal`);
    expect((await amendFirst(customer, id, { start: ELEVEN })).status).toBe(201);
  });

  test("expires when the old time begins and cannot be accepted after that", async () => {
    clock.set(TEN);
    const late = await staff.post(`${path}/acceptance`);
    expect([late.status, problemOf(late)]).toEqual([409, "invalid-transition"]);
    expect(late.body).toMatchObject({ from: "expired", to: "applied" });
    expect((await staff.get(path)).body.status).toBe("expired");
    expect((await read(staff, id)).status).toBe("confirmed");
  });

  test("is withdrawn when the booking is cancelled; both times become free", async () => {
    await customer.post(`/v1/bookings/${id}/cancellation`);
    expect((await customer.get(path)).body.status).toBe("withdrawn");
    expect([await isFree(TEN), await isFree(NOON)]).toEqual([true, true]);
    expect((await staff.post(`${path}/acceptance`)).status).toBe(409);
  });
});

test("shortening an accepted booking needs no new acceptance, lengthening it does", async () => {
  await openVenue({ terms: { acceptance: "manual" } });
  const { id } = await book(customer, rig(venue, TEN, { hours: 2, units: 2 }));
  await staff.post(`/v1/bookings/${id}/confirmation`);
  const shorter = await amendFirst(customer, id, { end: ELEVEN });
  expect(shorter.body).toMatchObject({ status: "applied", acceptance: "none" });
  const longer = await amendFirst(customer, id, { end: NOON });
  expect(longer.body).toMatchObject({ status: "awaitingAcceptance", acceptance: "again" });
});
