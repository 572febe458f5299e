import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/base/time.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import { runIfDue } from "../../src/queue/timed-task.ts";
import { subscriptions, timedTasks } from "../../src/schedule.ts";
import { haircut, rig } from "../flows/wants.ts";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeSalon, makeVenue, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { payAsPerson, sandboxKeys } from "../harness/sandbox.ts";

/**
 * Guarantee 13 for what nobody asked for: a timed task that changes something leaves an audit row, or an event in the
 * history of what it changed, that names the task. A task that only clears up names the tables it may write.
 */

const app = await startMoneyApp();
const { db, clock, sandbox } = app;
const tasks = timedTasks(app.app.parts);

let customer: Caller;
let manager: Caller;
let prepaid: Salon;
let relaxed: Salon;

beforeAll(async () => {
  prepaid = await makeSalon(db, { staff: 4, terms: { payment_terms: "full" } });
  relaxed = await makeSalon(db);
  customer = app.as((await makePerson(db)).token);
  manager = app.as((await makeMember(db, prepaid.businessId, "manager")).token);
});

async function done(caller: Caller, path: string, body?: object) {
  const answer = await caller.post(path, body);
  expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

/** Each on another day, so that none is in another's way. */
let days = 0;
async function order(salon: Salon) {
  days += 1;
  const at = new Date(clock.now() + days * DAY_MS).toISOString().slice(0, 10);
  return done(customer, "/v1/orders", { items: [haircut(salon, `${at}T10:00:00+03:00`)] });
}

/** The payer has paid; nobody has heard of it yet. */
async function beginCard(orderId: string): Promise<string> {
  const how = { method: "card", returnUrl: "https://book.example/back" };
  const begun = await done(customer, `/v1/orders/${orderId}/payments`, how);
  sandbox.set({ dropWebhooks: true });
  await payAsPerson(begun.redirectUrl, { outcome: "approve" });
  sandbox.set({ dropWebhooks: false });
  return begun.id;
}

async function paid(): Promise<string> {
  const bought = await order(prepaid);
  const paymentId = await beginCard(bought.id);
  await done(customer, `/v1/payments/${paymentId}/check`);
  await app.work();
  return paymentId;
}

async function tellOnly(): Promise<void> {
  const { parts } = app.app;
  while ((await drainOutbox({ ...parts, subscriptions: subscriptions(parts) })) > 0);
}

async function refundAtGateway(): Promise<void> {
  const authorization = `Basic ${btoa(`${sandboxKeys.secretKey}:`)}`;
  const headers = { authorization, "content-type": "application/json" };
  const all = await fetch(`${sandbox.moyasarUrl}/payments`, { headers });
  const { payments } = (await all.json()) as { payments: { id: string }[] };
  const body = JSON.stringify({ amount: 2_500 });
  const url = `${sandbox.moyasarUrl}/payments/${payments[0]!.id}/refund`;
  expect((await fetch(url, { method: "POST", headers, body })).ok).toBe(true);
}

type Expected = {
  /** Makes something that the task has to do. */
  arrange: () => Promise<unknown>;
} & (
  | {
      /** Where it says who did it. */
      leaves: "audit_log" | "booking_events" | "payment_events";
    }
  | {
      /** Clears up: no booking, money or catalogue changes, and these are the only tables it writes. */
      clearsUp: readonly string[];
    }
);

const expected: Record<string, Expected> = {
  "expire-holds": {
    arrange: async () => {
      await order(prepaid);
      clock.advance(20 * MINUTE_MS);
    },
    leaves: "booking_events",
  },
  "expire-amendments": {
    arrange: async () => {
      const venue = await makeVenue(db, { terms: { payment_terms: "full" } });
      const at = "2026-12-24T10:00:00+03:00";
      const hour = await done(customer, "/v1/orders", { items: [rig(venue, at)] });
      await done(customer, `/v1/payments/${await beginCard(hour.id)}/check`);
      await app.work();
      const { id } = hour.bookings[0];
      const { items } = (await customer.get(`/v1/bookings/${id}`)).body;
      const { start, end } = rig(venue, at, { hours: 2 });
      const change = { items: [{ id: items[0].id, start, end }] };
      const { status } = await done(customer, `/v1/bookings/${id}/amendments`, change);
      expect(status).toBe("awaitingPayment");
      clock.advance(HOUR_MS);
    },
    leaves: "booking_events",
  },
  "complete-bookings": {
    arrange: async () => {
      await order(relaxed);
      await app.work();
      clock.advance(days * DAY_MS + 2 * DAY_MS);
    },
    leaves: "booking_events",
  },
  "reconcile-payments": {
    arrange: async () => {
      await beginCard((await order(prepaid)).id);
      clock.advance(MINUTE_MS);
    },
    leaves: "payment_events",
  },
  "compare-with-gateway": {
    arrange: async () => {
      await paid();
      await refundAtGateway();
      clock.advance(2 * HOUR_MS);
    },
    leaves: "payment_events",
  },
  "send-refunds": {
    arrange: async () => {
      const paymentId = await paid();
      sandbox.set({ failNext: { count: 100, as: "503" } });
      const back = { amount: sar(1_000), reason: "a cold coffee" };
      await done(manager, `/v1/payments/${paymentId}/refunds`, back);
      await tellOnly();
      sandbox.set({ failNext: { count: 0, as: "503" } });
      clock.advance(HOUR_MS);
    },
    leaves: "payment_events",
  },
  "make-trips": {
    // Its only trip has been made; its calendar has every day.
    arrange: () => makeBusLine(db),
    leaves: "audit_log",
  },
  // A seal says itself when it was made and with which key.
  "seal-missed": { arrange: paid, clearsUp: ["event_seals"] },
  "purge-answers": {
    arrange: async () => clock.advance(4 * DAY_MS),
    clearsUp: ["idempotency_keys"],
  },
  "purge-sign-in": {
    arrange: async () => {
      const session = app.as((await makePerson(db)).token);
      expect((await session.send("DELETE", "/v1/auth/session")).status).toBe(204);
      clock.advance(100 * DAY_MS);
    },
    clearsUp: ["otp_codes", "rate_limits", "sessions"],
  },
  "purge-outbox": {
    arrange: async () => {
      await tellOnly();
      clock.advance(10 * DAY_MS);
    },
    clearsUp: ["outbox"],
  },
};

/** A mark of the content of every table but the one that says when tasks ran. */
async function contents(): Promise<Map<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname <> 'task_runs' order by 1`.execute(app.owner);
  const each = tables.map(
    ({
      name,
    }) => sql`select ${name} as name, md5(string_agg(md5(t::text), '' order by md5(t::text))) as mark
      from ${sql.table(name)} t`,
  );
  const { rows } = await sql<{ name: string; mark: string }>`
    ${sql.join(each, sql` union all `)}`.execute(app.owner);
  return new Map(rows.map(({ name, mark }) => [name, mark]));
}

async function tracesOf(task: string, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)} where actor = ${`system:${task}`}`.execute(
    app.owner,
  );
  return rows[0]!.count;
}

test("every timed task is in the table of what it leaves behind", () => {
  expect(tasks.map(({ name }) => name).toSorted()).toEqual(Object.keys(expected).toSorted());
});

describe.each(tasks.map((task) => ({ name: task.name, task })))("$name", ({ name, task }) => {
  test("leaves a trace that names it, or only clears up", async () => {
    const how = expected[name];
    if (!how) throw new Error(`say in this file what ${name} leaves behind`);
    await how.arrange();
    const before = await contents();
    const traces = "leaves" in how ? await tracesOf(name, how.leaves) : 0;
    expect(await runIfDue(task, app.app.parts)).toBe(true);
    const after = await contents();
    const changed = [...after].filter(([table, mark]) => before.get(table) !== mark);
    expect(changed).not.toEqual([]);
    if ("leaves" in how) expect(await tracesOf(name, how.leaves)).toBeGreaterThan(traces);
    else
      expect(changed.map(([table]) => table).filter((one) => !how.clearsUp.includes(one))).toEqual(
        [],
      );
  });
});
