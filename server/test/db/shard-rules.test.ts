import { sql } from "kysely";
import { expect, test } from "vitest";
import { createTestDatabase } from "../harness/test-database.ts";
import listed from "./shard-breaches.json" with { type: "json" };
import { breaches, rules } from "./shard-rules.ts";

/** What keeps the schema from being distributed by business is listed with its reason; the list can only shrink. */

const { owner } = await createTestDatabase();

type Group = { reason: string; breaches: string[] };

const known = Object.fromEntries(
  Object.entries(listed as Record<string, Group[]>).map(([rule, groups]) => [
    rule,
    groups.flatMap((group) => group.breaches),
  ]),
);
const found = await breaches(owner);

test.each(Object.keys(rules))("%s", (rule) => {
  const added = found[rule]!.filter((one) => !known[rule]!.includes(one));
  expect(added, "new breaches: mend them, see docs/scaling.md").toEqual([]);
  const mended = known[rule]!.filter((one) => !found[rule]!.includes(one));
  expect(mended, "mended: remove them from shard-breaches.json").toEqual([]);
});

const plants = [
  "create table strays (id uuid primary key)",
  "create table strayed (business_id uuid, id uuid unique, stray uuid references strays)",
  "create policy lost on strayed using (exists (select from strays))",
  "create function strays_base(n int) returns int immutable language sql as 'select n'",
  "create function strays_key(n int) returns int immutable language sql as 'select strays_base(n)'",
  "alter table strayed add check (strays_key(1) > 0)",
  "create function strays_count() returns bigint language sql as 'select count(*) from strays'",
  "create function strays_row(s strays) returns int language sql as 'select 1'",
  `create function strays_keep() returns void language plpgsql as $$ begin
     insert into strays values (null) on conflict (id) do update set id = null where now() > now();
     perform pg_advisory_xact_lock(1); end $$`,
  `create function strays_follow() returns trigger language plpgsql as $$ begin
     perform current_setting('app.actor'); return null; end $$`,
];

test("each rule finds a breach that is planted", async () => {
  const undo = new Error("undo");
  const planted: Record<string, string[]> = {};
  const trial = owner.transaction().execute(async (tx) => {
    for (const plant of plants) await sql.raw(plant).execute(tx);
    Object.assign(planted, await breaches(tx));
    throw undo;
  });
  await expect(trial).rejects.toBe(undo);
  const more = Object.entries(planted).map(([rule, all]) => [
    rule,
    all.filter((one) => !found[rule]!.includes(one)),
  ]);
  expect(Object.fromEntries(more)).toEqual({
    "every table belongs to a business": ["strays"],
    "keys of a business's table include the business": ["strayed.strayed_id_key"],
    "foreign keys of a business's table lead to the same business": ["strayed.strayed_stray_fkey"],
    "policies use a table's own columns and app_…() only": ["strayed.lost"],
    "functions in columns, indexes and checks name the schema of what they call": [
      "strays_key(integer)",
    ],
    "functions that read tables are written in PL/pgSQL": ["strays_count()"],
    "no argument has the row type of a table": ["strays_row(strays)"],
    "the condition of an upsert calls nothing that depends on the time": ["strays_keep()"],
    "advisory locks stay within a business": ["strays_keep()"],
    "triggers read no settings of the session": ["strays_follow()"],
  });
});
