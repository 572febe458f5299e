import { beforeAll, expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeSalon, makeVenue, type Salon, type Venue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, problemOf, rig } from "./wants.ts";

const limits = { rates: false, holds: { customer: 3, address: 5 } } as const;
const app = await startTestApp({ clock: standingClock(), limits });
const { db, clock } = app;

let venue: Venue;
let salon: Salon;

beforeAll(async () => {
  venue = await makeVenue(db, { units: 40, terms: { payment_terms: "full" } });
  salon = await makeSalon(db, { staff: 20 });
});

const newCustomer = async () => app.as((await makePerson(db)).token);
const hold = (by: Caller) =>
  by.post("/v1/bookings", { items: [rig(venue, "2026-11-24T18:00:00+03:00")] });

/** Every test begins when all earlier holds are over. */
let today = Date.parse(morning);
function nextHour(): void {
  today += 60 * MINUTE_MS;
  clock.set(today);
}

test("a customer holds three things at once and not a fourth, until one of them is confirmed, cancelled or over", async () => {
  nextHour();
  const customer = await newCustomer();
  const held = [await hold(customer), await hold(customer), await hold(customer)];
  expect(held.map((one) => one.status)).toEqual([201, 201, 201]);
  const fourth = await hold(customer);
  expect([fourth.status, problemOf(fourth)]).toEqual([429, "hold-limit"]);
  expect(Number(fourth.headers.get("retry-after"))).toBeGreaterThan(0);

  await customer.post(`/v1/bookings/${held[0]!.body.id}/cancellation`);
  expect((await hold(customer)).status).toBe(201);
  expect((await hold(customer)).status).toBe(429);

  const staff = app.as((await makeMember(db, venue.businessId, "staff")).token);
  const paidBy = { kind: "cash", amountMinor: 5_000 };
  await staff.post(`/v1/bookings/${held[1]!.body.id}/confirmation`, { paidBy });
  expect((await hold(customer)).status).toBe(201);
  expect((await hold(customer)).status).toBe(429);

  clock.advance(10 * MINUTE_MS);
  expect((await hold(customer)).status).toBe(201);
});

test("an order that would go beyond the limit holds nothing at all", async () => {
  nextHour();
  const customer = await newCustomer();
  const other = await makeVenue(db, { terms: { payment_terms: "full" } });
  await hold(customer);
  await hold(customer);
  const items = [rig(venue, "2026-11-24T18:00:00+03:00"), rig(other, "2026-11-24T18:00:00+03:00")];
  const refused = await customer.post("/v1/orders", { items });
  expect(problemOf(refused)).toBe("hold-limit");
  expect((await customer.get("/v1/bookings")).body.items).toHaveLength(2);
  expect((await hold(customer)).status).toBe(201);
});

test("one address holds five things at once, whoever they are for", async () => {
  nextHour();
  const people = [await newCustomer(), await newCustomer(), await newCustomer()] as const;
  const statuses = [];
  for (const person of [people[0], people[0], people[1], people[1], people[2], people[2]]) {
    statuses.push((await hold(person)).status);
  }
  expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
});

test("what is sold at once is no hold: it neither counts nor is limited", async () => {
  nextHour();
  const customer = await newCustomer();
  const cut = () =>
    customer.post("/v1/bookings", { items: [haircut(salon, "2026-11-24T10:00:00+03:00")] });
  for (let n = 0; n < 6; n += 1) expect((await cut()).status).toBe(201);
  for (let n = 0; n < 3; n += 1) expect((await hold(customer)).status).toBe(201);
  expect((await hold(customer)).status).toBe(429);
  expect((await cut()).status).toBe(201);
});

test("the desk of a business is not limited", async () => {
  nextHour();
  const staff = app.as((await makeMember(db, venue.businessId, "staff")).token);
  const path = `/v1/manage/businesses/${venue.businessId}/bookings`;
  for (let n = 0; n < 7; n += 1) {
    const items = [rig(venue, "2026-11-24T20:00:00+03:00")];
    expect((await staff.post(path, { items, customer: { name: `Walk-in ${n}` } })).status).toBe(
      201,
    );
  }
});

test("a refusal for too many holds is not kept under its key", async () => {
  nextHour();
  const customer = await newCustomer();
  const held = [await hold(customer), await hold(customer), await hold(customer)];
  const items = [rig(venue, "2026-11-24T18:00:00+03:00")];
  const key = { "idempotency-key": "patience" };
  expect((await customer.post("/v1/bookings", { items }, key)).status).toBe(429);
  await customer.post(`/v1/bookings/${held[0]!.body.id}/cancellation`);
  expect((await customer.post("/v1/bookings", { items }, key)).status).toBe(201);
});
