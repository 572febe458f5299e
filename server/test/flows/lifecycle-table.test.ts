import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { instantText, MINUTE_MS } from "../../src/base/time.ts";
import { moves, statuses, type Status } from "../../src/booking/booking.ts";
import { payDue, payLate } from "../harness/late-money.ts";
import { expireHolds } from "../../src/booking/end-due.ts";
import { moveBooking } from "../../src/booking/move-booking.ts";
import { asProblem } from "../../src/db/constraint-problems.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import type { Tx } from "../../src/db/connection.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, owner, clock } = app;

/** One salon for each status a booking can begin in. */
let salons: Record<"reserved" | "pending" | "confirmed", Salon>;
let staff: Record<keyof typeof salons, Caller>;
let customer: Caller;

beforeAll(async () => {
  salons = {
    reserved: await makeSalon(db, { terms: { payment_terms: "full" } }),
    pending: await makeSalon(db, { terms: { acceptance: "manual" } }),
    confirmed: await makeSalon(db),
  };
  const callerFor = async ({ businessId }: Salon) =>
    app.as((await makeMember(db, businessId, "staff")).token);
  staff = {
    reserved: await callerFor(salons.reserved),
    pending: await callerFor(salons.pending),
    confirmed: await callerFor(salons.confirmed),
  };
  customer = app.as((await makePerson(db)).token);
});

const platform = () =>
  ({ scope: "platform", actor: "system:test", now: instantText(clock.now()) }) as const;

const PAID = { kind: "cash", amount: { amount: 10_000, currency: "SAR" } } as const;
let day = 0;

type Made = { id: string; by: Caller; businessId: string };

/**
 * Makes a booking in that status, each on its own day. The clock then stands a minute after its start; for a hold or a pending
 * booking, an hour before that.
 */
async function bookingIn(status: Status): Promise<Made> {
  const first = status === "expired" || status === "reserved" ? "reserved" : "confirmed";
  const born = status === "pending" ? "pending" : first;
  day += 1;
  const begins = Date.parse("2026-11-22T10:00:00+03:00") + day * 24 * 60 * MINUTE_MS;
  const early = born === "confirmed" ? 0 : 60 * MINUTE_MS;
  clock.set(begins - 5 * MINUTE_MS - early);
  const made = await customer.post("/v1/bookings", {
    items: [haircut(salons[born], instantText(begins))],
  });
  expect(made.body.status, JSON.stringify(made.body)).toBe(born);
  const { id, businessId } = made.body;
  clock.advance(6 * MINUTE_MS);
  if (status === "expired") {
    clock.advance(10 * MINUTE_MS);
    await expireHolds(db, platform(), app.app.parts.metrics);
  }
  const by = staff[born];
  const resource = { cancelled: "cancellation", completed: "completion", no_show: "noShow" };
  if (status in resource) {
    const moved = await by.post(`/v1/bookings/${id}/${resource[status as keyof typeof resource]}`);
    expect(moved.body.status).toBe(status);
  }
  return { id, by, businessId };
}

/** The statuses the API can move a booking to, with the resource; other moves are internal. */
const resources: Partial<Record<Status, [string, object]>> = {
  confirmed: ["confirmation", { paidBy: PAID }],
  cancelled: ["cancellation", {}],
  completed: ["completion", {}],
  no_show: ["noShow", {}],
};

/** Undefined when the booking moved, else the refusal. */
async function tryMove(id: string, by: Caller, from: Status, to: Status) {
  const resource = resources[to];
  // A late payment is not an API request: it comes from a gateway.
  if (resource && !(from === "expired" && to === "confirmed")) {
    const { status, body } = await by.post(`/v1/bookings/${id}/${resource[0]}`, resource[1]);
    return status === 200 ? undefined : { status, type: body.type, from: body.from, to: body.to };
  }
  const run = async (tx: Tx) => {
    if (from === "expired" && to === "confirmed") return payLate(tx, id);
    // A booking that waits for the business has been paid.
    if (from === "reserved" && to === "pending") await payDue(tx, id);
    return moveBooking(tx, { bookingId: id, to });
  };
  try {
    await inTransaction(db, platform(), run);
    return undefined;
  } catch (error) {
    const { status, type, extra } = asProblem(error);
    return { status, type, ...extra };
  }
}

