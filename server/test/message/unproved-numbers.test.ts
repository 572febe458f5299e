import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { HOUR_MS } from "../../src/base/time.ts";
import { messageSubscriptions } from "../../src/message/jobs.ts";
import type { OutboxEvent } from "../../src/queue/event.ts";
import { haircut } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { brokenChecks, weaken } from "../races/arena.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, owner, clock } = app;
const typed = "+966511111111";

async function bookFor(phone: string | undefined, salon: Salon): Promise<string> {
  const customer = app.as((await makePerson(db)).token);
  const booked = await customer.post("/v1/bookings", {
    items: [haircut(salon, "2026-11-24T10:00:00+03:00")],
    ...(phone && { customer: { name: "Sara", phone } }),
  });
  expect(booked.status, JSON.stringify(booked.body)).toBe(201);
  return booked.body.id as string;
}

/** Writes `count` messages about one booking, one after another. */
async function tell(bookingId: string, count: number, on = app, sendAt = clock.now()) {
  for (let n = 0; n < count; n += 1) {
    await sql`
      insert into messages (business_id, id, booking_id, template, occasion, recipient, locale, send_at)
      select b.business_id, ${newId(clock.now())}, b.id, 'booking.test',
        (select count(*) from messages m where m.booking_id = b.id), coalesce(b.customer_phone, u.phone), 'ar',
        ${new Date(sendAt)}
      from bookings b left join users u on u.id = b.customer_id where b.id = ${bookingId}`.execute(
      on.owner,
    );
  }
}

async function suppressed(bookingId: string): Promise<(string | null)[]> {
  const { rows } = await sql<{ why: string | null }>`
    select suppressed_why as why from messages where booking_id = ${bookingId} order by occasion`.execute(
    owner,
  );
  return rows.map(({ why }) => why);
}

test("an unverified number gets five messages about a booking; further ones are kept unsent with a reason", async () => {
  const booking = await bookFor("+966512345678", await makeSalon(db));
  await tell(booking, 7);
  expect(await suppressed(booking)).toEqual([
    ...Array.from({ length: 5 }, () => null),
    "per-booking",
    "per-booking",
  ]);
});

test("a number that its owner signed in with gets all messages", async () => {
  const booking = await bookFor(undefined, await makeSalon(db));
  await tell(booking, 12);
  expect(await suppressed(booking)).toEqual(Array.from({ length: 12 }, () => null));
});

test("an unverified number gets ten messages in 24 hours over all bookings, and more the next day", async () => {
  const bookings = await Promise.all(
    [1, 2, 3].map(async () => bookFor(typed, await makeSalon(db))),
  );
  for (const booking of bookings) await tell(booking, 4);
  expect(await suppressed(bookings[2]!)).toEqual([null, null, "per-recipient", "per-recipient"]);
  await tell(bookings[2]!, 1, app, clock.now() + 25 * HOUR_MS);
  expect((await suppressed(bookings[2]!)).at(-1)).toBeNull();
  expect(await brokenChecks(app)).toEqual([]);
});

test("a walk-in customer gets five messages about one booking", async () => {
  const salon = await makeSalon(db);
  const staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
  const booked = await staff.post(`/v1/manage/businesses/${salon.businessId}/bookings`, {
    items: [haircut(salon, "2026-11-24T10:00:00+03:00")],
    customer: { name: "Walk-in", phone: "+966513333333" },
  });
  await tell(booked.body.id as string, 6);
  expect((await suppressed(booked.body.id as string)).at(-1)).toBe("per-booking");
});

test("the limits hold within one batch of events, and between two batches delivered at once", async () => {
  const phone = "+966515555555";
  const salon = await makeSalon(db, { staff: 14 });
  const bookings: string[] = [];
  for (let n = 0; n < 14; n += 1) bookings.push(await bookFor(phone, salon));
  const confirmed = messageSubscriptions(db, clock).find(
    ({ topic }) => topic === "booking.confirmed",
  )!;
  const events = bookings.map((bookingId) => ({
    payload: { businessId: salon.businessId, bookingId, version: 1 },
  })) as OutboxEvent[];
  const { signal } = new AbortController();
  const batches = [events.slice(0, 9), events.slice(9).toReversed()];
  await Promise.all(batches.map((batch) => confirmed.runMany!(batch, signal)));
  const { rows } = await sql<{ template: string; sent: number; all: number }>`
    select template, count(*) filter (where suppressed_at is null)::int as sent, count(*)::int as all
    from messages where recipient = ${phone} group by 1 order by 1`.execute(owner);
  // The reminders are due on another day.
  expect(rows).toEqual([
    { template: "booking.confirmed", sent: 10, all: 14 },
    { template: "booking.reminder", sent: 10, all: 14 },
  ]);
  expect(await brokenChecks(app)).toEqual([]);
});

/** Writes a booking's fifth and sixth message in two transactions; the second begins before the first commits. */
async function twoAtOnce(isSecondHeldUp: boolean): Promise<(string | null)[]> {
  const booking = await bookFor("+966514444444", await makeSalon(db));
  await tell(booking, 4);
  const [first, second] = await Promise.all([openTransaction(), openTransaction()]);
  const insert = `insert into messages (business_id, id, booking_id, template, occasion, recipient, locale, send_at)
    select business_id, $1, id, 'booking.test', $2, customer_phone, 'ar', now() + interval '90 days' from bookings where id = $3`;
  await first.query(insert, [newId(clock.now()), 5, booking]);
  const told = second.query(insert, [newId(clock.now()), 6, booking]);
  if (!isSecondHeldUp) await told;
  await first.query("commit");
  await told;
  await second.query("commit");
  await Promise.all([first.end(), second.end()]);
  return (await suppressed(booking)).slice(4);
}

async function openTransaction(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: app.url });
  await client.connect();
  await client.query("begin");
  return client;
}

test("of two messages written at once, the second counts the first and is not sent", async () => {
  expect(await twoAtOnce(true)).toEqual([null, "per-booking"]);
});

test("control: without the lock on the number both messages are sent, and holdfast verify reports it", async () => {
  const lock =
    "perform pg_advisory_xact_lock(hashtextextended('recipient:' || new.recipient, 13));";
  await weaken(app, "limit_unproved", lock, "");
  expect(await twoAtOnce(false)).toEqual([null, null]);
  expect(await brokenChecks(app)).toContain(
    "no unverified number gets more than 5 messages about one booking",
  );
});
