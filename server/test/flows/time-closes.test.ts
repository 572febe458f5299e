import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { HOUR_MS, instantText, MINUTE_MS } from "../../src/base/time.ts";
import { completeBookings, expireHolds } from "../../src/booking/end-due.ts";
import { makeHotel, makeSalon, makeVenue, type Salon } from "../harness/businesses.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, nights, problemOf, rig } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, owner, clock } = app;

const TEN = "2026-11-24T10:00:00+03:00";
const BEGINS = Date.parse(TEN);
const ENDS = BEGINS + 30 * MINUTE_MS;

let salon: Salon;
let staff: Caller;
let customer: Caller;

beforeEach(async () => {
  clock.set(morning);
  salon = await makeSalon(db, { staff: 4 });
  staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
  customer = app.as((await makePerson(db)).token);
});

const asPlatform = () =>
  ({ scope: "platform", actor: "system:test", now: instantText(clock.now()) }) as const;

async function book(items: object[] = [haircut(salon, TEN)], by = customer): Promise<string> {
  const { status, body } = await by.post("/v1/bookings", { items });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const statusOf = async (id: string) => (await customer.get(`/v1/bookings/${id}`)).body.status;
const rulesOf = ({ body }: Answer) => body.reasons?.map(({ rule }: { rule: string }) => rule);
const cancel = (id: string, by = customer) => by.post(`/v1/bookings/${id}/cancellation`);

test("a booking that has begun can be cancelled by its business but not by its customer", async () => {
  const id = await book();
  clock.set(BEGINS - 1);
  const before = await customer.get(`/v1/bookings/${id}/cancellation`);
  expect(before.body).toMatchObject({ allowed: true, reasons: [] });
  clock.set(BEGINS);
  const quote = await customer.get(`/v1/bookings/${id}/cancellation`);
  expect(quote.body).toMatchObject({ allowed: false, reasons: [{ rule: "already-begun" }] });
  const refused = await cancel(id);
  expect([refused.status, problemOf(refused), rulesOf(refused)]).toEqual([
    422,
    "not-available",
    ["already-begun"],
  ]);
  expect(await statusOf(id)).toBe("confirmed");
  expect((await staff.get(`/v1/bookings/${id}/cancellation`)).body.allowed).toBe(true);
  expect((await cancel(id, staff)).body.status).toBe("cancelled");
});

test("cancelling an order keeps bookings that have begun, and is refused when only those are left", async () => {
  const venue = await makeVenue(db);
  const items = [haircut(salon, TEN), rig(venue, "2026-11-24T14:00:00+03:00")];
  const { body: order } = await customer.post("/v1/orders", { items });
  clock.set(BEGINS);
  const cancelled = await customer.post(`/v1/orders/${order.id}/cancellation`);
  const statuses = cancelled.body.bookings.map(
    (one: { businessId: string; status: string }) =>
      `${one.businessId === salon.businessId ? "salon" : "venue"} ${one.status}`,
  );
  expect(statuses.toSorted()).toEqual(["salon confirmed", "venue cancelled"]);
  const again = await customer.post(`/v1/orders/${order.id}/cancellation`);
  expect([again.status, rulesOf(again)]).toEqual([422, ["already-begun"]]);
});

test("check-in opens at the agreed time, and after it the customer cannot cancel", async () => {
  const id = await book();
  const opens = instantText(BEGINS - HOUR_MS);
  expect((await customer.get(`/v1/bookings/${id}`)).body.checkInFrom).toBe(opens);
  clock.set(BEGINS - HOUR_MS - 1);
  const early = await staff.post(`/v1/bookings/${id}/checkIn`);
  expect([early.status, problemOf(early), early.body.from]).toEqual([409, "conflict", opens]);
  clock.set(BEGINS - HOUR_MS);
  expect((await staff.post(`/v1/bookings/${id}/checkIn`)).status).toBe(200);
  const refused = await cancel(id);
  expect([refused.status, rulesOf(refused)]).toEqual([422, ["already-checked-in"]]);
  expect((await customer.get(`/v1/bookings/${id}/cancellation`)).body.allowed).toBe(false);
});

test("check-in opens by kind or as the business sets it, and sold bookings keep their time", async () => {
  const hotel = await makeHotel(db);
  const stay = await book([nights(hotel, "2026-11-24", "2026-11-25")]);
  const { body: room } = await customer.get(`/v1/bookings/${stay}`);
  expect(Date.parse(room.start) - Date.parse(room.checkInFrom)).toBe(24 * HOUR_MS);

  const manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
  const path = `/v1/manage/businesses/${salon.businessId}/services/${salon.serviceId}`;
  const before = await manager.get(path);
  expect(before.body.terms).toMatchObject({ checkInOpensMinutes: 60, acceptWithinMinutes: null });
  const sold = await book();
  const terms = { checkInOpensMinutes: 15 };
  const changed = await manager.send(
    "PATCH",
    path,
    { terms },
    {
      "if-match": before.headers.get("etag")!,
    },
  );
  expect([changed.status, changed.body.terms.checkInOpensMinutes]).toEqual([200, 15]);
  const later = await book();
  const opensOf = async (id: string) => (await customer.get(`/v1/bookings/${id}`)).body.checkInFrom;
  expect(await opensOf(sold)).toBe(instantText(BEGINS - HOUR_MS));
  expect(await opensOf(later)).toBe(instantText(BEGINS - 15 * MINUTE_MS));
});

test("a visit is completed a grace period after its end; until then it can be marked as a no-show", async () => {
  const [first, second] = [await book(), await book()];
  clock.set(ENDS + 12 * HOUR_MS - 1);
  await completeBookings(db, asPlatform());
  expect(await statusOf(first)).toBe("confirmed");
  expect((await staff.post(`/v1/bookings/${first}/noShow`)).body.status).toBe("no_show");
  clock.advance(1);
  await completeBookings(db, asPlatform());
  expect(await statusOf(second)).toBe("completed");
  const late = await staff.post(`/v1/bookings/${second}/noShow`);
  expect([late.status, problemOf(late), late.body.from]).toEqual([
    409,
    "invalid-transition",
    "completed",
  ]);
});

test("a business can set its own grace period", async () => {
  const manager = app.as((await makeMember(db, salon.businessId, "owner")).token);
  const path = `/v1/manage/businesses/${salon.businessId}`;
  const before = await manager.get(path);
  expect(before.body.completionGraceMinutes).toBe(720);
  const ifMatch = { "if-match": before.headers.get("etag")! };
  const wrong = await manager.send("PATCH", path, { completionGraceMinutes: 10_081 }, ifMatch);
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, "/completionGraceMinutes"]);
  const changed = await manager.send("PATCH", path, { completionGraceMinutes: 30 }, ifMatch);
  expect([changed.status, changed.body.completionGraceMinutes]).toEqual([200, 30]);
  const id = await book();
  clock.set(ENDS + 30 * MINUTE_MS - 1);
  await completeBookings(db, asPlatform());
  expect(await statusOf(id)).toBe("confirmed");
  clock.advance(1);
  await completeBookings(db, asPlatform());
  expect(await statusOf(id)).toBe("completed");
});

