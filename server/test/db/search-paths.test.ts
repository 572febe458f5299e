import { sql } from "kysely";
import { expect, test } from "vitest";
import { createTestDatabase } from "../harness/test-database.ts";

const { owner } = await createTestDatabase();

interface Function {
  signature: string;
  definition: string;
  path: string | null;
}

/** Returns the functions of the schema, without those of extensions. */
async function functions(): Promise<Function[]> {
  const { rows } = await owner.transaction().execute(async (tx) => {
    // Signatures with the schemas of their types.
    await sql`set local search_path = ''`.execute(tx);
    return sql<Function>`
      select p.oid::regprocedure::text as signature, pg_get_functiondef(p.oid) as definition,
        (select c from unnest(p.proconfig) c where c like 'search_path=%') as path
      from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and not exists (
        select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')`.execute(
      tx,
    );
  });
  return rows;
}

/** Tells whether a function names every schema, by creating it again with an empty search_path. */
async function namesAllSchemas({ definition }: Function): Promise<boolean> {
  const undo = new Error("undo");
  const attempt = owner.transaction().execute(async (tx) => {
    await sql`set local search_path = ''`.execute(tx);
    await sql.raw(definition).execute(tx);
    throw undo;
  });
  return attempt.catch((error: unknown) => error === undo);
}

test("no function depends on its caller's search_path", async () => {
  const all = await functions();
  const astray = [];
  for (const one of all) {
    if (one.path === "search_path=public, pg_temp") continue;
    // PostgreSQL does not check other bodies when it creates them.
    if (one.path === null && /LANGUAGE sql/.test(one.definition) && (await namesAllSchemas(one)))
      continue;
    astray.push(one.signature);
  }
  expect(astray).toEqual([]);
  expect(all.length).toBeGreaterThan(150);
});

test("control: the check finds a function that names a table without its schema", async () => {
  const definition = `create or replace function public.strays() returns bigint LANGUAGE sql
    as $$ select count(*) from bookings $$`;
  const qualified = definition.replace("from bookings", "from public.bookings");
  expect(await namesAllSchemas({ signature: "", path: null, definition })).toBe(false);
  expect(await namesAllSchemas({ signature: "", path: null, definition: qualified })).toBe(true);
});