const targets = statuses.filter((status) => status !== "reserved");
const table = statuses.flatMap((from) => targets.map((to) => [from, to] as const));

test.each(table.filter(([from, to]) => moves[from].includes(to)))(
  "a %s booking becomes %s",
  async (from, to) => {
    const { id, by } = await bookingIn(from);
    expect(await tryMove(id, by, from, to)).toBeUndefined();
    const { body } = await by.get(`/v1/bookings/${id}`);
    expect(body.status).toBe(to);
    const stamp = { no_show: "noShowAt" }[to as string] ?? `${to}At`;
    expect(body.stamps[stamp]).toBe(instantText(clock.now()));
    const { body: events } = await by.get(`/v1/bookings/${id}/events`);
    expect(events.items.at(-1)).toMatchObject({ from, to, type: to });
  },
);

test.each(table.filter(([from, to]) => !moves[from].includes(to)))(
  "a %s booking cannot become %s: the move is refused with both statuses",
  async (from, to) => {
    const { id, by } = await bookingIn(from);
    const { body: before } = await by.get(`/v1/bookings/${id}`);
    const refused = await tryMove(id, by, from, to);
    expect(refused).toMatchObject({ status: 409, from, to });
    expect(refused?.type).toMatch(/invalid-transition$/);
    const { body: after } = await by.get(`/v1/bookings/${id}`);
    expect(after).toEqual(before);
  },
);

test("an expired hold cannot be confirmed over HTTP, whether or not its expiry is recorded", async () => {
  for (const isWritten of [false, true]) {
    const { id, by } = await bookingIn("reserved");
    clock.advance(10 * MINUTE_MS);
    if (isWritten) await expireHolds(db, platform(), app.app.parts.metrics);
    const refused = await by.post(`/v1/bookings/${id}/confirmation`, { paidBy: PAID });
    expect([refused.status, refused.body.from, refused.body.to]).toEqual([
      409,
      "expired",
      "confirmed",
    ]);
  }
});

test("every refused move of an expired hold says it is expired, whether or not that is recorded", async () => {
  for (const isWritten of [false, true]) {
    const { id, by } = await bookingIn("reserved");
    clock.advance(10 * MINUTE_MS);
    if (isWritten) await expireHolds(db, platform(), app.app.parts.metrics);
    for (const resource of ["cancellation", "completion", "noShow", "checkIn"]) {
      const refused = await by.post(`/v1/bookings/${id}/${resource}`);
      expect([resource, refused.status, refused.body.from]).toEqual([resource, 409, "expired"]);
    }
  }
});

test("the allowed moves in the code equal those in the database", async () => {
  const rows = await owner.selectFrom("booking_moves").selectAll().execute();
  const stored = rows.map((one) => `${one.from_status} → ${one.to_status}`);
  const written = Object.entries(moves).flatMap(([from, to]) =>
    to.map((one) => `${from} → ${one}`),
  );
  expect(stored.toSorted()).toEqual(written.toSorted());
});

test.each(statuses)(
  "not even the database owner can make a move of a %s booking that is not allowed",
  async (from) => {
    const { id } = await bookingIn(from);
    for (const to of statuses.filter((one) => one !== from && !moves[from].includes(one))) {
      const moved = sql`
      update bookings set status = ${to}, cancelled_by = 'system', expires_at = now() + interval '1 day'
      where id = ${id}`.execute(owner);
      await expect(moved, `${from} to ${to}`).rejects.toMatchObject({ code: "HF003" });
    }
  },
);

