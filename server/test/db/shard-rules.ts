import { sql } from "kysely";
import type { Db, Tx } from "../../src/db/connection.ts";

/**
 * The rules of docs/scaling.md that let the schema be distributed by business, each as a query over the catalogue of
 * PostgreSQL that names its breaches. `owned` are the tables with a business_id, and `businesses` itself.
 */
const OWNED = `owned as (
  select c.oid, c.relname, a.attnum as business from pg_class c
  join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
    and a.attname = case c.relname when 'businesses' then 'id' else 'business_id' end
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace)`;

const OURS = `ours as (
  select p.*, p.oid::regprocedure::text as signature, l.lanname as language,
    regexp_replace(p.prosrc, '--[^\\n]*', '', 'g') as body
  from pg_proc p join pg_language l on l.oid = p.prolang
  where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and l.lanname in ('sql', 'plpgsql'))`;

/** The tables' names as alternatives of a regular expression. */
const TABLES = `(select string_agg(relname, '|') from pg_class
  where relkind = 'r' and relnamespace = 'public'::regnamespace)`;

export const rules: Record<string, string> = {
  "every table belongs to a business": `
    select c.relname::text as breach from pg_class c
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.oid not in (select oid from owned)`,
  "keys of a business's table include the business": `
    select o.relname || '.' || k.conname as breach from owned o
    join pg_constraint k on k.conrelid = o.oid and k.contype in ('p', 'u', 'x')
    where not o.business = any (k.conkey)
    union all
    select o.relname || '.' || i.indexrelid::regclass from owned o join pg_index i on i.indrelid = o.oid
    where i.indisunique and not o.business = any (i.indkey::int2[])
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
  "foreign keys of a business's table lead to the same business": `
    select o.relname || '.' || k.conname as breach from owned o
    join pg_constraint k on k.conrelid = o.oid and k.contype = 'f'
    left join owned t on t.oid = k.confrelid
    where t.oid is null or not exists (
      select from unnest(k.conkey, k.confkey) c (mine, theirs) where c.mine = o.business and c.theirs = t.business)`,
  "policies use a table's own columns and app_…() only": `
    select p.tablename || '.' || p.policyname as breach from pg_policies p
    where p.schemaname = 'public' and regexp_replace(concat_ws(' ', p.qual, p.with_check),
      '\\( SELECT (app_\\w+)\\(\\) AS \\1\\)', '', 'g') ~ '(SELECT|is_\\w+\\()'`,
  "functions in columns, indexes and checks name the schema of what they call": `
    select distinct f.signature as breach from pg_depend d join ours f on f.oid = d.refobjid
    where d.refclassid = 'pg_proc'::regclass
      and d.classid in ('pg_attrdef'::regclass, 'pg_constraint'::regclass, 'pg_class'::regclass)
      and f.proconfig is null
      and exists (select from ours g where f.body ~ ('(?<![.\\w])' || g.proname || '\\('))`,
  "functions that read tables are written in PL/pgSQL": `
    select f.signature as breach from ours f where f.language = 'sql' and f.body ~* ('(from|join)\\s+(' || ${TABLES} || ')\\M')`,
  "no argument has the row type of a table": `
    select f.signature as breach from ours f
    where exists (
      select from unnest(f.proargtypes::oid[]) a join pg_type t on t.oid = a
      left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
      join pg_class c on c.oid in (t.typrelid, e.typrelid) and c.relkind = 'r')`,
  "the condition of an upsert calls nothing that depends on the time": `
    select f.signature as breach from ours f
    where f.body ~* 'on conflict[^;]*do update[^;]*\\mwhere\\M[^;]*\\m(app_)?now\\('`,
  "advisory locks stay within a business": `
    select f.signature as breach from ours f where f.body ~ 'pg_(try_)?advisory'`,
  "triggers read no settings of the session": `
    select f.signature as breach from ours f
    where f.prorettype = 'trigger'::regtype and f.body ~ '(current_setting\\(|app_(user|business|scope|now)\\()'`,
};

/** Returns the breaches of every rule, sorted. */
export async function breaches(db: Db | Tx): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [rule, query] of Object.entries(rules)) {
    const { rows } = await sql<{ breach: string }>`
      ${sql.raw(`with ${OWNED}, ${OURS} select breach from (${query}) b order by breach collate "C"`)}`.execute(
      db,
    );
    found[rule] = rows.map(({ breach }) => breach);
  }
  return found;
}
