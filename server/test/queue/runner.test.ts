import { sql } from "kysely";
import { pino } from "pino";
import { expect, test } from "vitest";
import { fixedClock, systemClock } from "../../src/base/time.ts";
import { openRunner } from "../../src/queue/runner.ts";
import { runIfDue, type TimedTask } from "../../src/queue/timed-task.ts";
import { createTestDatabase } from "../harness/test-database.ts";

const { db, owner } = await createTestDatabase();
const log = pino({ level: "silent" });

function counting(
  name: string,
  everySeconds: number,
  work: () => Promise<void> = async () => undefined,
) {
  const counted = { runs: 0 };
  const task: TimedTask = {
    name,
    everySeconds,
    run: async () => {
      counted.runs += 1;
      await work();
    },
  };
  return { counted, task };
}

test("only one of ten workers runs a task, and it runs again only when it is due", async () => {
  const clock = fixedClock("2026-11-21T10:00:00Z");
  const { counted, task } = counting("ten", 60);
  const all = () =>
    Promise.all(Array.from({ length: 10 }, () => runIfDue(task, { db, clock, log })));
  expect((await all()).filter(Boolean)).toHaveLength(1);
  clock.advance(59_999);
  await all();
  expect(counted.runs).toBe(1);
  clock.advance(1);
  await all();
  expect(counted.runs).toBe(2);
});

test("a running task is not started a second time; one whose worker died is started again after two minutes", async () => {
  const clock = fixedClock("2026-11-21T10:00:00Z");
  const gate = Promise.withResolvers<void>();
  const { counted, task } = counting("slow", 10, () => gate.promise);
  const first = runIfDue(task, { db, clock, log });
  await expect.poll(() => counted.runs).toBe(1);
  clock.advance(30_000);
  expect(await runIfDue(task, { db, clock, log })).toBe(false);
  gate.resolve();
  await first;
  expect(await runIfDue(task, { db, clock, log })).toBe(true);
  await sql`update task_runs set last_finished_at = null where task = 'slow'`.execute(owner);
  clock.advance(119_999);
  expect(await runIfDue(task, { db, clock, log })).toBe(false);
  clock.advance(1);
  expect(await runIfDue(task, { db, clock, log })).toBe(true);
});

test("a failed task has its error recorded and is run again", async () => {
  const clock = fixedClock("2026-11-21T10:00:00Z");
  const { counted, task } = counting("failing", 10, async () => {
    throw new Error("no luck");
  });
  expect(await runIfDue(task, { db, clock, log })).toBe(true);
  const { rows } = await sql`select last_error from task_runs where task = 'failing'`.execute(
    owner,
  );
  expect(rows).toEqual([{ last_error: "no luck" }]);
  clock.advance(10_000);
  await runIfDue(task, { db, clock, log });
  expect(counted.runs).toBe(2);
});

test("a runner delivers events and runs tasks until stopped, and finishes those it started", async () => {
  const gate = Promise.withResolvers<void>();
  const { counted, task } = counting("ticking", 3600);
  const seen: string[] = [];
  const delivered: string[] = [];
  const subscription = {
    topic: "*",
    run: async ({ topic }: { topic: string }) => {
      seen.push(topic);
      await gate.promise;
      delivered.push(topic);
    },
  };
  const parts = {
    db,
    clock: systemClock,
    log,
    pollMs: 20,
    subscriptions: [subscription],
    tasks: [task],
  };
  const runner = openRunner(parts);
  runner.start();
  await sql`insert into outbox (topic, payload) values ('slow.news', '{}')`.execute(owner);
  await expect.poll(() => [counted.runs, seen.length]).toEqual([1, 1]);
  const stopped = runner.stop();
  await sql`insert into outbox (topic, payload) values ('late.news', '{}')`.execute(owner);
  gate.resolve();
  await stopped;
  expect(delivered).toEqual(["slow.news"]);
  const { rows } = await sql`select topic from outbox where done_at is null`.execute(owner);
  expect(rows).toEqual([{ topic: "late.news" }]);
});

test("a task that would run for long is told when its runner stops", async () => {
  let runs = 0;
  const task: TimedTask = {
    name: "endless",
    everySeconds: 3600,
    run: async (stopping) => {
      runs += 1;
      await new Promise<void>((resolve) => {
        stopping!.addEventListener("abort", () => resolve(), { once: true });
      });
    },
  };
  const runner = openRunner({ db, clock: systemClock, log, subscriptions: [], tasks: [task] });
  runner.start();
  await expect.poll(() => runs).toBe(1);
  await runner.stop();
  const { rows } = await sql`
    select task from task_runs where task = 'endless' and last_finished_at is not null`.execute(
    owner,
  );
  expect(rows).toHaveLength(1);
});
