import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { seedDemo } from "../../../src/demo/seed-demo.ts";
import { createTestDatabase } from "../../harness/test-database.ts";
import {
  functionsOf,
  namedByCatalogue,
  namesIn,
  qualifiedIn,
  unqualifiedIn,
  type DatabaseFunction,
} from "./reached-functions.ts";

const { db, owner } = await createTestDatabase();
await seedDemo(db, () => undefined);
const functions = await functionsOf(owner);
const names = await namesIn(owner);

/** Functions named by the catalogue, and those that they call in turn with the session's search_path. */
async function reached(): Promise<DatabaseFunction[]> {
  const found = new Set(await namedByCatalogue(owner));
  for (const signature of found) {
    const one = functions.find((each) => each.signature === signature)!;
    if (one.searchPath !== null) continue;
    const called = new Set(qualifiedIn(one.body, names));
    for (const each of functions) if (called.has(each.name)) found.add(each.signature);
  }
  return functions.filter(({ signature }) => found.has(signature));
}

describe("a function that runs without an explicit call", () => {
  test("sets its own search_path or names the schema of everything it uses", async () => {
    const all = await reached();
    expect(all.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "word_text",
        "search_fold",
        "bump_version",
        "record_booking_event",
        "is_public",
      ]),
    );
    const loose = all
      .filter(({ searchPath }) => searchPath === null)
      .map(({ signature, body }) => ({ signature, unqualified: unqualifiedIn(body, names) }));
    expect(loose.filter(({ unqualified }) => unqualified.length > 0)).toEqual([]);
  });

  test("control: the check finds a name without its schema", () => {
    const body = "select ' claims ' || translate(search_fold(words), 'a', 'b') -- from stops";
    expect(unqualifiedIn(body, names)).toEqual(["search_fold"]);
    expect(unqualifiedIn("update public.claims c set blocking = false", names)).toEqual([]);
  });
});

test("a security definer function searches public first and pg_temp last", async () => {
  const { rows } = await sql<{ signature: string }>`
    select p.oid::regprocedure::text as signature from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and not ('search_path=public, pg_temp' = any (coalesce(p.proconfig, '{}')))`.execute(owner);
  expect(rows).toEqual([]);
});

const { rows: guarded } = await sql<{ name: string; key: string }>`
  select distinct t.tgrelid::regclass::text as name, quote_ident(a.attname) as key
  from pg_trigger t
  join pg_constraint k on k.conrelid = t.tgrelid and k.contype = 'p'
  join pg_attribute a on a.attrelid = t.tgrelid and a.attnum = k.conkey[1]
  where not t.tgisinternal order by 1`.execute(owner);

describe("with an empty search_path", () => {
  test.each(guarded)(
    "every trigger of $name finds the tables and functions it uses",
    async ({ name, key }) => {
      const table = `public.${name}`;
      const copy = `insert into ${table} select (jsonb_populate_record(t, '{}')).* from ${table} t limit 1`;
      const statements = [`update ${table} set ${key} = ${key}`, `delete from ${table}`, copy];
      for (const statement of statements) {
        const refusal = await refusalOf(statement);
        // Undefined: table, function, object, column.
        expect(
          ["42P01", "42883", "42704", "42703"],
          `${statement}: ${refusal?.message}`,
        ).not.toContain(refusal?.code);
      }
    },
  );

  const undo = new Error("undo");

  /** Runs a statement, rolls it back, and returns the database's error, if any. */
  async function refusalOf(
    statement: string,
  ): Promise<{ code: string; message: string } | undefined> {
    const answer = owner.transaction().execute(async (tx) => {
      await sql`set local search_path = ''`.execute(tx);
      await sql.raw(statement).execute(tx);
      await sql`set constraints all immediate`.execute(tx);
      throw undo;
    });
    return answer.then(
      () => undefined,
      (error) => (error === undo ? undefined : error),
    );
  }
});
