import { beforeEach, expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { haircut, problemOf } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { amendFirst, book, ELEVEN, read, TEN } from "./shop.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;

let salon: Salon;
let customer: Caller;
let staff: Caller;

beforeEach(async () => {
  clock.set(morning);
  salon = await makeSalon(db);
  customer = app.as((await makePerson(db)).token);
  staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
});

test("a customer cannot amend a booking from the moment it begins", async () => {
  const { id, start } = await book(customer, haircut(salon, TEN));
  clock.set(TEN);
  const late = await amendFirst(customer, id, { start: ELEVEN });
  expect([late.status, problemOf(late)]).toEqual([422, "not-available"]);
  expect(late.body.reasons).toMatchObject([{ rule: "already-begun" }]);
  expect(await read(customer, id)).toMatchObject({ start, version: 1 });
  clock.advance(-1);
  expect((await amendFirst(customer, id, { start: ELEVEN })).status).toBe(201);
});

test("the business can still amend a booking that has begun", async () => {
  const { id } = await book(customer, haircut(salon, TEN));
  clock.set(Date.parse(TEN) + 5 * MINUTE_MS);
  const { body } = await amendFirst(staff, id, { start: ELEVEN });
  expect(body, JSON.stringify(body)).toMatchObject({ status: "applied", by: "business" });
  expect(await read(customer, id)).toMatchObject({ start: new Date(ELEVEN).toISOString() });
});

test("a customer who is checked in cannot amend the booking, but the business can", async () => {
  const { id } = await book(customer, haircut(salon, TEN));
  clock.set(Date.parse(TEN) - 10 * MINUTE_MS);
  expect((await staff.post(`/v1/bookings/${id}/checkIn`)).status).toBe(200);
  const late = await amendFirst(customer, id, { start: ELEVEN });
  expect(late.body.reasons).toMatchObject([{ rule: "already-checked-in" }]);
  expect((await amendFirst(staff, id, { start: ELEVEN })).status).toBe(201);
});

test("neither the customer nor the business can move a booking to a time that has begun", async () => {
  const { id } = await book(customer, haircut(salon, ELEVEN));
  clock.set(Date.parse(TEN) + 5 * MINUTE_MS);
  for (const by of [customer, staff]) {
    const refused = await amendFirst(by, id, { start: TEN });
    expect([refused.status, problemOf(refused)]).toEqual([422, "not-available"]);
  }
});
