import { beforeEach, describe, expect, test } from "vitest";
import { makeOtherRigs } from "../flows/other-rigs.ts";
import { problemOf, rig } from "../flows/wants.ts";
import { makeVenue, type Venue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { amendFirst, book, ELEVEN, NOON, read, TEN } from "./shop.ts";

/** Offerings that the business accepts by hand, and the changes that wait for its word. */

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

describe("something that is accepted by hand is not had by amending, without the business's word", () => {
  async function expectWaits(id: string): Promise<void> {
    const asked = await amendFirst(customer, id, { rentalId: byHand, start: ELEVEN, units: 1 });
    expect(asked.body).toMatchObject({ status: "awaitingAcceptance", acceptance: "again" });
    expect(await read(customer, id)).toMatchObject({
      status: "confirmed",
      items: [{ offeringId: venue.rentalId, unitIds: [expect.any(String)] }],
    });
  }

  test("by a booking that counts already", async () => {
    await openVenue();
    await expectWaits((await book(customer, rig(venue, TEN))).id);
  });

  test("nor by one that was accepted, but for something else", async () => {
    await expectWaits(await accepted());
  });

  test("nor by a hold that would count as soon as it is paid", async () => {
    await openVenue({ terms: { payment_terms: "full" } });
    const { id } = await book(customer, rig(venue, TEN));
    await amendFirst(customer, id, { rentalId: byHand, start: ELEVEN, units: 1 });
    // Nothing is due any more; the business says yes or no.
    expect((await read(customer, id)).status).toBe("pending");
  });

  test("a booking that still waits for its acceptance goes on waiting", async () => {
    await openVenue({ terms: { acceptance: "manual" } });
    const { id } = await book(customer, rig(venue, TEN));
    const moved = await amendFirst(customer, id, { rentalId: byHand, start: ELEVEN, units: 1 });
    expect(moved.body).toMatchObject({ status: "applied", acceptance: "none" });
    expect((await read(customer, id)).status).toBe("pending");
  });

  test("the business gives it, whose word it is", async () => {
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

describe("a change that waits for the business", () => {
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

  test("keeps both times until it is accepted, then the new one", async () => {
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

  test("is declined, and the old time stays", async () => {
    const done = await staff.post(`${path}/decline`, { reason: "Closed at noon" });
    expect([done.status, done.body.status]).toEqual([200, "declined"]);
    expect([await isFree(TEN), await isFree(NOON)]).toEqual([false, true]);
    expect((await typesOf()).at(-1)).toBe("amendment_declined");
  });

  test("is withdrawn by whoever asked for it", async () => {
    const done = await customer.post(`${path}/withdrawal`);
    expect([done.status, done.body.status]).toEqual([200, "withdrawn"]);
    expect([await isFree(TEN), await isFree(NOON)]).toEqual([false, true]);
    expect((await typesOf()).at(-1)).toBe("amendment_withdrawn");
  });

  test("is for each side to end its own way, and for strangers none", async () => {
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
    "is answered once: after its %s nothing follows",
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

  test("leaves no room for another, until it is withdrawn", async () => {
    const second = await amendFirst(customer, id, { start: ELEVEN });
    expect([second.status, problemOf(second)]).toEqual([409, "conflict"]);
    await customer.post(`${path}/withdrawal`);
    expect((await amendFirst(customer, id, { start: ELEVEN })).status).toBe(201);
  });

  test("ends when the old time begins, and is not accepted any more", async () => {
    clock.set(TEN);
    const late = await staff.post(`${path}/acceptance`);
    expect([late.status, problemOf(late)]).toEqual([409, "invalid-transition"]);
    expect(late.body).toMatchObject({ from: "expired", to: "applied" });
    expect((await staff.get(path)).body.status).toBe("expired");
    expect((await read(staff, id)).status).toBe("confirmed");
  });

  test("ends with its booking, and both times are free", async () => {
    await customer.post(`/v1/bookings/${id}/cancellation`);
    expect((await customer.get(path)).body.status).toBe("withdrawn");
    expect([await isFree(TEN), await isFree(NOON)]).toEqual([true, true]);
    expect((await staff.post(`${path}/acceptance`)).status).toBe(409);
  });
});

test("giving a part back of what was accepted needs no word of the business", async () => {
  await openVenue({ terms: { acceptance: "manual" } });
  const { id } = await book(customer, rig(venue, TEN, { hours: 2, units: 2 }));
  await staff.post(`/v1/bookings/${id}/confirmation`);
  const shorter = await amendFirst(customer, id, { end: ELEVEN });
  expect(shorter.body).toMatchObject({ status: "applied", acceptance: "none" });
  const longer = await amendFirst(customer, id, { end: NOON });
  expect(longer.body).toMatchObject({ status: "awaitingAcceptance", acceptance: "again" });
});
