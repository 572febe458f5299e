import { beforeEach, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../src/base/time.ts";
import { makeOtherRigs } from "../flows/other-rigs.ts";
import { makeOtherService } from "../flows/other-service.ts";
import { haircut, problemOf, rig } from "../flows/wants.ts";
import { makeSalon, makeVenue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember } from "../harness/people.ts";
import { morning } from "../harness/test-app.ts";
import {
  amendFirst,
  book,
  buy,
  ELEVEN,
  expectAllPass,
  NOON,
  pay,
  read,
  richCustomer,
  TEN,
  walletOf,
} from "./shop.ts";

/** Amendments that raise the price or require payment in advance: nobody gets something dear for the price of something cheap. */

const app = await startMoneyApp();
const { db, clock } = app;

let customer: Caller;

beforeEach(async () => {
  clock.set(morning);
  customer = await richCustomer(app);
});

const full = { terms: { payment_terms: "full" } } as const;

test("a booking with nothing due moves to an offering paid in advance only after payment", async () => {
  const venue = await makeVenue(db);
  const { id, orderId } = await book(customer, rig(venue, TEN));
  const dear = await makeOtherRigs(db, venue, { payment_terms: "full" });
  const moved = await amendFirst(customer, id, { rentalId: dear, units: 1 });
  expect(moved.body).toMatchObject({ status: "awaitingPayment", dueNow: sar(90_000) });
  expect((await read(customer, id)).items[0].offeringId).toBe(venue.rentalId);
  await pay(customer, orderId);
  expect(await read(customer, id)).toMatchObject({
    status: "confirmed",
    paymentTerms: "full",
    total: sar(90_000),
    items: [{ offeringId: dear }],
  });
  expect(await walletOf(customer)).toBe(1_000_000 - 90_000);
  await expectAllPass(app);
});

test("adding units that are paid at the venue needs no payment first", async () => {
  const venue = await makeVenue(db);
  const { id } = await book(customer, rig(venue, TEN));
  const more = await amendFirst(customer, id, { units: 6, end: NOON });
  expect(more.body).toMatchObject({ status: "applied", dueNow: sar(0) });
  expect((await read(customer, id)).total).toEqual(sar(60_000));
  await expectAllPass(app);
});

test("a dearer booking with a deposit owes the rest of the new deposit, not the whole price", async () => {
  const venue = await makeVenue(db, { terms: { payment_terms: "deposit" } });
  const { id, orderId } = await buy(app, customer, [rig(venue, TEN)]);
  const more = await amendFirst(customer, id, { end: NOON });
  expect(more.body).toMatchObject({
    status: "awaitingPayment",
    price: { before: sar(5_000), after: sar(10_000) },
    dueNow: sar(1_500),
  });
  await pay(customer, orderId);
  expect(await walletOf(customer)).toBe(1_000_000 - 3_000);
  await expectAllPass(app);
});

test("a booking paid at the desk owes the difference when it gets dearer, and nothing when the price stays", async () => {
  const venue = await makeVenue(db, full);
  const staff = app.as((await makeMember(db, venue.businessId, "staff")).token);
  const { id } = await book(customer, rig(venue, TEN));
  const paidBy = { kind: "cash", amount: { amount: 5_000, currency: "SAR" } };
  await staff.post(`/v1/bookings/${id}/confirmation`, { paidBy });
  await app.work();
  const dearer = await amendFirst(customer, id, { units: 6, end: NOON });
  expect(dearer.body).toMatchObject({ status: "awaitingPayment", dueNow: sar(55_000) });
  expect(await read(customer, id)).toMatchObject({ total: sar(5_000), due: sar(5_000) });
  await customer.post(`/v1/bookings/${id}/amendments/${dearer.body.id}/withdrawal`);
  const like = await amendFirst(customer, id, { start: ELEVEN });
  expect(like.body).toMatchObject({ status: "applied", price: { after: sar(5_000) } });
  await expectAllPass(app);
});

test("the refund of one item pays for the higher price of another", async () => {
  const salon = await makeSalon(db, { staff: 2, ...full });
  const dear = await makeOtherService(db, salon, { payment_terms: "full" });
  const booking = await buy(app, customer, [haircut(salon, TEN), haircut(salon, ELEVEN)]);
  const [first, second] = booking.items;
  const change = { items: [{ id: first.id, serviceId: dear }], remove: [second.id] };
  const quote = await customer.post(`/v1/bookings/${booking.id}/amendments/quote`, change);
  expect(quote.body).toMatchObject({ status: "applied", dueNow: sar(0), goesBack: sar(5_000) });
  const made = await customer.post(`/v1/bookings/${booking.id}/amendments`, change);
  expect(made.body.status).toBe("applied");
  await app.work();
  expect(await walletOf(customer)).toBe(1_000_000 - 15_000);
  await expectAllPass(app);
});

test("an amendment that awaits payment cannot be paid after it is withdrawn or expires", async () => {
  const venue = await makeVenue(db, { units: 1, ...full });
  const { id, orderId } = await buy(app, customer, [rig(venue, TEN)]);
  const asked = await amendFirst(customer, id, { end: NOON });
  const path = `/v1/bookings/${id}/amendments/${asked.body.id}`;
  expect(asked.body.expiresAt).toBe(new Date(clock.now() + 10 * MINUTE_MS).toISOString());
  expect((await customer.post(`${path}/withdrawal`)).body.status).toBe("withdrawn");
  const unpaid = await customer.post(`/v1/orders/${orderId}/payments`, { method: "wallet" });
  expect([unpaid.status, problemOf(unpaid)]).toEqual([409, "invalid-transition"]);
  const again = await amendFirst(customer, id, { end: NOON });
  expect(again.body.status).toBe("awaitingPayment");
  clock.advance(HOUR_MS);
  const late = await customer.post(`/v1/orders/${orderId}/payments`, { method: "wallet" });
  expect([late.status, problemOf(late)]).toEqual([409, "invalid-transition"]);
  expect(await walletOf(customer)).toBe(1_000_000 - 5_000);
  await expectAllPass(app);
});
