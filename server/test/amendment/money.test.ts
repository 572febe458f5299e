import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../src/base/time.ts";
import { haircut, nights, rig, seats } from "../flows/wants.ts";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeHotel, makeSalon, makeVenue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember } from "../harness/people.ts";
import { morning } from "../harness/test-app.ts";
import {
  amend,
  buy,
  ELEVEN,
  expectAllPass,
  NOON,
  pay,
  richCustomer,
  TEN,
  walletOf,
} from "./shop.ts";

const app = await startMoneyApp();
const { db, clock, owner } = app;

let customer: Caller & { id: string };

beforeEach(async () => {
  clock.set(morning);
  customer = await richCustomer(app);
});

/** A rental whose afternoon costs twice as much. */
async function venueWithDearNoon(terms = {}) {
  const venue = await makeVenue(db, { units: 1, terms: { payment_terms: "full", ...terms } });
  await sql`insert into rental_prices (business_id, id, rental_id, weekday, starts_minute, ends_minute, price_hour_minor)
    values (${venue.businessId}, gen_random_uuid(), ${venue.rentalId}, 2, 720, 1440, 10000)`.execute(
    owner,
  );
  return venue;
}

test("shortening a paid rental refunds the difference, and lengthening it charges it again", async () => {
  const venue = await makeVenue(db, { units: 1, terms: { payment_terms: "full" } });
  const booking = await buy(app, customer, [rig(venue, TEN, { hours: 2 })]);
  expect(booking.status).toBe("confirmed");
  const [item] = booking.items;
  const shorter = await amend(customer, booking.id, { items: [{ id: item.id, end: ELEVEN }] });
  expect(shorter.body).toMatchObject({
    status: "applied",
    price: { before: sar(10_000), after: sar(5_000) },
    goesBack: sar(5_000),
    dueNow: sar(0),
    fee: { amount: sar(0), reason: null },
    acceptance: "none",
    expiresAt: null,
  });
  await app.work();
  expect(await walletOf(customer)).toBe(1_000_000 - 5_000);
  const longer = await amend(customer, booking.id, { items: [{ id: item.id, end: NOON }] });
  expect(longer.body).toMatchObject({ status: "awaitingPayment", dueNow: sar(5_000) });
  const stranger = await richCustomer(app);
  const meanwhile = await stranger.post("/v1/bookings", { items: [rig(venue, ELEVEN)] });
  expect(meanwhile.status).toBe(409);
  await pay(customer, booking.orderId);
  await app.work();
  const after = (await customer.get(`/v1/bookings/${booking.id}`)).body;
  expect(after).toMatchObject({ total: sar(10_000), end: "2026-11-24T09:00:00.000Z" });
  expect(await walletOf(customer)).toBe(1_000_000 - 10_000);
  await expectAllPass(app);
});

test("a move to a dearer hour holds both hours until it is paid; unpaid, it expires and the old hour stays", async () => {
  const venue = await venueWithDearNoon();
  const booking = await buy(app, customer, [rig(venue, TEN)]);
  const [item] = booking.items;
  const dearer = await amend(customer, booking.id, { items: [{ id: item.id, start: NOON }] });
  expect(dearer.body).toMatchObject({
    status: "awaitingPayment",
    price: { before: sar(5_000), after: sar(10_000) },
    dueNow: sar(5_000),
  });
  const other = await richCustomer(app);
  for (const start of [TEN, NOON]) {
    expect((await other.post("/v1/bookings", { items: [rig(venue, start)] })).status).toBe(409);
  }
  clock.advance(11 * MINUTE_MS);
  const free = await other.post("/v1/bookings", { items: [rig(venue, NOON)] });
  expect(free.status, JSON.stringify(free.body)).toBe(201);
  const old = (await customer.get(`/v1/bookings/${booking.id}`)).body;
  expect(old).toMatchObject({ status: "confirmed", total: sar(5_000), start: booking.start });
  const listed = await customer.get(`/v1/bookings/${booking.id}/amendments`);
  expect(listed.body.items[0].status).toBe("expired");
  await expectAllPass(app);
});

test("a paid booking keeps its price when it moves after the list price went up", async () => {
  const salon = await makeSalon(db, { terms: { payment_terms: "full" } });
  const booking = await buy(app, customer, [haircut(salon, TEN)]);
  await sql`update services set price_minor = price_minor + 100 where id = ${salon.serviceId}`.execute(
    owner,
  );
  const moved = await amend(customer, booking.id, {
    items: [{ id: booking.items[0].id, start: NOON }],
  });
  expect(moved.body).toMatchObject({ status: "applied", price: { after: sar(10_000) } });
  await expectAllPass(app);
});

test("moving a booking before cancelling it does not avoid the cancellation fee", async () => {
  const salon = await makeSalon(db, {
    terms: { payment_terms: "full", free_cancel_hours: 48, cancel_fee_percent: 100 },
  });
  const booking = await buy(app, customer, [haircut(salon, TEN)]);
  clock.set(Date.parse(TEN) - 24 * HOUR_MS);
  const moved = await amend(customer, booking.id, {
    items: [{ id: booking.items[0].id, start: "2026-12-24T10:00:00+03:00" }],
  });
  expect(moved.body).toMatchObject({
    status: "applied",
    fee: { amount: sar(0), floor: sar(10_000), reason: "frozen" },
  });
  const quote = await customer.get(`/v1/bookings/${booking.id}/cancellation`);
  expect(quote.body).toMatchObject({ fee: sar(10_000), refund: sar(0) });
  await customer.post(`/v1/bookings/${booking.id}/cancellation`, {});
  await app.work();
  expect(await walletOf(customer)).toBe(1_000_000 - 10_000);
  await expectAllPass(app);
});

