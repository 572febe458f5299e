import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { addressBlock } from "../../src/base/address-block.ts";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeSalon, makeVenue, type Salon, type Venue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, problemOf, rig } from "./wants.ts";

const limits = { rates: false, places: { customer: 3, address: null } } as const;
const app = await startTestApp({ clock: standingClock(), limits });
const { db, clock } = app;

const addresses = [
  "203.0.113.7",
  "::ffff:203.0.113.7",
  "203.0.113.7:51234",
  "2001:db8:1:2:3:4:5:6",
  "2001:DB8:1:2::9",
  "2001:db8::1",
  "fe80::1%eth0",
  "::1",
  "unknown",
];

let venue: Venue;
let salon: Salon;

beforeAll(async () => {
  venue = await makeVenue(db, { units: 40, terms: { payment_terms: "full" } });
  salon = await makeSalon(db, { staff: 20 });
});

const newCustomer = async () => app.as((await makePerson(db)).token);
const hold = (by: Caller) =>
  by.post("/v1/bookings", { items: [rig(venue, "2026-11-24T18:00:00+03:00")] });

/** Moves the clock past the expiry of all earlier holds; every test begins with it. */
let today = Date.parse(morning);
function nextHour(): void {
  today += 60 * MINUTE_MS;
  clock.set(today);
}

test("a customer with three unpaid places cannot hold a fourth until one is paid, cancelled or expired", async () => {
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
  const paidBy = { kind: "cash", amount: { amount: 5_000, currency: "SAR" } };
  await staff.post(`/v1/bookings/${held[1]!.body.id}/confirmation`, { paidBy });
  expect((await hold(customer)).status).toBe(201);
  expect((await hold(customer)).status).toBe(429);

  clock.advance(10 * MINUTE_MS);
  expect((await hold(customer)).status).toBe(201);
});

