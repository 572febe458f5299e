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

/** Claims events as a worker that dies before it delivers them. */
const claim = () =>
  claimEvents(db, instantText(clock.now()), {
    subscriptions: [collector("*").subscription],
    most: 10,
    mostAlone: 10,
  });

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

/** A subscription that takes many events; those of `bad` topics fail its batch, those of `slow` ones it leaves. */
function bulkCollector({ bad = "", slow = "" } = {}) {
  const batches: number[] = [];
  const alone: string[] = [];
  const subscription: Subscription = {
    topic: "*",
    run: async ({ topic }) => {
      alone.push(topic);
      if (topic === bad) throw new Error("it is bad alone, too");
    },
    runMany: async (events) => {
      if (events.some(({ topic }) => topic === bad)) throw new Error("one of these is bad");
      batches.push(events.length);
      return events.filter(({ topic }) => topic === slow);
    },
  };
  return { batches, alone, subscription };
}

test("hundreds of events are delivered in one batch to a subscriber that takes many", async () => {
  await write("good.news", 300);
  const { batches, alone, subscription } = bulkCollector();
  expect(await drain(subscription)).toBe(300);
  expect([batches, alone]).toEqual([[300], []]);
  expect(await states()).toEqual({ done: 300, waiting: 0, failed: 0, attempts: 1 });
});

test("an event that fails its batch is found by halving, and is delivered alone from then on", async () => {
  await write("good.news", 40);
  await write("bad.news");
  const { batches, alone, subscription } = bulkCollector({ bad: "bad.news" });
  await drain(subscription);
  expect(batches.reduce((sum, size) => sum + size, 0)).toBe(40);
  expect(batches.length).toBeLessThan(8);
  expect(await states()).toMatchObject({ done: 40, waiting: 1 });
  clock.advance(1_000);
  await drain(subscription);
  expect(alone).toEqual(["bad.news"]);
  expect(await states()).toMatchObject({ done: 40, waiting: 1, attempts: 2 });
});

test("an event that a subscriber leaves is delivered alone at once, to all its subscribers", async () => {
  await write("good.news", 5);
  await write("slow.news");
  const first = bulkCollector({ slow: "slow.news" });
  const second = bulkCollector();
  await drain(first.subscription, second.subscription);
  expect(await states()).toMatchObject({ done: 5, waiting: 1 });
  await drain(first.subscription, second.subscription);
  expect([first.alone, second.alone]).toEqual([["slow.news"], ["slow.news"]]);
  expect(await states()).toEqual({ done: 6, waiting: 0, failed: 0, attempts: 2 });
});

test("an event is delivered alone when one of its subscribers takes only one", async () => {
  await write("good.news", 30);
  const { batches, alone, subscription } = bulkCollector();
  const { seen, subscription: single } = collector("good.*");
  expect(await drain(subscription, single)).toBe(20);
  expect(await drain(subscription, single)).toBe(10);
  expect([batches.length, alone.length, seen.length]).toEqual([0, 30, 30]);
});

test("a batch is marked done while an event delivered alone is still under way", async () => {
  await write("good.news", 5);
  await write("slow.event");
  const { batches, subscription } = bulkCollector();
  const gate = Promise.withResolvers<void>();
  const slow: Subscription = { topic: "slow.event", run: () => gate.promise };
  const drained = drain({ ...subscription, topic: "good.*" }, slow);
  await expect.poll(async () => (await states()).done).toBe(5);
  gate.resolve();
  await drained;
  expect(batches).toEqual([5]);
  expect(await states()).toMatchObject({ done: 6, waiting: 0 });
});

test("a topic is compared letter by letter, except for a star at its end", async () => {
  await write("a_b.c");
  await write("axb.c");
  const { seen, subscription } = collector("a_b.*");
  await drain(subscription);
  expect(seen.map(({ topic }) => topic)).toEqual(["a_b.c"]);
  expect(await states()).toMatchObject({ done: 2 });
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
  expect(await claim()).toHaveLength(1);
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
    expect(await claim()).toHaveLength(1);
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
