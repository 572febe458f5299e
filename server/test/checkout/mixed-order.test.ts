import { beforeEach, expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { amend, NOON, pay, richCustomer, TEN } from "../amendment/shop.ts";
import { haircut, rig } from "../flows/wants.ts";
import { makeSalon, makeVenue, type Salon, type Venue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { startMoneyApp } from "../harness/money-app.ts";
import { makeMember } from "../harness/people.ts";
import { morning } from "../harness/test-app.ts";

const app = await startMoneyApp();
const { db, clock } = app;

let customer: Caller;
let salon: Salon;
let venue: Venue;

beforeEach(async () => {
  clock.set(morning);
  customer = await richCustomer(app);
  salon = await makeSalon(db, { terms: { payment_terms: "full" } });
  venue = await makeVenue(db, { units: 1 });
});

/** Holds a prepaid haircut and an hour paid at the venue in one order. */
async function holdBoth() {
  const items = [haircut(salon, TEN), rig(venue, NOON)];
  const order = await customer.post("/v1/orders", { items });
  const of = (businessId: string) =>
    order.body.bookings.find((one: { businessId: string }) => one.businessId === businessId);
  return { orderId: order.body.id, cut: of(salon.businessId), hour: of(venue.businessId) };
}

async function statusesOf(orderId: string): Promise<Record<string, string>> {
  const { body } = await customer.get(`/v1/orders/${orderId}`);
  const all: { businessId: string; status: string }[] = body.bookings;
  const of = (id: string) => all.find(({ businessId }) => businessId === id)!.status;
  return { cut: of(salon.businessId), hour: of(venue.businessId) };
}

test("a booking paid at the venue is confirmed with the paid rest of its order, and does not expire", async () => {
  const { orderId } = await holdBoth();
  await pay(customer, orderId);
  expect(await statusesOf(orderId)).toEqual({ cut: "confirmed", hour: "confirmed" });
  clock.advance(60 * MINUTE_MS);
  expect(await statusesOf(orderId)).toEqual({ cut: "confirmed", hour: "confirmed" });
});

test("a booking that needs manual acceptance is pending once the rest of its order is paid", async () => {
  venue = await makeVenue(db, { units: 1, terms: { acceptance: "manual" } });
  const { orderId } = await holdBoth();
  await pay(customer, orderId);
  expect(await statusesOf(orderId)).toEqual({ cut: "confirmed", hour: "pending" });
});

test("when the prepaid part is cancelled, the rest is confirmed", async () => {
  const { orderId, cut } = await holdBoth();
  await customer.post(`/v1/bookings/${cut.id}/cancellation`, {});
  await app.work();
  expect(await statusesOf(orderId)).toEqual({ cut: "cancelled", hour: "confirmed" });
});

test("when the desk takes the money for the prepaid part, the rest is confirmed", async () => {
  const { orderId, cut } = await holdBoth();
  const desk = app.as((await makeMember(db, salon.businessId, "staff")).token);
  const paidBy = { kind: "cash", amount: { amount: 10_000, currency: "SAR" } };
  const confirmed = await desk.post(`/v1/bookings/${cut.id}/confirmation`, { paidBy });
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
  await app.work();
  expect(await statusesOf(orderId)).toEqual({ cut: "confirmed", hour: "confirmed" });
});

test("while part of an order is unpaid, the whole order stays on hold and expires together", async () => {
  const { orderId, hour } = await holdBoth();
  await amend(customer, hour.id, { items: [{ id: hour.items[0].id, start: TEN }] });
  await app.work();
  expect((await statusesOf(orderId))["cut"]).toBe("reserved");
  clock.advance(60 * MINUTE_MS);
  expect((await statusesOf(orderId))["cut"]).toBe("expired");
});