test("an order beyond the limit is refused and holds nothing", async () => {
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

test("one IP address can hold five unpaid places across customers", async () => {
  const limited = { rates: false, places: { customer: null, address: 5 } } as const;
  const at = await startTestApp({ clock: standingClock(), limits: limited });
  const here = await makeVenue(at.db, { units: 40, terms: { payment_terms: "full" } });
  const people = await Promise.all(
    [1, 2, 3].map(async () => at.as((await makePerson(at.db)).token)),
  );
  const items = [rig(here, "2026-11-24T18:00:00+03:00")];
  const statuses = [];
  for (const n of [0, 0, 1, 1, 2, 2]) {
    statuses.push((await people[n]!.post("/v1/bookings", { items })).status);
  }
  expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
  const refused = await people[2]!.post("/v1/bookings", { items });
  expect(refused.body).toMatchObject({ by: "address", limit: 5, places: 6 });
});

test("the limit counts places, not bookings", async () => {
  nextHour();
  const customer = await newCustomer();
  const wanted = (units: number) => ({
    items: [rig(venue, "2026-11-24T16:00:00+03:00", { units })],
  });
  expect((await customer.post("/v1/bookings", wanted(2))).status).toBe(201);
  const refused = await customer.post("/v1/bookings", wanted(2));
  expect(refused.body).toMatchObject({ status: 429, by: "customer", limit: 3, places: 4 });
  expect(refused.body.detail).toContain("the limit is 3");
  expect((await customer.post("/v1/bookings", wanted(1))).status).toBe(201);
});

test("a confirmed but unpaid booking counts until it is paid", async () => {
  nextHour();
  const customer = await newCustomer();
  const cut = () =>
    customer.post("/v1/bookings", { items: [haircut(salon, "2026-11-24T10:00:00+03:00")] });
  const booked = [await cut(), await cut(), await cut()];
  expect(booked.map(({ body }) => body.status)).toEqual(["confirmed", "confirmed", "confirmed"]);
  expect(problemOf(await cut())).toBe("hold-limit");
  const staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
  const { total } = booked[0]!.body;
  const paid = await staff.post(`/v1/bookings/${booked[0]!.body.id}/payments`, {
    method: "cash",
    amount: total,
  });
  expect(paid.status, JSON.stringify(paid.body)).toBeLessThan(300);
  expect((await cut()).status).toBe(201);
  expect(problemOf(await cut())).toBe("hold-limit");
});

test("a pending booking counts like a hold", async () => {
  nextHour();
  const customer = await newCustomer();
  const careful = await makeSalon(db, { staff: 5, terms: { acceptance: "manual" } });
  const ask = () =>
    customer.post("/v1/bookings", { items: [haircut(careful, "2026-11-24T10:00:00+03:00")] });
  const asked = [await ask(), await ask(), await ask()];
  expect(asked.map(({ body }) => body.status)).toEqual(["pending", "pending", "pending"]);
  expect(problemOf(await ask())).toBe("hold-limit");
});

test("an amendment and its quote are limited only when they take more places, and never for staff", async () => {
  nextHour();
  const customer = await newCustomer();
  const booked = await customer.post("/v1/bookings", {
    items: [rig(venue, "2026-11-24T14:00:00+03:00", { units: 3 })],
  });
  const { id, items } = booked.body;
  const change = (more: object) => ({ items: [{ id: items[0].id, ...more }] });
  for (const path of [`/v1/bookings/${id}/amendments/quote`, `/v1/bookings/${id}/amendments`]) {
    const refused = await customer.post(path, change({ units: 4 }));
    expect(refused.body).toMatchObject({ status: 429, by: "customer", limit: 3, places: 4 });
  }
  const moved = await customer.post(
    `/v1/bookings/${id}/amendments`,
    change({ start: "2026-11-24T15:00:00+03:00" }),
  );
  expect(moved.status, JSON.stringify(moved.body)).toBe(201);
  const smaller = await customer.post(`/v1/bookings/${id}/amendments`, change({ units: 2 }));
  expect(smaller.status, JSON.stringify(smaller.body)).toBe(201);
  const staff = app.as((await makeMember(db, venue.businessId, "staff")).token);
  const byDesk = await staff.post(`/v1/bookings/${id}/amendments`, change({ units: 5 }));
  expect(byDesk.status, JSON.stringify(byDesk.body)).toBe(201);
});

test("places held by an unpaid amendment count until it is withdrawn", async () => {
  nextHour();
  const customer = await newCustomer();
  const booked = await hold(customer);
  const staff = app.as((await makeMember(db, venue.businessId, "staff")).token);
  const paidBy = { kind: "cash", amount: booked.body.total };
  await staff.post(`/v1/bookings/${booked.body.id}/confirmation`, { paidBy });
  const { id, items } = booked.body;
  const grown = await customer.post(`/v1/bookings/${id}/amendments`, {
    items: [{ id: items[0].id, units: 3 }],
  });
  expect(grown.body).toMatchObject({ status: "awaitingPayment" });
  expect(problemOf(await hold(customer))).toBe("hold-limit");
  await customer.post(`/v1/bookings/${id}/amendments/${grown.body.id}/withdrawal`, {});
  expect((await hold(customer)).status).toBe(201);
});

test("the database and the server group IP addresses alike: one IPv6 network or one IPv4 address", async () => {
  const { rows } = await sql<{ block: string | null }>`
    select address_block(ip) as block from unnest(${addresses}::text[]) with ordinality x (ip, n) order by n`.execute(
    db,
  );
  expect(rows.map(({ block }) => block)).toEqual(addresses.map((ip) => addressBlock(ip)));
});

test("orders without an address do not count as one address", async () => {
  const { rows } = await sql<{ block: string | null }>`select address_block(null) as block`.execute(
    db,
  );
  expect(rows).toEqual([{ block: null }]);
});

test("a business's desk has no limit", async () => {
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

test("a hold-limit refusal is not stored: the same key books once a place is free", async () => {
  nextHour();
  const customer = await newCustomer();
  const held = [await hold(customer), await hold(customer), await hold(customer)];
  const items = [rig(venue, "2026-11-24T18:00:00+03:00")];
  const key = { "idempotency-key": "patience" };
  expect((await customer.post("/v1/bookings", { items }, key)).status).toBe(429);
  await customer.post(`/v1/bookings/${held[0]!.body.id}/cancellation`);
  expect((await customer.post("/v1/bookings", { items }, key)).status).toBe(201);
});
