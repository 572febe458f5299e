import { sql } from "kysely";
import type { Db } from "../../src/db/connection.ts";

/** Tables about requests or the server itself, not about a business. */
const besides = [
  "idempotency_keys",
  "rate_limits",
  "otp_codes",
  "dev_messages",
  "migrations",
  "task_runs",
];

export type Snapshot = Record<string, string>;

/** Tables that record when a token was last used; those columns are ignored. */
const seen = ["sessions", "api_keys"];

/**
 * A mark for every table that changes when a row is written or removed: the row count and the latest transaction that wrote
 * one of them. Takes the owner's connection.
 */
export async function snapshot(owner: Db): Promise<Snapshot> {
  const names = await tableNames(owner);
  const each = names.map((name) => {
    const mark = seen.includes(name)
      ? sql`md5(string_agg((to_jsonb(t) - 'last_seen_at' - 'last_used_at')::text, '' order by id))`
      : sql`max(xmin::text::bigint)::text`;
    return sql`select ${name} as name, count(*) || ' ' || coalesce(${mark}, '') as mark from ${sql.table(name)} t`;
  });
  const { rows } = await sql<{ name: string; mark: string }>`
    ${sql.join(each, sql` union all `)}`.execute(owner);
  return Object.fromEntries(rows.map(({ name, mark }) => [name, mark]));
}

const known = new WeakMap<Db, Promise<string[]>>();

function tableNames(owner: Db): Promise<string[]> {
  const names = known.get(owner) ?? readTableNames(owner);
  known.set(owner, names);
  return names;
}

async function readTableNames(owner: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all (${besides}::text[])
    order by 1`.execute(owner);
  return rows.map(({ name }) => name);
}
