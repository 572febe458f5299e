import { beforeEach, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, instantText, MINUTE_MS } from "../../src/base/time.ts";
import { expireHolds } from "../../src/booking/end-due.ts";
import type { OutboxEvent } from "../../src/queue/event.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import { subscriptions } from "../../src/schedule.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson, type Person } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, owner, clock } = app;
const { parts } = app.app;

let salon: Salon;
let person: Person;
let customer: Caller;

const TEN = "2026-11-25T10:00:00+03:00";
const DAY_BEFORE_TEN = "2026-11-24T07:00:00.000Z";

beforeEach(async () => {
  clock.set(morning);
  salon = await makeSalon(db);
  person = await makePerson(db);
  customer = app.as(person.token);
});

async function book(at = salon, start = TEN): Promise<string> {
  const { status, body } = await customer.post(
    "/v1/bookings",
    { items: [haircut(at, start)] },
    { "accept-language": "en" },
  );
  expect(status).toBe(201);
  return body.id;
}

async function moveTo(id: string, start: string): Promise<void> {
  const { items } = (await customer.get(`/v1/bookings/${id}`)).body;
  const change = { items: [{ id: items[0].id, start }] };
  expect((await customer.post(`/v1/bookings/${id}/amendments`, change)).status).toBe(201);
}

async function tell(): Promise<void> {
  while ((await drainOutbox({ ...parts, subscriptions: subscriptions(parts) })) > 0);
}

/** The messages written for a booking: "template at" when still to be sent, "template off" when cancelled. */
async function messagesOf(bookingId: string): Promise<string[]> {
  const rows = await owner
    .selectFrom("messages")
    .selectAll()
    .where("booking_id", "=", bookingId)
    .orderBy("created_at")
    .orderBy("template")
    .execute();
  return rows.map((one) => `${one.template} ${one.cancelled_at ? "off" : one.send_at}`);
}

const NOW = () => instantText(clock.now());

test("a confirmed booking sends a confirmation at once and a reminder a day before it begins", async () => {
  const id = await book();
  await tell();
  expect(await messagesOf(id)).toEqual([
    `booking.confirmed ${NOW()}`,
    `booking.reminder ${DAY_BEFORE_TEN}`,
  ]);
  const [row] = await owner
    .selectFrom("messages")
    .selectAll()
    .where("booking_id", "=", id)
    .execute();
  expect(row).toMatchObject({
    recipient: person.phone,
    locale: "en",
    business_id: salon.businessId,
  });
});

test("an event delivered twice writes its messages once", async () => {
  const id = await book();
  await tell();
  await owner.updateTable("outbox").set({ done_at: null, claimed_until: null }).execute();
  await tell();
  expect(await messagesOf(id)).toHaveLength(2);
});

test("a booking made less than a day ahead gets no reminder", async () => {
  const id = await book(salon, "2026-11-22T08:30:00+03:00");
  await tell();
  expect(await messagesOf(id)).toEqual([`booking.confirmed ${NOW()}`]);
});

test("the reminder moves with the booking", async () => {
  const id = await book();
  await tell();
  await moveTo(id, "2026-11-27T15:30:00+03:00");
  await tell();
  const told = await messagesOf(id);
  expect(told).toContain("booking.reminder 2026-11-26T12:30:00.000Z");
  expect(told).toContain(`booking.amended ${NOW()}`);
});

test("moving a booking to less than a day ahead cancels the reminder for the old time", async () => {
  const id = await book();
  await tell();
  await moveTo(id, "2026-11-22T08:00:00+03:00");
  await tell();
  expect(await messagesOf(id)).toContain("booking.reminder off");
});

test("every amendment sends a message, not only the first", async () => {
  const id = await book();
  for (const start of ["2026-11-26T10:00:00+03:00", "2026-11-27T10:00:00+03:00"]) {
    await moveTo(id, start);
    await tell();
    clock.advance(HOUR_MS);
  }
  const told = await messagesOf(id);
  expect(told.filter((one) => one.startsWith("booking.amended"))).toHaveLength(2);
});

test("a booking moved after its reminder was sent gets another reminder", async () => {
  const id = await book();
  await tell();
  clock.set("2026-11-24T08:00:00Z");
  await owner
    .updateTable("messages")
    .set({ sent_at: NOW() })
    .where("booking_id", "=", id)
    .where("template", "=", "booking.reminder")
    .execute();
  await moveTo(id, "2026-12-01T10:00:00+03:00");
  await tell();
  const rows = await owner
    .selectFrom("messages")
    .select(["send_at", "sent_at", "cancelled_at"])
    .where("booking_id", "=", id)
    .where("template", "=", "booking.reminder")
    .execute();
  const open = rows.filter((one) => one.sent_at === null && one.cancelled_at === null);
  expect(open.map((one) => one.send_at)).toEqual(["2026-11-30T07:00:00.000Z"]);
});