/** Inserts a booking that has neither items nor claims. */
function inserted({ id, businessId }: Made, status: string, stamp: string, at: string): string {
  return `insert into bookings (business_id, id, order_id, reference, status, ${stamp}, payment_terms, acceptance, currency,
      total_minor, due_minor, cancel_policy, starts_at, ends_at, extendable_until, created_at)
    select '${businessId}', gen_random_uuid(), order_id, 'NEW', '${status}', ${at}, 'venue', 'auto', 'SAR', 0, 0, '{}',
      now(), now() + interval '1 hour', now(), now() from bookings where id = '${id}'`;
}

/** Inserts the event after a booking's last, with one column given by whoever inserts it. */
function eventOf({ id }: Made, seq: string, column: "hash" | "prev_hash"): string {
  return `insert into booking_events (business_id, booking_id, seq, type, at, actor, ${column})
    select business_id, id, ${seq}, 'edited', now(), 'nobody', repeat('0', 64) from bookings where id = '${id}'`;
}

/** Runs a statement as the superuser with all triggers off. */
function withoutTriggers(statement: string): Promise<unknown> {
  return owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql.raw(statement).execute(tx);
  });
}

test("not even the database owner can confirm a booking without its claims, delete a booking or edit its history", async () => {
  const { id } = await bookingIn("expired");
  const refusals: [string, string][] = [
    [`update bookings set status = 'confirmed' where id = '${id}'`, "HF008"],
    [`update bookings set reference = 'X' where id = '${id}'`, "HF004"],
    [`delete from bookings where id = '${id}'`, "HF004"],
    [`truncate bookings cascade`, "HF004"],
    [`update booking_events set actor = 'nobody' where booking_id = '${id}'`, "HF004"],
    [`delete from booking_events where booking_id = '${id}'`, "HF004"],
    [`update claims set blocking = true where booking_id = '${id}'`, "HF004"],
    [`delete from claims where booking_id = '${id}'`, "HF004"],
  ];
  for (const [statement, code] of refusals) {
    await expect(sql.raw(statement).execute(owner), statement).rejects.toMatchObject({ code });
  }
});

test("a superuser cannot insert a booking without its claims", async () => {
  const statement = inserted(await bookingIn("expired"), "confirmed", "confirmed_at", "now()");
  await expect(sql.raw(statement).execute(owner)).rejects.toMatchObject({
    code: "HF008",
    constraint: "booking_owns_its_claims",
  });
});

test("a superuser cannot insert a booking with a first status that no booking begins in", async () => {
  const statement = inserted(await bookingIn("expired"), "completed", "completed_at", "now()");
  await expect(sql.raw(statement).execute(owner)).rejects.toMatchObject({ code: "HF003" });
});

test("a superuser cannot insert a booking stamped with another time than it was made", async () => {
  const yesterday = "now() - interval '1 day'";
  const statement = inserted(await bookingIn("expired"), "confirmed", "confirmed_at", yesterday);
  await expect(sql.raw(statement).execute(owner)).rejects.toMatchObject({
    code: "HF008",
    constraint: "booking_begins_now",
  });
});

test("a superuser cannot insert or edit an event with a forged hash, even with triggers off", async () => {
  const made = await bookingIn("confirmed");
  const generated = { code: "428C9" };
  const statement = eventOf(made, "version + 1", "hash");
  await expect(sql.raw(statement).execute(owner)).rejects.toMatchObject(generated);
  await expect(withoutTriggers(statement)).rejects.toMatchObject(generated);
  const edit = `update booking_events set hash = repeat('0', 64) where booking_id = '${made.id}'`;
  await expect(withoutTriggers(edit)).rejects.toMatchObject(generated);
});

test("a superuser cannot insert an event with a forged hash of the event before it", async () => {
  const made = await bookingIn("confirmed");
  const later = eventOf(made, "version + 1", "prev_hash");
  await expect(sql.raw(later).execute(owner)).rejects.toMatchObject({
    code: "HF008",
    constraint: "events_are_chained",
  });
  // A first event has none before it, which the table checks by itself.
  const first = eventOf(made, "1", "prev_hash");
  await expect(withoutTriggers(first)).rejects.toMatchObject({
    code: "23514",
    constraint: "first_event_has_no_previous",
  });
});
