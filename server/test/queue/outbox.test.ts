import { sql } from "kysely";
import { pino } from "pino";
import { beforeEach, expect, test } from "vitest";
import { fixedClock, HOUR_MS, instantText, DAY_MS } from "../../src/base/time.ts";
import { ATTEMPTS_MAX, backoffMs } from "../../src/queue/backoff.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import type { OutboxEvent, Subscription } from "../../src/queue/event.ts";
import { claimEvents, purgeOutbox } from "../../src/queue/outbox.ts";
import { createTestDatabase } from "../harness/test-database.ts";

const { db, owner } = await createTestDatabase();
const log = pino({ level: "silent" });
const clock = fixedClock("2026-11-21T10:00:00Z");

beforeEach(async () => {
  await sql`delete from outbox`.execute(owner);
});

async function write(topic: string, count = 1): Promise<void> {
  const now = instantText(clock.now());
  await sql`insert into outbox (topic, payload, created_at, next_attempt_at)
    select ${topic}, jsonb_build_object('n', n), ${now}, ${now} from generate_series(1, ${count}) n`.execute(
    owner,
  );
}

async function states(): Promise<{
  done: number;
  waiting: number;
  failed: number;
  attempts: number;
}> {
  const { rows } = await sql<{ done: number; waiting: number; failed: number; attempts: number }>`
    select count(done_at)::int as done, count(*) filter (where done_at is null and failed_at is null)::int as waiting,
      count(failed_at)::int as failed, coalesce(max(attempts), 0) as attempts from outbox`.execute(
    owner,
  );
  return rows[0]!;
}

function collector(topic: string, failing: (event: OutboxEvent) => boolean = () => false) {
  const seen: OutboxEvent[] = [];
  const subscription: Subscription = {
    topic,
    run: async (event) => {
      seen.push(event);
      if (failing(event)) throw new Error("the provider is down");
    },
  };
  return { seen, subscription };
}

const drain = (...subscriptions: Subscription[]) => drainOutbox({ db, clock, log, subscriptions });

test("an event is delivered once to every subscriber of its topic and then marked done", async () => {
  await write("booking.confirmed");
  const [exact, all, other] = [
    collector("booking.confirmed"),
    collector("booking.*"),
    collector("order.*"),
  ];
  expect(await drain(exact.subscription, all.subscription, other.subscription)).toBe(1);
  expect(await drain(exact.subscription, all.subscription)).toBe(0);
  expect([exact.seen.length, all.seen.length, other.seen.length]).toEqual([1, 1, 0]);
  expect(exact.seen[0]).toMatchObject({
    topic: "booking.confirmed",
    payload: { n: 1 },
    businessId: null,
    attempts: 1,
  });
  expect(await states()).toEqual({ done: 1, waiting: 0, failed: 0, attempts: 1 });
});

test("an event without subscribers is marked done", async () => {
  await write("nobody.cares");
  await drain();
  expect((await states()).done).toBe(1);
});

test("ten workers at once deliver each of 300 events exactly once", async () => {
  await write("booking.confirmed", 300);
  const { seen, subscription } = collector("booking.*");
  const work = async () => {
    while ((await drain(subscription)) > 0);
  };
  await Promise.all(Array.from({ length: 10 }, work));
  expect(seen.length).toBe(300);
  expect(new Set(seen.map((event) => event.id)).size).toBe(300);
  expect((await states()).done).toBe(300);
});

test("events that a dead worker had taken are delivered by another one after a minute", async () => {
  await write("booking.confirmed");
  expect(await claimEvents(db, instantText(clock.now()), 10)).toHaveLength(1);
  const { seen, subscription } = collector("booking.*");
  clock.advance(59_000);
  expect(await drain(subscription)).toBe(0);
  clock.advance(1_000);
  expect(await drain(subscription)).toBe(1);
  expect(seen[0]!.attempts).toBe(2);
});

test("a failing event is retried with growing pauses, does not delay others, and is given up after the last attempt", async () => {
  await write("bad.news");
  await write("good.news");
  const { seen, subscription } = collector("*", (event) => event.topic === "bad.news");
  await drain(subscription);
  expect(await states()).toMatchObject({ done: 1, waiting: 1 });
  expect(await drain(subscription)).toBe(0);
  const waits: number[] = [];
  for (let waited = 0; (await states()).failed === 0; waited += 1) {
    expect(waited).toBeLessThan(1_000);
    clock.advance(HOUR_MS / 10);
    if ((await drain(subscription)) > 0) waits.push(waited);
  }
  expect(seen.filter((event) => event.topic === "bad.news")).toHaveLength(ATTEMPTS_MAX);
  clock.advance(DAY_MS);
  expect(await drain(subscription)).toBe(0);
  const { rows } = await sql`select last_error from outbox where failed_at is not null`.execute(
    owner,
  );
  expect(rows).toEqual([{ last_error: "the provider is down" }]);
});

test("an event that crashes its worker each time is given up too", async () => {
  await write("poison");
  for (let i = 0; i < ATTEMPTS_MAX; i += 1) {
    expect(await claimEvents(db, instantText(clock.now()), 10)).toHaveLength(1);
    clock.advance(60_000);
  }
  const { seen, subscription } = collector("*");
  await drain(subscription);
  expect(seen).toEqual([]);
  expect(await states()).toMatchObject({ failed: 1, waiting: 0 });
});

test("a worker that was too slow does not undo another one's delivery", async () => {
  await write("booking.confirmed");
  const fast = collector("*");
  const slow: Subscription = {
    topic: "*",
    run: async () => {
      clock.advance(60_000);
      await drain(fast.subscription);
      throw new Error("too late");
    },
  };
  await drain(slow);
  expect(await states()).toMatchObject({ done: 1, waiting: 0, attempts: 2 });
});

test("delivered events are purged after a week, and failed ones are kept", async () => {
  await write("old", 2);
  await drain();
  await sql`update outbox set done_at = null, failed_at = ${instantText(clock.now())}
    where id = (select id from outbox limit 1)`.execute(owner);
  clock.advance(8 * DAY_MS);
  await write("new");
  await drain();
  await purgeOutbox(db, clock);
  expect(await states()).toMatchObject({ done: 1, failed: 1 });
});

test("the pause doubles from one second up to six hours, half of it random", () => {
  expect([1, 2, 3].map((n) => backoffMs(n, () => 1))).toEqual([1_000, 2_000, 4_000]);
  expect(backoffMs(1, () => 0)).toBe(500);
  expect(backoffMs(20, () => 1)).toBe(6 * HOUR_MS);
});
