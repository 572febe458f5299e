import { sql } from "kysely";
import type { Db } from "../../../src/db/connection.ts";

/** One of our functions, as PostgreSQL's catalogue describes it. */
export interface DatabaseFunction {
  signature: string;
  name: string;
  body: string;
  /** Null means the caller's search_path. */
  searchPath: string | null;
}

/** Returns all our functions, without those of extensions. */
export async function functionsOf(owner: Db): Promise<DatabaseFunction[]> {
  const { rows } = await sql<DatabaseFunction>`
    select p.oid::regprocedure::text as signature, p.proname::text as name, p.prosrc as body, (
      select substr(setting, 13) from unnest(p.proconfig) setting where setting like 'search_path=%') as "searchPath"
    from pg_proc p where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by 1`.execute(owner);
  return rows;
}

/**
 * Returns the functions that run without an explicit call, and so with the session's search_path: those named by a
 * generated column or a default, an index, a constraint, a policy or a trigger.
 */
export async function namedByCatalogue(owner: Db): Promise<string[]> {
  const { rows } = await sql<{ signature: string }>`
    select distinct p.oid::regprocedure::text as signature from pg_depend d join pg_proc p on p.oid = d.refobjid
    where d.refclassid = 'pg_proc'::regclass and p.pronamespace = 'public'::regnamespace
      and d.classid in ('pg_attrdef'::regclass, 'pg_class'::regclass, 'pg_constraint'::regclass,
        'pg_policy'::regclass, 'pg_trigger'::regclass)
      and not exists (select from pg_depend x where x.objid = p.oid and x.deptype = 'e')
    order by 1`.execute(owner);
  return rows.map(({ signature }) => signature);
}

/** Returns every name in the schema that a body could use: tables, types and functions, extensions included. */
export async function namesIn(owner: Db): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select relname::text as name from pg_class where relnamespace = 'public'::regnamespace
    union select typname::text from pg_type where typnamespace = 'public'::regnamespace
    union select proname::text from pg_proc where pronamespace = 'public'::regnamespace`.execute(
    owner,
  );
  return new Set(rows.map(({ name }) => name));
}

/** The names of `names` that a body uses without a schema before them. */
export function unqualifiedIn(body: string, names: ReadonlySet<string>): string[] {
  const code = body.replaceAll(/'(?:[^']|'')*'/g, "''").replaceAll(/--.*$/gm, "");
  const words = [...code.matchAll(/(?<![\w.])[a-z_]\w*/g)].map(([word]) => word);
  return [...new Set(words.filter((word) => names.has(word)))];
}

/** The names of `names` that a body uses with the schema before them. */
export function qualifiedIn(body: string, names: ReadonlySet<string>): string[] {
  const words = [...body.matchAll(/\bpublic\.(\w+)/g)].map(([, word]) => word!);
  return [...new Set(words.filter((word) => names.has(word)))];
}
