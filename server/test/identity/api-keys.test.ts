import { sql } from "kysely";
import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { noMetrics } from "../../src/base/metrics.ts";
import { actorFinder } from "../../src/identity/find-actor.ts";
import { hashToken } from "../../src/identity/token.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { signInAs, startServer } from "../http/start-server.ts";

const { db, owner } = await createTestDatabase();
const { ask, clock } = await startServer(db);

async function makeOwner(slug: string, phone: string) {
  const businessId = newId();
  await sql`insert into businesses (id, slug, kind, name_ar, name_en) values (${businessId}, ${slug}, 'salon', 'ا', 'a')`.execute(
    owner,
  );
  const { token, user } = await signInAs(ask, phone);
  await sql`insert into members (business_id, user_id, role) values (${businessId}, ${user.id}, 'owner')`.execute(
    owner,
  );
  return {
    businessId,
    headers: { authorization: `Bearer ${token}` },
    keys: `/v1/manage/businesses/${businessId}/apiKeys`,
  };
}

const ours = await makeOwner("ours", "+966500000131");
const theirs = await makeOwner("theirs", "+966500000132");
const wanted = {
  name: "شركة التكامل",
  scopes: ["bookings:read", "bookings:read", "bookings:write"],
};

test("an API key is shown once, listed without its secret, and stored as a hash", async () => {
  const made = await ask("POST", ours.keys, { body: wanted, headers: ours.headers });
  expect(made.status).toBe(201);
  expect(made.body.token).toMatch(
    new RegExp(`^hfk_${ours.businessId.replaceAll("-", "")}_[\\w-]{43}$`),
  );
  expect(made.body.scopes).toEqual(["bookings:read", "bookings:write"]);
  const { body } = await ask("GET", ours.keys, { headers: ours.headers });
  const { token, ...shown } = made.body;
  expect(body.items).toEqual([shown]);
  const { rows } = await sql<{
    words: string;
  }>`select row_to_json(k)::text as words from api_keys k`.execute(owner);
  expect(rows[0]!.words).not.toContain(token.split("_").at(-1));
});

test("creating a key twice with one idempotency key makes one key and returns it twice", async () => {
  const request = {
    body: { ...wanted, name: "twice" },
    headers: { ...ours.headers, "idempotency-key": "k1" },
  };
  const first = await ask("POST", ours.keys, request);
  const second = await ask("POST", ours.keys, request);
  expect(second.body).toEqual(first.body);
  const { rows } = await sql<{ n: number; words: string }>`
    select (select count(*)::int from api_keys where name = 'twice') as n, body::text as words
    from idempotency_keys where key = 'k1'`.execute(owner);
  expect(rows[0]!.n).toBe(1);
  expect(rows[0]!.words).not.toContain(first.body.token);
});

test("a revoked key is 401 at once, and its last use and revocation are recorded", async () => {
  const { body: key } = await ask("POST", ours.keys, {
    body: { name: "r", scopes: ["catalogue:read"] },
    headers: ours.headers,
  });
  const headers = { authorization: `Bearer ${key.token}` };
  expect((await ask("GET", "/v1/me", { headers })).status).toBe(403);
  const listed = await ask("GET", ours.keys, { headers: ours.headers });
  const shown = listed.body.items.find((one: { id: string }) => one.id === key.id);
  expect(shown.lastUsedAt).toBe("2026-11-21T10:00:00.000Z");
  expect((await ask("DELETE", `${ours.keys}/${key.id}`, { headers: ours.headers })).status).toBe(
    204,
  );
  expect((await ask("GET", "/v1/me", { headers })).status).toBe(401);
  expect((await ask("DELETE", `${ours.keys}/${key.id}`, { headers: ours.headers })).status).toBe(
    404,
  );
  const { rows } = await sql<{ action: string; actor: string }>`
    select action, actor from audit_log where subject_id = ${key.id} order by at, id`.execute(
    owner,
  );
  expect(rows.map((row) => row.action)).toEqual(["apiKey.created", "apiKey.revoked"]);
  expect(rows[0]!.actor).toMatch(/^user:/);
});

