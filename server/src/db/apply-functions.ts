import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type pg from "pg";

type SqlFile = { name: string; sql: string; checksum: string };
type Applied = { name: string; checksum: string; makes: string[] };

/**
 * Brings functions, triggers and policies in line with the files of a folder: files with changed text run again in
 * one transaction, after the numbered migrations: base first, then the other rooms by name, and last the policies,
 * which use functions of all rooms. Drops a function that no file makes any more. The caller holds the migration
 * lock.
 *
 * @param folder one folder for each room, with one idea in each file
 * @returns paths of the files applied now
 * @throws Error naming the file that failed; nothing is applied then
 */
export async function applyFunctions(
  client: pg.Client,
  folder: string,
  log: (message: string) => void,
): Promise<string[]> {
  await client.query(
    `create table if not exists sql_files (
       name text primary key, checksum text not null, makes text[] not null,
       applied_at timestamptz not null default now())`,
  );
  const files = await readFiles(folder);
  const { rows } = await client.query<Applied>("select name, checksum, makes from sql_files");
  const applied = new Map(rows.map((row) => [row.name, row]));
  const changed = files.filter((file) => applied.get(file.name)?.checksum !== file.checksum);
  const gone = rows.filter((row) => !files.some((file) => file.name === row.name));
  if (changed.length === 0 && gone.length === 0) return [];
  const startedAt = performance.now();
  await client.query("begin");
  try {
    // Functions call each other, so their bodies are checked only when all of them exist.
    await client.query("set local check_function_bodies = off");
    const made = await runFiles(client, changed);
    const before = [
      ...changed.flatMap((file) => applied.get(file.name)?.makes ?? []),
      ...gone.flatMap((row) => row.makes),
    ];
    await dropFunctions(
      client,
      before.filter((one) => !made.has(one)),
    );
    await client.query("delete from sql_files where name = any ($1)", [
      gone.map((row) => row.name),
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
  log(
    `applied ${changed.length} of ${files.length} SQL files (${Math.round(performance.now() - startedAt)} ms)`,
  );
  return changed.map((file) => file.name);
}

/** The order in which rooms are applied. */
export async function readFiles(folder: string): Promise<SqlFile[]> {
  const names = (await readdir(folder, { recursive: true }))
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".sql"))
    .toSorted((a, b) => turnOf(a) - turnOf(b) || (a < b ? -1 : 1));
  return Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(`${folder}/${name}`, "utf8")).replaceAll("\r\n", "\n");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

function turnOf(name: string): number {
  if (name.endsWith("/policies.sql")) return 2;
  return name.startsWith("base/") ? 0 : 1;
}

/** @returns the signatures of all functions that the files made or replaced */
async function runFiles(client: pg.Client, files: readonly SqlFile[]): Promise<Set<string>> {
  const made = new Set<string>();
  for (const { name, sql, checksum } of files) {
    try {
      await client.query(sql);
    } catch (error) {
      throw new Error(`SQL file ${name} failed: ${(error as Error).message}`, { cause: error });
    }
    const makes = (await writtenNow(client)).filter((one) => !made.has(one));
    for (const one of makes) made.add(one);
    await client.query(
      `insert into sql_files (name, checksum, makes) values ($1, $2, $3)
       on conflict (name) do update set checksum = excluded.checksum, makes = excluded.makes, applied_at = now()`,
      [name, checksum, makes],
    );
  }
  return made;
}

/** Finds functions this transaction wrote: replacing a function writes a new version of its row. */
async function writtenNow(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ signature: string }>(`
    select p.oid::regprocedure::text as signature from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.xmin::text = pg_current_xact_id()::xid::text`);
  return rows.map((row) => row.signature);
}

async function dropFunctions(client: pg.Client, signatures: readonly string[]): Promise<void> {
  for (const signature of signatures) await client.query(`drop function if exists ${signature}`);
}