test("staff can complete a visit from its start on", async () => {
  const id = await book();
  clock.set(BEGINS - 1);
  expect((await staff.post(`/v1/bookings/${id}/completion`)).status).toBe(409);
  clock.set(BEGINS);
  expect((await staff.post(`/v1/bookings/${id}/completion`)).body.status).toBe("completed");
});

test("a pending booking expires at its start, whether or not that is recorded", async () => {
  const asked = await makeSalon(db, { staff: 2, terms: { acceptance: "manual" } });
  const clerk = app.as((await makeMember(db, asked.businessId, "staff")).token);
  const id = await book([haircut(asked, TEN)]);
  expect((await customer.get(`/v1/bookings/${id}`)).body.expiresAt).toBe(instantText(BEGINS));
  clock.set(BEGINS);
  for (const isWritten of [false, true]) {
    if (isWritten) await expireHolds(db, asPlatform(), app.app.parts.metrics);
    expect(await statusOf(id)).toBe("expired");
    const late = await clerk.post(`/v1/bookings/${id}/confirmation`);
    expect([late.status, problemOf(late), late.body.from]).toEqual([
      409,
      "invalid-transition",
      "expired",
    ]);
  }
});

test("a pending booking expires after the acceptance time it was sold with, and then blocks nobody", async () => {
  const terms = { acceptance: "manual", accept_within_minutes: 90 } as const;
  const asked = await makeSalon(db, { terms });
  const id = await book([haircut(asked, TEN)]);
  const until = Date.parse(morning) + 90 * MINUTE_MS;
  expect((await customer.get(`/v1/bookings/${id}`)).body.expiresAt).toBe(instantText(until));
  await sql`update offerings set accept_within_minutes = null where id = ${asked.serviceId}`.execute(
    owner,
  );
  clock.set(until - 1);
  expect(await statusOf(id)).toBe("pending");
  clock.set(until);
  expect(await statusOf(id)).toBe("expired");
  const other = app.as((await makePerson(db)).token);
  expect(await book([haircut(asked, TEN)], other)).toEqual(expect.any(String));
  const { body: events } = await customer.get(`/v1/bookings/${id}/events`);
  expect(events.items.at(-1)).toMatchObject({ to: "expired", reason: "not accepted in time" });
});