test("removing one of three seats charges its cancellation fee and keeps the others", async () => {
  const bus = await makeBusLine(db, {
    terms: { payment_terms: "full", free_cancel_hours: 8760, cancel_fee_percent: 25 },
  });
  const booking = await buy(app, customer, [seats(bus, ["1", "2", "3"])]);
  expect(booking.total).toEqual(sar(30_000));
  const [item] = booking.items;
  const keep = item.seats
    .slice(0, 2)
    .map(({ label, passenger }: { label: string; passenger: string }) => ({ label, passenger }));
  const fewer = await amend(customer, booking.id, { items: [{ id: item.id, seats: keep }] });
  expect(fewer.body).toMatchObject({
    status: "applied",
    price: { before: sar(30_000), after: sar(20_000) },
    fee: { amount: sar(2_500), reason: "partial-cancellation" },
    goesBack: sar(7_500),
  });
  const other = await richCustomer(app);
  await buy(app, other, [seats(bus, ["3"])]);
  await expectAllPass(app);
  await customer.post(`/v1/bookings/${booking.id}/cancellation`, {});
  await app.work();
  expect(await walletOf(customer)).toBe(1_000_000 - 7_500);
  await expectAllPass(app);
});

test("a stay can be shortened although a night was closed and a minimum stay set since", async () => {
  const hotel = await makeHotel(db, { terms: { payment_terms: "full" } });
  const booking = await buy(app, customer, [nights(hotel, "2026-11-24", "2026-11-28")]);
  await sql`insert into room_rates (business_id, room_type_id, night, closed, min_nights, price_minor)
    values (${hotel.businessId}, ${hotel.roomTypeId}, '2026-11-24', true, 7, 90000)`.execute(owner);
  const shorter = await amend(customer, booking.id, {
    items: [{ id: booking.items[0].id, checkOut: "2026-11-27" }],
  });
  expect(shorter.body).toMatchObject({
    status: "applied",
    price: { before: sar(120_000), after: sar(90_000) },
    goesBack: sar(30_000),
  });
  await expectAllPass(app);
});

test("a manually accepted booking needs acceptance for a new time and keeps the old one meanwhile", async () => {
  const salon = await makeSalon(db, { terms: { acceptance: "manual" } });
  const manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
  const made = await customer.post("/v1/bookings", { items: [haircut(salon, TEN)] });
  await manager.post(`/v1/bookings/${made.body.id}/confirmation`, {});
  const [item] = made.body.items;
  const asked = await amend(customer, made.body.id, { items: [{ id: item.id, start: NOON }] });
  expect(asked.body).toMatchObject({ status: "awaitingAcceptance", acceptance: "again" });
  expect((await customer.get(`/v1/bookings/${made.body.id}`)).body).toMatchObject({
    status: "confirmed",
    start: made.body.start,
  });
  const path = `/v1/bookings/${made.body.id}/amendments/${asked.body.id}`;
  expect((await customer.post(`${path}/acceptance`, {})).status).toBe(403);
  const declined = await manager.post(`${path}/decline`, { reason: "full" });
  expect(declined.body.status).toBe("declined");
  const again = await amend(customer, made.body.id, { items: [{ id: item.id, start: NOON }] });
  const accepted = await manager.post(
    `/v1/bookings/${made.body.id}/amendments/${again.body.id}/acceptance`,
    {},
  );
  expect(accepted.body.status, JSON.stringify(accepted.body)).toBe("applied");
  expect((await customer.get(`/v1/bookings/${made.body.id}`)).body.start).toBe(
    "2026-11-24T09:00:00.000Z",
  );
  await expectAllPass(app);
});

test("a paid amendment that is declined is refunded, and the old booking stays", async () => {
  const venue = await venueWithDearNoon({ acceptance: "manual" });
  const manager = app.as((await makeMember(db, venue.businessId, "manager")).token);
  const booking = await buy(app, customer, [rig(venue, TEN)]);
  await manager.post(`/v1/bookings/${booking.id}/confirmation`, {});
  await app.work();
  const asked = await amend(customer, booking.id, {
    items: [{ id: booking.items[0].id, start: NOON }],
  });
  expect(asked.body).toMatchObject({ status: "awaitingPayment", acceptance: "again" });
  await pay(customer, booking.orderId);
  await app.work();
  const path = `/v1/bookings/${booking.id}/amendments/${asked.body.id}`;
  expect((await customer.get(path)).body.status).toBe("awaitingAcceptance");
  await expectAllPass(app);
  expect((await manager.post(`${path}/decline`, {})).status).toBe(200);
  await app.work();
  expect(await walletOf(customer)).toBe(1_000_000 - 5_000);
  await expectAllPass(app);
});

test("one amendment can add an item and remove another", async () => {
  const salon = await makeSalon(db, { staff: 2, terms: { payment_terms: "full" } });
  const booking = await buy(app, customer, [haircut(salon, TEN), haircut(salon, ELEVEN)]);
  const [first] = booking.items;
  const swapped = await amend(customer, booking.id, {
    items: [haircut(salon, NOON)],
    remove: [first.id],
  });
  expect(swapped.body).toMatchObject({ status: "applied", dueNow: sar(0), goesBack: sar(0) });
  expect(
    swapped.body.items.map((one: { before: unknown; after: unknown }) => [
      !!one.before,
      !!one.after,
    ]),
  ).toEqual([
    [false, true],
    [true, false],
  ]);
  await expectAllPass(app);
});