test("redelivering an event does not cancel a reminder that is due", async () => {
  const id = await book();
  await tell();
  clock.set(DAY_BEFORE_TEN);
  clock.advance(MINUTE_MS);
  await deliver(id, ["booking.confirmed"]);
  expect(await messagesOf(id)).toContain(`booking.reminder ${DAY_BEFORE_TEN}`);
});

test("a proposed amendment sends a message, and declining it sends another", async () => {
  const manual = await makeSalon(db, { terms: { acceptance: "manual" } });
  const staff = app.as((await makeMember(db, manual.businessId, "staff")).token);
  const id = await book(manual);
  await staff.post(`/v1/bookings/${id}/confirmation`);
  await moveTo(id, "2026-11-27T15:30:00+03:00");
  await tell();
  expect(await messagesOf(id)).toContain(`booking.amendment_proposed ${NOW()}`);
  const { body } = await customer.get(`/v1/bookings/${id}/amendments`);
  await staff.post(`/v1/bookings/${id}/amendments/${body.items[0].id}/decline`);
  await tell();
  expect(await messagesOf(id)).toContain(`booking.amendment_declined ${NOW()}`);
  expect(await messagesOf(id)).toContain(`booking.reminder ${DAY_BEFORE_TEN}`);
});

test("cancelling sends a message and cancels the reminder", async () => {
  const id = await book();
  await tell();
  await customer.post(`/v1/bookings/${id}/cancellation`);
  await tell();
  expect(await messagesOf(id)).toEqual([
    `booking.cancelled ${NOW()}`,
    `booking.confirmed ${NOW()}`,
    "booking.reminder off",
  ]);
});

test("a booking cancelled before its events are delivered gets no reminder", async () => {
  const id = await book();
  await customer.post(`/v1/bookings/${id}/cancellation`);
  await tell();
  expect((await messagesOf(id)).filter((one) => /reminder \d/.test(one))).toEqual([]);
});

test("a hold, a pending booking, its acceptance and an expiry each send their message", async () => {
  const full = await makeSalon(db, { terms: { payment_terms: "full" } });
  const manual = await makeSalon(db, { terms: { acceptance: "manual" } });
  const [held, pending] = [await book(full), await book(manual)];
  await tell();
  expect(await messagesOf(held)).toEqual([`booking.reserved ${NOW()}`]);
  expect(await messagesOf(pending)).toEqual([`booking.pending ${NOW()}`]);
  const staff = app.as((await makeMember(db, manual.businessId, "staff")).token);
  await staff.post(`/v1/bookings/${pending}/confirmation`);
  clock.advance(10 * MINUTE_MS);

  await expireHolds(db, { scope: "platform", actor: "system:test", now: NOW() }, parts.metrics);
  await tell();
  expect(await messagesOf(held)).toContain(`booking.expired ${NOW()}`);
  expect(await messagesOf(pending)).toContain(`booking.reminder ${DAY_BEFORE_TEN}`);
});

/** Delivers the events of a booking in the given order; the outbox guarantees none. */
async function deliver(bookingId: string, topics: string[]): Promise<void> {
  const rows = await owner.selectFrom("outbox").selectAll().execute();
  for (const topic of topics) {
    const row = rows.find(
      (one) =>
        one.topic === topic && (one.payload as { bookingId: string }).bookingId === bookingId,
    )!;
    const event: OutboxEvent = {
      id: row.id,
      topic,
      businessId: row.business_id,
      payload: row.payload,
      createdAt: row.created_at,
      attempts: 1,
    };
    for (const one of subscriptions(parts)) {
      if (one.topic === topic) await one.run(event, AbortSignal.timeout(5_000));
    }
  }
}

test("events in the wrong order do not cancel the reminder of a confirmed booking", async () => {
  const full = await makeSalon(db, { terms: { payment_terms: "full" } });
  const staff = app.as((await makeMember(db, full.businessId, "staff")).token);
  const id = await book(full);
  const paidBy = { kind: "cash", amount: { amount: 10_000, currency: "SAR" } };
  await staff.post(`/v1/bookings/${id}/confirmation`, { paidBy });
  await deliver(id, ["booking.confirmed", "booking.reserved"]);
  expect(await messagesOf(id)).toContain(`booking.reminder ${DAY_BEFORE_TEN}`);
});

test("a customer who booked in Arabic gets messages in Arabic", async () => {
  const { body } = await customer.post(
    "/v1/bookings",
    { items: [haircut(salon, TEN)] },
    { "accept-language": "ar-SA" },
  );
  clock.advance(DAY_MS);
  await tell();
  const rows = await owner
    .selectFrom("messages")
    .selectAll()
    .where("booking_id", "=", body.id)
    .execute();
  expect(rows.map((one) => one.locale)).toEqual(rows.map(() => "ar"));
});
