import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { HOUR_MS } from "../../src/base/time.ts";
import { fingerprintOf } from "../../src/http/idempotency-key.ts";
import { purgeIdempotencyKeys } from "../../src/http/idempotency.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { sampleRoutes } from "./sample-routes.ts";
import { signInAs, startServer } from "./start-server.ts";

const { db, owner } = await createTestDatabase();
let insideEffect: (() => Promise<void>) | undefined;
const { ask, clock, parts } = await startServer(db, {
  routes: sampleRoutes({ insideEffect: async () => insideEffect?.() }),
});

beforeEach(() => {
  insideEffect = undefined;
});

let made = 0;
const newKey = () => `key-${(made += 1)}`;

function post(key: string | undefined, body: object, headers: Record<string, string> = {}) {
  const all = { ...headers, ...(key !== undefined && { "idempotency-key": key }) };
  return ask("POST", "/v1/effects", { body, headers: all });
}

async function effects(words: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from dev_messages where recipient = 'effect' and text = ${words}`.execute(
    owner,
  );
  return rows[0]!.n;
}

test("the same request sent twice has one effect and the same answer", async () => {
  const key = newKey();
  const first = await post(key, { words: "twice" });
  // Another order of fields and a quoted key still make the same request.
  const second = await post(`"${key}"`, { words: "twice" });
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect(first.headers.get("idempotent-replayed")).toBeNull();
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  expect(second.headers.get("etag")).toBe('"1"');
  expect(await effects("twice")).toBe(1);
});

test("a retry after a lost answer gets the first answer, even from another process", async () => {
  const key = newKey();
  const first = await post(key, { words: "lost" });
  // Another server process, started after the first one died between commit and reply.
  const other = await startServer(db, { routes: sampleRoutes() });
  const again = await other.ask("POST", "/v1/effects", {
    body: { words: "lost" },
    headers: { "idempotency-key": key },
  });
  expect(again.body).toEqual(first.body);
  expect(await effects("lost")).toBe(1);
});

test("control: without the stored row, the same request sent twice has two effects", async () => {
  const key = newKey();
  await post(key, { words: "control" });
  await sql`delete from idempotency_keys where key = ${key}`.execute(owner);
  await post(key, { words: "control" });
  expect(await effects("control")).toBe(2);
});

test("the same key with another body is refused", async () => {
  const key = newKey();
  await post(key, { words: "one body" });
  const other = await post(key, { words: "another body" });
  expect([other.status, other.body.type]).toEqual([
    422,
    "https://holdfast.example/problems/idempotency-key-reused",
  ]);
  expect(await effects("another body")).toBe(0);
});

test("of two copies at the same moment one runs and the other gets idempotency-in-progress", async () => {
  const key = newKey();
  const gate = Promise.withResolvers<void>();
  const inside = Promise.withResolvers<void>();
  insideEffect = async () => {
    inside.resolve();
    await gate.promise;
  };
  const first = post(key, { words: "together" });
  await inside.promise;
  const second = await post(key, { words: "together" });
  gate.resolve();
  expect([second.status, second.body.type]).toEqual([
    409,
    "https://holdfast.example/problems/idempotency-in-progress",
  ]);
  expect(second.headers.get("retry-after")).toBe("1");
  expect((await first).status).toBe(201);
  expect((await post(key, { words: "together" })).status).toBe(201);
  expect(await effects("together")).toBe(1);
});

test("fifty copies at once have one effect, and every answer is the result or 409", async () => {
  const key = newKey();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => post(key, { words: "fifty" })),
  );
  const statuses = new Set(answers.map((one) => one.status));
  expect(statuses.isSubsetOf(new Set([201, 409]))).toBe(true);
  expect(new Set(answers.filter((one) => one.status === 201).map((one) => one.body.id)).size).toBe(
    1,
  );
  expect(await effects("fifty")).toBe(1);
});

test.each([
  ["invalid", 422],
  ["missing", 404],
  ["unavailable", 422],
])("a refusal of kind %s is stored for replay and writes nothing else", async (refuse, status) => {
  const key = newKey();
  const body = { words: `refused ${refuse}`, refuse };
  const first = await post(key, body);
  const second = await post(key, body);
  expect([first.status, second.status]).toEqual([status, status]);
  expect(second.body).toEqual(first.body);
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  expect(second.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(await effects(body.words)).toBe(0);
});

test.each([
  ["busy", 429],
  ["bug", 500],
])("a refusal of kind %s is not stored, so that a retry runs again", async (refuse, status) => {
  const key = newKey();
  const first = await post(key, { words: `passing ${refuse}`, refuse });
  expect(first.status).toBe(status);
  const { rows } = await sql`select 1 from idempotency_keys where key = ${key}`.execute(owner);
  expect(rows).toEqual([]);
  expect(await effects(`passing ${refuse}`)).toBe(0);
});

test("a refusal names the rules that failed, in the caller's language", async () => {
  const body = { words: "reasons", refuse: "unavailable" };
  const answer = await post(newKey(), body, { "accept-language": "ar" });
  expect(answer.body).toMatchObject({
    reasons: [{ rule: "outside-hours", message: "خارج ساعات العمل" }],
    alternatives: [{ start: "x" }],
  });
});

test("a missing or invalid idempotency key is 400", async () => {
  const missing = await post(undefined, { words: "x" });
  expect([missing.status, missing.body.type]).toEqual([
    400,
    "https://holdfast.example/problems/idempotency-key-missing",
  ]);
  for (const key of ["a b", "x".repeat(256), "\u00e9"]) {
    const answer = await post(key, { words: "x" });
    expect([key, answer.status, answer.body.errors[0].pointer]).toEqual([
      key,
      400,
      "/headers/idempotency-key",
    ]);
  }
  expect((await post("x".repeat(255), { words: "longest" })).status).toBe(201);
});

test("the same key sent by different callers makes different requests", async () => {
  const key = newKey();
  const { token: one } = await signInAs(ask, "+966500000111");
  const { token: two } = await signInAs(ask, "+966500000112");
  const ids = [];
  for (const authorization of [`Bearer ${one}`, `Bearer ${two}`, undefined]) {
    const answer = await post(key, { words: "whose" }, authorization ? { authorization } : {});
    ids.push(answer.body.id);
  }
  expect(new Set(ids).size).toBe(3);
});

test("after 72 hours a key may be used again", async () => {
  const key = newKey();
  await post(key, { words: "old" });
  clock.advance(71 * HOUR_MS);
  expect((await post(key, { words: "old" })).headers.get("idempotent-replayed")).toBe("true");
  clock.advance(2 * HOUR_MS);
  expect((await post(key, { words: "new body" })).status).toBe(201);
});

test("expired keys are purged and recent ones stay", async () => {
  const old = newKey();
  await post(old, { words: "purged" });
  clock.advance(73 * HOUR_MS);
  const young = newKey();
  await post(young, { words: "kept" });
  await purgeIdempotencyKeys(db, clock);
  const { rows } = await sql<{ key: string }>`select key from idempotency_keys`.execute(owner);
  expect(rows).toEqual([{ key: young }]);
});

test("replays and in-progress conflicts are counted in the metrics", async () => {
  const text = await parts.metrics.render();
  expect(Number(/holdfast_idempotent_replays_total (\d+)/.exec(text)?.[1])).toBeGreaterThan(3);
  expect(text).toMatch(/holdfast_conflicts_total\{kind="idempotency-in-progress"\} \d/);
});

test("the fingerprint does not depend on the order of fields", () => {
  expect(fingerprintOf({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(
    fingerprintOf({ b: [{ d: 3, c: 2 }], a: 1 }),
  );
  expect(fingerprintOf({ a: [1, 2] })).not.toBe(fingerprintOf({ a: [2, 1] }));
  expect(fingerprintOf(undefined)).not.toBe(fingerprintOf({}));
});