test("a pending stay requested on the evening of arrival waits until midnight, when its sale ends", async () => {
  const hotel = await makeHotel(db, { terms: { acceptance: "manual" } });
  clock.set("2026-11-24T20:00:00+03:00");
  const id = await book([nights(hotel, "2026-11-24", "2026-11-25")]);
  const { body } = await customer.get(`/v1/bookings/${id}`);
  expect([body.status, body.expiresAt]).toEqual(["pending", "2026-11-24T21:00:00.000Z"]);
  expect((await cancel(id)).body.status).toBe("cancelled");
});

test("a hold cannot last beyond the start of what it holds", async () => {
  const paidFirst = await makeSalon(db, { terms: { payment_terms: "full", hold_minutes: 30 } });
  clock.set(BEGINS - 8 * MINUTE_MS);
  const { body } = await customer.post("/v1/orders", { items: [haircut(paidFirst, TEN)] });
  expect(body.expiresAt).toBe(instantText(BEGINS));
  const longer = await customer.post(`/v1/orders/${body.id}/extension`, { minutes: 20 });
  expect([longer.status, longer.body.until]).toEqual([409, instantText(BEGINS)]);
});

test("a pending booking cannot be extended", async () => {
  const terms = { acceptance: "manual", accept_within_minutes: 5 } as const;
  const asked = await makeSalon(db, { terms });
  const { body } = await customer.post("/v1/orders", { items: [haircut(asked, TEN)] });
  const longer = await customer.post(`/v1/orders/${body.id}/extension`, { minutes: 20 });
  expect([longer.status, problemOf(longer)]).toEqual([409, "invalid-transition"]);
  const prolonged = sql`update bookings set expires_at = expires_at + interval '1 minute'
    where order_id = ${body.id}`.execute(owner);
  await expect(prolonged).rejects.toMatchObject({ code: "HF008" });
});

test.each([
  [
    "a customer cancels a booking that has begun",
    "status = 'cancelled', cancelled_by = 'customer'",
    0,
    "HF007",
  ],
  ["a visit is completed before it begins", "status = 'completed'", -1, "HF030"],
  ["a customer is a no-show before the start", "status = 'no_show'", -1, "HF030"],
  [
    "a customer checks in before check-in opens",
    "checked_in_at = app_now()",
    -HOUR_MS - 1,
    "HF030",
  ],
])("not even the database owner can record that %s", async (_, change, fromStart, code) => {
  const id = await book();
  const now = instantText(BEGINS + fromStart);
  const write = owner.transaction().execute(async (tx) => {
    await sql`select set_config('app.now', ${now}, true)`.execute(tx);
    await sql`update bookings set ${sql.raw(change)} where id = ${id}`.execute(tx);
  });
  await expect(write).rejects.toMatchObject({ code });
});
