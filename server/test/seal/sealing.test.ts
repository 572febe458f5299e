import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { runIfDue } from "../../src/queue/timed-task.ts";
import { timedTasks } from "../../src/schedule.ts";
import { sealKeysOf } from "../../src/seal/seal-keys.ts";
import { SEAL_TASK, sealMissed } from "../../src/seal/seal-missed.ts";
import { inBatches } from "../../src/seal/sealer.ts";
import type { Subject } from "../../src/seal/seal-events.ts";
import { throughGate } from "../harness/gate.ts";
import {
  brokenHistory,
  openSealApp,
  sabotage,
  sealBy,
  sealsOf,
  titles,
  type SealApp,
} from "./ground.ts";

const none = { titles: [], notes: [] };

test("every event is sealed when the worker hears of it, and numbered in the order of sealing", async () => {
  const app = await openSealApp();
  const first = await app.book();
  await app.tell();
  await app.cancel(first);
  const second = await app.book();
  await app.tell();
  const seals = await sealsOf(app);
  expect(seals[0]).toBe(`1 ${first.id} 1`);
  expect(
    seals
      .slice(1)
      .map((one) => one.slice(2))
      .toSorted(),
  ).toEqual([`${first.id} 2`, `${second.id} 1`].toSorted());
  expect(seals.map((one) => one[0])).toEqual(["1", "2", "3"]);
  expect(await brokenHistory(app)).toEqual(none);
});

test("an event delivered twice gets one seal", async () => {
  const app = await openSealApp();
  await app.book();
  await app.tell();
  await sql`update outbox set done_at = null`.execute(app.owner);
  await app.tell();
  expect(await sealsOf(app)).toHaveLength(1);
});

test("an event whose delivery was lost is sealed by the timed task, and holdfast verify reports it until then", async () => {
  const app = await openSealApp();
  const booked = [await app.book(), await app.book(), await app.book()];
  await sql`delete from outbox`.execute(app.owner);
  const task = timedTasks(app.parts).find(({ name }) => name === SEAL_TASK)!;
  app.clock.advance(3_600_000);
  await runIfDue({ ...task, run: async () => undefined }, app.parts);
  expect((await brokenHistory(app)).titles).toEqual([titles.sealed]);
  app.clock.advance(3_600_000);
  expect(await runIfDue(task, app.parts)).toBe(true);
  expect(await sealsOf(app)).toHaveLength(booked.length);
  expect(await brokenHistory(app)).toEqual(none);
});

test("an older database's events are sealed with their old hash method", async () => {
  const app = await openSealApp();
  const booked = await app.book();
  await sabotage(app, "update booking_events set method = 1");
  await app.cancel(booked);
  // A worker that is stopping leaves them for the next run.
  await sealMissed(app.parts, AbortSignal.abort());
  expect(await sealsOf(app)).toEqual([]);
  await sealMissed(app.parts);
  expect(await sealsOf(app)).toHaveLength(2);
  const { rows } = await sql<{ method: number }>`
    select method from booking_events order by seq`.execute(app.owner);
  expect(rows.map(({ method }) => method)).toEqual([1, 2]);
  expect(await brokenHistory(app)).toEqual(none);
});

describe("text moved from one field of an event into the next", () => {
  /** Moves "desk" from one field into the next, so that the fields joined by bars read the same. */
  const before = "update booking_events set actor = 'user|desk', request_id = 'one'";
  const after = "update booking_events set actor = 'user', request_id = 'desk|one'";
  const hashesOf = async (app: SealApp) => {
    const { rows } = await sql<{ hash: string }>`select hash from booking_events`.execute(
      app.owner,
    );
    return rows.map(({ hash }) => hash);
  };

  test("changes its hash", async () => {
    const app = await openSealApp();
    await app.book();
    await sabotage(app, before);
    const hashes = await hashesOf(app);
    await sabotage(app, after);
    expect(await hashesOf(app)).not.toEqual(hashes);
  });

  test("passes the old hash method, but not the seal", async () => {
    const app = await openSealApp();
    await app.book();
    await sabotage(app, "update booking_events set method = 1", before);
    await sealMissed(app.parts);
    const hashes = await hashesOf(app);
    await sabotage(app, after);
    expect(await hashesOf(app)).toEqual(hashes);
    expect((await brokenHistory(app)).titles).toEqual([titles.signed]);
  });
});

describe("two workers that seal at the same time", () => {
  /** Lets neither worker write before both wait for the table, or one of them for the lock. */
  async function sealTwice(lockOf: (worker: number) => number | undefined) {
    const app = await openSealApp();
    const all: Subject[] = [];
    for (let n = 0; n < 24; n += 1) all.push(await app.book());
    const halves = [all.slice(0, 12), all.slice(12)];
    await throughGate({ url: app.url, contenders: 2, tables: ["event_seals"] }, () =>
      Promise.all(halves.map((half, worker) => sealBy(app, half, lockOf(worker)))),
    );
    const numbers = (await sealsOf(app)).map((one) => Number.parseInt(one, 10));
    return { numbers, ...(await brokenHistory(app)) };
  }

  test("number their seals without gaps or duplicates", async () => {
    const { numbers, titles: found } = await sealTwice(() => undefined);
    expect(numbers).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    expect(found).toEqual([]);
  });

  test("control: without a shared lock, give the same numbers twice", async () => {
    const { numbers, titles: found } = await sealTwice((worker) => worker);
    expect(new Set(numbers).size).toBe(12);
    expect(found).toEqual([titles.numbered]);
  });
});

test("seals made with an old secret are valid while it is configured, and reported as foreign when it is not", async () => {
  const app = await openSealApp();
  await app.book();
  const old = sealKeysOf("the secret of last year, long enough too");
  await sealMissed({ ...app.parts, seals: { keys: old } });
  const rotated = sealKeysOf("the secret of this year, which is no less", [
    "the secret of last year, long enough too",
  ]);
  await app.book();
  await sealMissed({ ...app.parts, seals: { keys: rotated } });
  expect(await brokenHistory(app, { keys: rotated })).toEqual(none);
  const forgetful = sealKeysOf("the secret of this year, which is no less");
  const { titles: found, notes } = await brokenHistory(app, { keys: forgetful });
  expect(found).toEqual([titles.signed]);
  expect(notes[0]).toContain(old.current.id);
});

test("requests made while a batch is being sealed go into the next batch, and fail only with it", async () => {
  const batches: Subject[][] = [];
  const gates: PromiseWithResolvers<void>[] = [];
  const seal = inBatches((subjects) => {
    batches.push([...subjects]);
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    return gate.promise;
  });
  const subject = (id: string): Subject[] => [{ kind: "booking", businessId: "b", id }];
  const first = seal(subject("1"));
  await Promise.resolve();
  const second = Promise.allSettled([seal(subject("2")), seal(subject("3"))]);
  gates[0]!.resolve();
  await first;
  await Promise.resolve();
  gates[1]!.reject(new Error("the database is away"));
  expect((await second).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  const third = seal(subject("4"));
  await Promise.resolve();
  gates[2]!.resolve();
  await third;
  expect(batches.map((batch) => batch.map(({ id }) => id))).toEqual([["1"], ["2", "3"], ["4"]]);
});
