import { beforeAll, describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeSalon, makeVenue, type Salon, type Venue } from "../harness/businesses.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, problemOf, rig } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;

describe.each([
  ["deposit", 3_000],
  ["full", 10_000],
] as const)("a booking with payment terms %s", (payment_terms, due) => {
  let salon: Salon;
  let staff: Caller;
  let customer: Caller;

  beforeAll(async () => {
    salon = await makeSalon(db, { staff: 5, terms: { payment_terms } });
    staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
    customer = app.as((await makePerson(db)).token);
  });

  const hold = async (): Promise<Answer> => {
    clock.set(morning);
    const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
    const held = await customer.post("/v1/bookings", { items });
    expect([held.status, held.body.status]).toEqual([201, "reserved"]);
    expect(held.body.due.amount).toBe(due);
    expect(held.body.expiresAt).toBe("2026-11-21T06:10:00.000Z");
    return held;
  };

  test("stays reserved until staff confirms it and names the payment", async () => {
    const { body } = await hold();
    const path = `/v1/bookings/${body.id}/confirmation`;
    const byCustomer = await customer.post(path, {
      paidBy: { kind: "cash", amount: { amount: due, currency: "SAR" } },
    });
    expect([byCustomer.status, problemOf(byCustomer)]).toEqual([403, "forbidden"]);
    expect((await customer.get(`/v1/bookings/${body.id}`)).body.status).toBe("reserved");
    const paidBy = {
      kind: "card-terminal",
      reference: "slip 17",
      amount: { amount: due, currency: "SAR" },
    };
    const confirmed = await staff.post(path, { paidBy });
    expect([confirmed.status, confirmed.body.status]).toEqual([200, "confirmed"]);
    expect(confirmed.body.expiresAt).toBeNull();
    const { body: events } = await staff.get(`/v1/bookings/${body.id}/events`);
    expect(events.items.at(-1).details.paidBy).toEqual(paidBy);
  });

  test("cannot be confirmed by staff without naming the payment", async () => {
    const { body } = await hold();
    for (const words of [{}, { paidBy: { kind: "nothing-due" } }]) {
      const refused = await staff.post(`/v1/bookings/${body.id}/confirmation`, words);
      expect([refused.status, problemOf(refused)]).toEqual([422, "invalid-request"]);
      expect(refused.body.errors[0].pointer).toMatch(/^\/paidBy/);
    }
    expect((await customer.get(`/v1/bookings/${body.id}`)).body.status).toBe("reserved");
  });

  test("expires to the millisecond, without a background job", async () => {
    const { body } = await hold();
    const read = async () => (await customer.get(`/v1/bookings/${body.id}`)).body.status;
    clock.set(Date.parse(body.expiresAt) - 1);
    expect(await read()).toBe("reserved");
    clock.advance(1);
    expect(await read()).toBe("expired");
    const paidBy = { kind: "cash", amount: { amount: due, currency: "SAR" } };
    const late = await staff.post(`/v1/bookings/${body.id}/confirmation`, { paidBy });
    expect([late.status, problemOf(late)]).toEqual([409, "invalid-transition"]);
    expect(late.body).toMatchObject({ from: "expired", to: "confirmed" });
  });
});

test("what a hold owned can be booked the moment it expires, without any background process", async () => {
  clock.set(morning);
  const venue: Venue = await makeVenue(db, { units: 2, terms: { payment_terms: "full" } });
  const [one, two] = [
    app.as((await makePerson(db)).token),
    app.as((await makePerson(db)).token),
  ] as const;
  const items = [rig(venue, "2026-11-24T18:00:00+03:00", { units: 2 })];
  expect((await one.post("/v1/bookings", { items })).status).toBe(201);
  clock.advance(10 * MINUTE_MS - 1);
  expect(problemOf(await two.post("/v1/bookings", { items }))).toBe("already-taken");
  clock.advance(1);
  expect((await two.post("/v1/bookings", { items })).status).toBe(201);
  const { body } = await one.get("/v1/bookings");
  expect(body.items.map((booking: { status: string }) => booking.status)).toEqual(["expired"]);
});

test("a list by status shows an expired hold as expired before any job records it", async () => {
  clock.set(morning);
  const salon = await makeSalon(db, { terms: { payment_terms: "full" } });
  const customer = app.as((await makePerson(db)).token);
  const held = await customer.post("/v1/bookings", {
    items: [haircut(salon, "2026-11-24T10:00:00+03:00")],
  });
  clock.advance(11 * MINUTE_MS);
  const ids = async (status: string) =>
    (await customer.get(`/v1/bookings?status=${status}`)).body.items.map(
      (one: { id: string }) => one.id,
    );
  expect(await ids("expired")).toEqual([held.body.id]);
  expect(await ids("reserved")).toEqual([]);
});
