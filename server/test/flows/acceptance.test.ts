import { beforeAll, expect, test } from "vitest";
import { makeHotel, makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, nights, problemOf } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db } = app;

let salon: Salon;
let staff: Caller;
let customer: Caller;

beforeAll(async () => {
  salon = await makeSalon(db, { terms: { acceptance: "manual" } });
  staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
  customer = app.as((await makePerson(db)).token);
});

async function ask(start: string): Promise<string> {
  const { status, body } = await customer.post("/v1/bookings", { items: [haircut(salon, start)] });
  const untilItBegins = new Date(start).toISOString();
  expect([status, body.status, body.expiresAt]).toEqual([201, "pending", untilItBegins]);
  return body.id;
}

test("a pending booking keeps its time, and staff can confirm it but the customer cannot", async () => {
  const id = await ask("2026-11-24T10:00:00+03:00");
  const other = app.as((await makePerson(db)).token);
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  expect(problemOf(await other.post("/v1/bookings", { items }))).toBe("already-taken");

  const tooEager = await customer.post(`/v1/bookings/${id}/confirmation`);
  expect([tooEager.status, problemOf(tooEager)]).toEqual([403, "forbidden"]);
  const accepted = await staff.post(`/v1/bookings/${id}/confirmation`);
  expect([accepted.status, accepted.body.status]).toEqual([200, "confirmed"]);
  expect(accepted.body.stamps).toMatchObject({
    pendingAt: "2026-11-21T06:00:00.000Z",
    confirmedAt: "2026-11-21T06:00:00.000Z",
    reservedAt: null,
  });
});

test("the business can cancel a pending booking instead of accepting it, which frees its time", async () => {
  const id = await ask("2026-11-24T11:00:00+03:00");
  const cancelled = await staff.post(`/v1/bookings/${id}/cancellation`, {
    reason: "Fully staffed",
  });
  expect(cancelled.body).toMatchObject({
    status: "cancelled",
    cancelledBy: "business",
    cancelReason: "Fully staffed",
  });
  await ask("2026-11-24T11:00:00+03:00");
});

test("a cancelled booking cannot be cancelled again, and keeps who cancelled it and why", async () => {
  const id = await ask("2026-11-24T12:00:00+03:00");
  await staff.post(`/v1/bookings/${id}/cancellation`, { reason: "The chair is broken" });
  const again = await customer.post(`/v1/bookings/${id}/cancellation`, {
    reason: "I changed my mind",
  });
  expect([again.status, problemOf(again)]).toEqual([409, "invalid-transition"]);
  expect(again.body).toMatchObject({ from: "cancelled", to: "cancelled" });
  const read = await customer.get(`/v1/bookings/${id}`);
  expect(read.body).toMatchObject({
    cancelledBy: "business",
    cancelReason: "The chair is broken",
    version: 2,
  });
});

test("a customer cannot confirm a booking with manual acceptance that is held until another booking is paid", async () => {
  const hotel = await makeHotel(db, { terms: { payment_terms: "full" } });
  const order = await customer.post("/v1/orders", {
    items: [haircut(salon, "2026-11-24T13:00:00+03:00"), nights(hotel, "2026-11-24", "2026-11-25")],
  });
  const held = order.body.bookings.find(
    (one: { businessId: string }) => one.businessId === salon.businessId,
  );
  expect(held).toMatchObject({ status: "reserved", acceptance: "manual", due: { amount: 0 } });
  const tooEager = await customer.post(`/v1/bookings/${held.id}/confirmation`);
  const read = await customer.get(`/v1/bookings/${held.id}`);
  expect(read.body.status).not.toBe("confirmed");
  expect(tooEager.body.status).not.toBe("confirmed");
});
