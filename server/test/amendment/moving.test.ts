import { sql } from "kysely";
import { readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { haircut, nights, problemOf, rig } from "../flows/wants.ts";
import { makeHotel, makeSalon, makeVenue, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { throughGate } from "../harness/gate.ts";
import { makeMember, makePerson, platform } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { amend, amendFirst, book, ELEVEN, NOON, read, TEN } from "./shop.ts";
import { readPages } from "../harness/pages.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;

let salon: Salon;
let customer: Caller;
let other: Caller;

beforeEach(async () => {
  clock.set(morning);
  salon = await makeSalon(db, { staff: 2 });
  customer = app.as((await makePerson(db)).token);
  other = app.as((await makePerson(db)).token);
});

const by = (n: number) => ({ staffId: salon.staffIds[n]! });

test("a move takes the new time and frees the old one in one step", async () => {
  const { id } = await book(customer, haircut(salon, TEN, by(0)));
  const moved = await amendFirst(customer, id, { start: ELEVEN });
  expect(moved.body).toMatchObject({ status: "applied", bookingId: id, by: "customer" });
  expect(await read(customer, id)).toMatchObject({
    status: "confirmed",
    version: 2,
    start: "2026-11-24T08:00:00.000Z",
  });
  await book(other, haircut(salon, TEN, by(0)));
  const { body: events } = await customer.get(`/v1/bookings/${id}/events`);
  expect(events.items.map((one: { type: string }) => one.type)).toEqual(["confirmed", "amended"]);
  expect(events.items[1].details).toMatchObject({ amendmentId: moved.body.id });
});

test("events and amendments come page by page", async () => {
  const { id } = await book(customer, haircut(salon, TEN, by(0)));
  for (const start of [ELEVEN, NOON]) {
    expect((await amendFirst(customer, id, { start })).body.status).toBe("applied");
  }
  expect(await readPages(customer, `/v1/bookings/${id}/events`)).toHaveLength(3);
  expect(await readPages(customer, `/v1/bookings/${id}/amendments`)).toHaveLength(2);
  expect((await other.get(`/v1/bookings/${id}/events?limit=1`)).status).toBe(404);
});

test("a booking has twenty items at most, also after amendments", async () => {
  const { id, items } = await book(customer, haircut(salon, TEN, by(0)));
  const path = `/v1/bookings/${id}/amendments/quote`;
  const { staffId: _, ...more } = haircut(salon, NOON, by(0));
  const twenty = Array.from({ length: 20 }, () => more);
  const answer = await customer.post(path, { items: twenty });
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toEqual([
    {
      pointer: "/items",
      detail: "A booking has at most 20 items; book the rest in another order.",
    },
  ]);
  const instead = await customer.post(path, { items: twenty, remove: [items[0].id] });
  expect(instead.body.errors ?? []).not.toContainEqual(answer.body.errors[0]);
});

test("the amendments of another customer's booking answer 404", async () => {
  const { id, items } = await book(customer, haircut(salon, TEN));
  const { body: made } = await amendFirst(customer, id, { start: ELEVEN });
  const path = `/v1/bookings/${id}/amendments`;
  const change = { items: [{ id: items[0].id, start: NOON }] };
  const answers = [
    await other.post(path, change),
    await other.post(`${path}/quote`, change),
    await other.get(path),
    await other.get(`${path}/${made.id}`),
    await other.post(`${path}/${made.id}/withdrawal`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
});

test("a move to a taken time is refused with alternatives, and the booking keeps its time", async () => {
  const { id, start } = await book(customer, haircut(salon, TEN, by(0)));
  await book(other, haircut(salon, ELEVEN, by(0)));
  const refused = await amendFirst(customer, id, { start: ELEVEN });
  expect([refused.status, problemOf(refused)]).toEqual([409, "already-taken"]);
  expect(refused.body.alternatives.length).toBeGreaterThan(0);
  expect(await read(customer, id)).toMatchObject({ start, version: 1 });
  expect((await customer.get(`/v1/bookings/${id}/amendments`)).body.items).toEqual([]);
});

test("a customer who loses the race for the new time gets the same alternatives as a later one", async () => {
  const alone = await makeSalon(db);
  const { id, items } = await book(customer, haircut(alone, TEN));
  const move = (start: string) =>
    customer.post(`/v1/bookings/${id}/amendments`, { items: [{ id: items[0].id, start }] });
  // The move has found the new time free and waits for the lock of its own booking.
  const lost = await throughGate(
    {
      url: app.url,
      contenders: 1,
      bookingId: id,
      meanwhile: () => book(other, haircut(alone, ELEVEN)),
    },
    () => move(ELEVEN),
  );
  expect([lost.status, problemOf(lost)]).toEqual([409, "already-taken"]);
  expect(lost.body.alternatives.length).toBeGreaterThan(0);
  const later = await move(ELEVEN);
  expect(lost.body.alternatives).toEqual(later.body.alternatives);
  expect((await move(lost.body.alternatives[0].start)).status).toBe(201);
});

test("the new time may overlap the booking's own old time or equal it", async () => {
  const venue = await makeVenue(db, { units: 1 });
  const { id } = await book(customer, rig(venue, TEN, { hours: 2 }));
  expect((await amendFirst(customer, id, { start: ELEVEN })).body.status).toBe("applied");
  expect(await read(customer, id)).toMatchObject({ end: "2026-11-24T10:00:00.000Z" });
  expect((await amendFirst(customer, id, { start: ELEVEN })).body.status).toBe("applied");
  const hotel = await makeHotel(db);
  const stay = await book(customer, nights(hotel, "2026-11-24", "2026-11-27"));
  const longer = { checkIn: "2026-11-25", checkOut: "2026-11-29" };
  const moved = await amendFirst(customer, stay.id, longer);
  expect(moved.body.price.after.amount).toBe(4 * 30_000);
  expect(await read(customer, stay.id)).toMatchObject({
    total: { amount: 4 * 30_000 },
    items: [longer],
  });
});

test("a cancelled booking shows the staff member it had last", async () => {
  const { id } = await book(customer, haircut(salon, TEN, by(0)));
  await amendFirst(customer, id, by(1));
  const { body } = await customer.post(`/v1/bookings/${id}/cancellation`);
  expect(body.items[0].staffId).toBe(salon.staffIds[1]);
});

test("a sold booking moves under its own terms after the business changed the terms", async () => {
  const { id } = await book(customer, haircut(salon, TEN));
  await inTransaction(db, platform, (tx) =>
    tx
      .updateTable("offerings")
      .set({ payment_terms: "full", acceptance: "manual" })
      .where("business_id", "=", salon.businessId)
      .execute(),
  );
  const moved = await amendFirst(customer, id, { start: ELEVEN });
  expect(moved.body).toMatchObject({ status: "applied", dueNow: { amount: 0 } });
  expect(await read(customer, id)).toMatchObject({
    status: "confirmed",
    paymentTerms: "venue",
    due: { amount: 0 },
  });
});

test("refuses to amend a cancelled booking and names its status", async () => {
  const { id, items } = await book(customer, haircut(salon, TEN));
  await customer.post(`/v1/bookings/${id}/cancellation`);
  const change = { items: [{ id: items[0].id, start: ELEVEN }] };
  const refused = await amend(customer, id, change);
  expect([refused.status, problemOf(refused)]).toEqual([409, "invalid-transition"]);
  expect(refused.body).toMatchObject({ from: "cancelled", to: "amended" });
});

test("a quote writes nothing and takes nothing", async () => {
  const { id, items, version } = await book(customer, haircut(salon, TEN));
  const quoted = await customer.post(`/v1/bookings/${id}/amendments/quote`, {
    items: [{ id: items[0].id, start: ELEVEN }],
  });
  expect([quoted.status, quoted.body.status]).toEqual([200, "applied"]);
  const after = { ...items[0], start: "2026-11-24T08:00:00.000Z", end: expect.anything() };
  expect(quoted.body.items).toMatchObject([{ id: items[0].id, before: items[0], after }]);
  expect(await read(customer, id)).toMatchObject({ version, items });
  await book(other, haircut(salon, ELEVEN, by(0)));
  await book(other, haircut(salon, ELEVEN, by(1)));
});

test("If-Match lets a quote or amendment through only with the booking's current version", async () => {
  const { id, items, version } = await book(customer, haircut(salon, TEN));
  const change = { items: [{ id: items[0].id, start: ELEVEN }] };
  for (const path of [`/v1/bookings/${id}/amendments/quote`, `/v1/bookings/${id}/amendments`]) {
    const stale = await customer.post(path, change, { "if-match": `"${version + 1}"` });
    expect([stale.status, problemOf(stale)]).toEqual([412, "precondition-failed"]);
    const broken = await customer.post(path, change, { "if-match": "yesterday's" });
    expect([broken.status, broken.body.errors[0].pointer]).toEqual([400, "/headers/if-match"]);
  }
  const { headers } = await customer.get(`/v1/bookings/${id}`);
  const current = { "if-match": headers.get("etag")! };
  expect((await customer.post(`/v1/bookings/${id}/amendments/quote`, change, current)).status).toBe(
    200,
  );
  expect((await customer.post(`/v1/bookings/${id}/amendments`, change, current)).status).toBe(201);
  expect((await read(customer, id)).version).toBe(version + 1);
});

test("a booking at a suspended business cannot be moved, but it can be reduced", async () => {
  const venue = await makeVenue(db);
  const { id } = await book(customer, rig(venue, TEN, { hours: 2, units: 2 }));
  await inTransaction(db, platform, (tx) =>
    sql`select move_business(${venue.businessId}, 'suspended', 'because', null)`.execute(tx),
  );
  const manager = app.as((await makeMember(db, venue.businessId, "manager")).token);
  for (const who of [customer, manager]) {
    const moved = await amendFirst(who, id, { start: ELEVEN });
    expect([moved.status, problemOf(moved)]).toEqual([404, "not-found"]);
  }
  const shorter = await amendFirst(customer, id, { end: ELEVEN, units: 1 });
  expect(shorter.body).toMatchObject({ status: "applied", price: { after: { amount: 5_000 } } });
});

test("an amendment stored by an earlier release is shown like a new one", async () => {
  const { id } = await book(customer, haircut(salon, TEN, by(0)));
  await amendFirst(customer, id, { start: ELEVEN });
  const path = `/v1/bookings/${id}/amendments`;
  const [shown] = (await customer.get(path)).body.items;
  const [{ before, after, price }] = shown.items;
  const kept = [{ id: before.id, before: asKept(before), after: asKept(after), price }];
  await sql`update amendments set items = ${JSON.stringify(kept)} where id = ${shown.id}`.execute(
    app.owner,
  );
  const file = new URL("../../migrations/0033_rows_of_amendments.sql", import.meta.url);
  for (const statement of readFileSync(file, "utf8")
    .split(";\n")
    .filter((one) => one.trim())) {
    await sql.raw(statement).execute(app.owner);
  }
  expect((await customer.get(path)).body.items[0]).toEqual(shown);
});

/** An appointment in the form stored before answers used the field names of requests. */
function asKept(item: Record<string, unknown>) {
  const { id, kind, offeringId, name, quantity, price, due, acceptance, feeFloor } = item;
  const policy = item["cancelPolicy"] as Record<string, unknown>;
  return {
    id,
    kind,
    offeringId,
    name,
    quantity,
    price,
    due,
    acceptance,
    feeFloor,
    startsAt: item["start"],
    endsAt: item["end"],
    unitIds: [item["staffId"]],
    details: { timezone: item["timezone"], anyStaff: item["anyStaff"] },
    cancelPolicy: {
      freeHours: policy["freeCancelHours"],
      feePercent: policy["cancelFeePercent"],
      feeMinor: (policy["cancelFee"] as { amount: number }).amount,
      noShowFeePercent: policy["noShowFeePercent"],
    },
  };
}