test("another business's keys cannot be listed, created or revoked", async () => {
  const { body: key } = await ask("POST", theirs.keys, { body: wanted, headers: theirs.headers });
  for (const [method, path] of [
    ["GET", theirs.keys],
    ["POST", theirs.keys],
    ["DELETE", `${theirs.keys}/${key.id}`],
  ] as const) {
    const body = method === "POST" ? wanted : undefined;
    expect((await ask(method, path, { body, headers: ours.headers })).status).toBe(404);
  }
  expect((await ask("DELETE", `${ours.keys}/${key.id}`, { headers: ours.headers })).status).toBe(
    404,
  );
});

test("a key whose business id was replaced with another's is 401", async () => {
  const { body: key } = await ask("POST", ours.keys, { body: wanted, headers: ours.headers });
  const forged = key.token.replace(
    ours.businessId.replaceAll("-", ""),
    theirs.businessId.replaceAll("-", ""),
  );
  expect(
    (await ask("GET", "/v1/me", { headers: { authorization: `Bearer ${forged}` } })).status,
  ).toBe(401);
});

test("an unknown scope, an empty scope list and an empty name are refused at their field", async () => {
  const make = (body: object) => ask("POST", ours.keys, { body, headers: ours.headers });
  expect((await make({ name: "x", scopes: ["everything"] })).body.errors[0].pointer).toBe(
    "/scopes/0",
  );
  expect((await make({ name: "x", scopes: [] })).body.errors[0].pointer).toBe("/scopes");
  expect((await make({ name: "", scopes: ["catalogue:read"] })).body.errors[0].pointer).toBe(
    "/name",
  );
});

test("the tokens of concurrent requests are looked up together, and each gets its own actor", async () => {
  const made = async (name: string) =>
    (await ask("POST", ours.keys, { body: { ...wanted, name }, headers: ours.headers })).body;
  const [good, revoked] = [await made("good"), await made("revoked")];
  await ask("DELETE", `${ours.keys}/${revoked.id}`, { headers: ours.headers });
  const batches: number[] = [];
  const find = actorFinder(db, clock, {
    ...noMetrics,
    batch: (_station, size) => void batches.push(size),
  });
  const tokenOf = ({ headers }: typeof ours) => headers.authorization.split(" ")[1]!;
  const forged = good.token.replace(/[0-9a-f]{32}/, theirs.businessId.replaceAll("-", ""));
  const tokens = [tokenOf(theirs), "unknown", good.token, revoked.token, forged, tokenOf(ours)];
  const found = await Promise.all([...tokens, good.token].map((token) => find(token)));
  const key = { kind: "key", keyId: good.id, businessId: ours.businessId, scopes: good.scopes };
  const owns = ({ businessId }: typeof ours) => ({
    kind: "user",
    memberships: [{ businessId, role: "owner" }],
  });
  expect(found).toMatchObject([
    owns(theirs),
    undefined,
    { ...key, label: `key:${good.id}` },
    undefined,
    undefined,
    owns(ours),
    key,
  ]);
  expect(batches).toEqual([6]);
});

test("a thousand tokens sent from one address delay a client elsewhere by no more than the batches under way", async () => {
  const batches: string[] = [];
  const watched = db.withPlugin({
    transformQuery: ({ node }) => {
      batches.push(JSON.stringify(node));
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const find = actorFinder(watched, clock, noMetrics);
  const crowd = Array.from({ length: 1_000 }, (_, n) => find(`crowd ${n}`, undefined, "192.0.2.1"));
  const bystander = find("bystander", undefined, "192.0.2.2");
  await Promise.all([...crowd, bystander]);
  const turn = batches.findIndex((batch) => batch.includes(hashToken("bystander")));
  expect(turn, "the crowd's first two batches left in the same turn").toBeLessThanOrEqual(2);
  expect(batches.length).toBeGreaterThan(7);
});
