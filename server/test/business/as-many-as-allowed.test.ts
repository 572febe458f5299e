import { sql } from "kysely";
import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeSalon } from "../harness/businesses.ts";
import { throughGate } from "../harness/gate.ts";
import { readPages } from "../harness/pages.ts";
import { makeMember, makePerson, platform } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";

/** What a business may create is limited, and what an answer carries: a long list has pages. */

const app = await startTestApp({ clock: standingClock() });
const { db, owner } = app;

async function open() {
  const { businessId, locationId } = await makeSalon(db);
  const caller = app.as((await makeMember(db, businessId, "owner")).token);
  return { businessId, locationId, caller, url: `/v1/manage/businesses/${businessId}` };
}

async function addLocations(businessId: string, count: number) {
  await sql`
    insert into locations (business_id, id, name_ar, name_en)
    select ${businessId}, gen_random_uuid(), 'فرع', 'Branch ' || n from generate_series(1, ${count}::int) n`.execute(
    owner,
  );
}

async function countOf(table: string, businessId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${sql.table(table)} where business_id = ${businessId}`.execute(
    owner,
  );
  return rows[0]!.n;
}

const branch = { name: { ar: "فرع", en: "Branch" } };
const gate = { url: app.url, contenders: 2 };

test("of two who create the last location that is allowed, one is refused and told why", async () => {
  const { businessId, caller, url } = await open();
  await addLocations(businessId, 498);
  const answers = await throughGate({ ...gate, tables: ["locations"] }, () =>
    Promise.all([1, 2].map(() => caller.post(`${url}/locations`, branch))),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)!.body.detail).toBe(
    "The business has 500 of these, the maximum; remove unused ones first.",
  );
  expect(await countOf("locations", businessId)).toBe(500);
});

test("control: two who count without the lock both see room, and are one too many", async () => {
  const { businessId } = await open();
  await addLocations(businessId, 498);
  const create = () =>
    inTransaction(db, platform, async (tx) => {
      const { rows } = await sql`select from locations where business_id = ${businessId}`.execute(
        tx,
      );
      if (rows.length >= 500) throw new Error("full");
      await tx
        .insertInto("locations")
        .values({ business_id: businessId, id: newId(), name_ar: "فرع", name_en: "Branch" })
        .execute();
    });
  await throughGate({ ...gate, tables: ["locations"] }, () => Promise.all([create(), create()]));
  expect(await countOf("locations", businessId)).toBe(501);
});

test("of two who create the last API key that is allowed, one is refused", async () => {
  const { businessId, caller, url } = await open();
  await sql`
    insert into api_keys (business_id, id, name, secret_hash, scopes)
    select ${businessId}, gen_random_uuid(), 'key', 'hash', '{}' from generate_series(1, 49)`.execute(
    owner,
  );
  const wanted = { name: "key", scopes: ["catalogue:read"] };
  const answers = await throughGate({ ...gate, tables: ["api_keys"] }, () =>
    Promise.all([1, 2].map(() => caller.post(`${url}/apiKeys`, wanted))),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  expect(await countOf("api_keys", businessId)).toBe(50);
});

test("a chain is shown with its first locations, and lists all of them", async () => {
  const { businessId } = await open();
  await addLocations(businessId, 30);
  const { body } = await app.as().get(`/v1/businesses/${businessId}`);
  const all = await readPages(app.as(), `/v1/businesses/${businessId}/locations`);
  expect([body.locations.length, all.length]).toEqual([20, 31]);
  expect(body.locations).toEqual(all.slice(0, 20));
});

test("a page of long rows ends early, and the next goes on where it ended", async () => {
  const { businessId, caller, url } = await open();
  await addLocations(businessId, 39);
  await sql`
    insert into location_holidays (business_id, location_id, day, name)
    select business_id, id, date '2027-01-01' + n, repeat('ع', 200) from locations, generate_series(1, 150) n
    where business_id = ${businessId}`.execute(owner);
  const first = await caller.get(`${url}/locations?limit=100`);
  const { items, nextCursor } = first.body;
  expect(JSON.stringify(items).length).toBeLessThanOrEqual(1_000_000);
  expect(items.length).toBeGreaterThan(20);
  const rest = await caller.get(`${url}/locations?limit=100&cursor=${nextCursor}`);
  expect(rest.body.nextCursor).toBeNull();
  const ids = [...items, ...rest.body.items].map((one: { id: string }) => one.id);
  expect([ids.length, new Set(ids).size]).toEqual([40, 40]);
});

test("a page of the audit trail with long entries ends early, too", async () => {
  const { businessId, caller, url } = await open();
  await sql`
    insert into audit_log (business_id, id, actor, action, subject_kind, subject_id, before, after)
    select ${businessId}, gen_random_uuid(), 'system:test', 'route.faresReplaced', 'route', 'r' || n,
      jsonb_build_array(repeat('x', 150000)), jsonb_build_array(repeat('y', 150000))
    from generate_series(1, 5) n`.execute(owner);
  const first = await caller.get(`${url}/audit?action=route.faresReplaced`);
  expect(first.body.items).toHaveLength(3);
  expect(first.body.items[0]).toMatchObject({ before: ["x".repeat(150_000)] });
  const rest = await caller.get(
    `${url}/audit?action=route.faresReplaced&cursor=${first.body.nextCursor}`,
  );
  expect([rest.body.items.length, rest.body.nextCursor]).toEqual([2, null]);
});

test("somebody who works for very many businesses is told of a hundred at once", async () => {
  const person = await makePerson(db);
  await sql`
    with made as (
      insert into businesses (id, slug, kind, name_ar, name_en)
      select gen_random_uuid(), 'many-' || n, 'salon', 'ا', 'a' from generate_series(1, 101) n returning id)
    insert into members (business_id, user_id, role) select id, ${person.id}, 'staff' from made`.execute(
    owner,
  );
  const caller = app.as(person.token);
  expect((await caller.get("/v1/me")).body.memberships).toHaveLength(100);
  const { body } = await caller.get("/v1/manage/businesses?limit=100");
  const rest = await caller.get(`/v1/manage/businesses?cursor=${body.nextCursor}`);
  expect([body.items.length, rest.body.items.length]).toEqual([100, 1]);
});
