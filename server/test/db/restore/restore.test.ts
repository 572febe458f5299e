import pg from "pg";
import { afterAll, describe, expect, inject, test } from "vitest";
import { connect } from "../../../src/db/connection.ts";
import { migrate } from "../../../src/db/migrate.ts";
import { dumpSchema } from "../../../src/db/schema-dump.ts";
import { seedDemo } from "../../../src/demo/seed-demo.ts";
import { asAdmin, urlOf } from "../../harness/template.ts";
import { restoreByHand } from "./by-hand.ts";
import { openInstalledTools } from "./installed-tools.ts";

const tools = await openInstalledTools();
const adminUrl = tools?.adminUrl ?? inject("adminUrl");
const made: string[] = [];
afterAll(async () => {
  for (const name of made) await asAdmin(adminUrl, `drop database ${name} with (force)`);
  await tools?.stop();
});

async function createDatabase(template?: string): Promise<string> {
  const name = `restore_${process.pid}_${made.length}`;
  await asAdmin(adminUrl, `create database ${name} template ${template ?? "template0"}`);
  made.push(name);
  return urlOf(adminUrl, name);
}

async function createMigrated(): Promise<string> {
  const url = await createDatabase();
  await migrate(url, () => undefined);
  return url;
}

/** Creates a database with the demo in it: searchable rows of every kind, and bookings. */
async function createSource(): Promise<string> {
  const url = await createMigrated();
  const { db, end } = connect({ url });
  try {
    await seedDemo(db, () => undefined);
  } finally {
    await end();
  }
  return url;
}

interface Restored {
  url: string;
  errors: string[];
}

/** Restores a dump. `changed` is SQL that first changes the dumped database's schema. */
type Restore = (from: string, changed?: string) => Promise<Restored>;

const byHand: Restore = async (from, changed = "") => {
  const url = await createMigrated();
  await asAdmin(url, changed);
  return { url, errors: await restoreByHand(from, url) };
};
const ways: [string, Restore][] = [["by hand", byHand]];
if (tools) {
  const byDump: Restore = async (from, changed = "") => {
    const copy = await createDatabase(new URL(from).pathname.slice(1));
    await asAdmin(copy, changed);
    const url = await createDatabase();
    return { url, errors: await tools.restore(url, await tools.dump(copy)) };
  };
  ways.push(["with pg_dump and psql", byDump]);
}

/** Returns each table's row count and a hash of all its rows, generated columns included. */
async function contentsOf(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query(`
      select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`);
    const contents: Record<string, string> = {};
    for (const { relname } of tables) {
      const { rows } = await client.query(`
        select count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, e'\\n' order by t::text)), '') as found
        from public.${relname} t`);
      contents[relname] = rows[0].found;
    }
    return contents;
  } finally {
    await client.end();
  }
}

async function schemaOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await dumpSchema(client);
  } finally {
    await client.end();
  }
}

const sourceUrl = await createSource();
const contents = await contentsOf(sourceUrl);
/** The row count of a table; 0 also when the table itself could not be created. */
const countOf = (found: Record<string, string>, table: string) =>
  Number.parseInt(found[table] ?? "0", 10);

/** The function as it was before it named the schema of the function it calls. */
const UNQUALIFIED = `
  create or replace function word_text(words text) returns text immutable parallel safe language sql as $$
    select ' ' || translate(search_fold(words), '-–_/\\,.;:،؛()[]''"', '                 ')
  $$`;
const LOST = ["businesses", "locations", "stops"];

describe.each(ways)("a database restored %s", (_way, restore) => {
  test("has the same schema and rows as its source, generated columns included", async () => {
    const { url, errors } = await restore(sourceUrl);
    expect(errors).toEqual([]);
    expect(await contentsOf(url)).toEqual(contents);
    for (const table of LOST) expect(countOf(contents, table)).toBeGreaterThan(0);
    expect(await schemaOf(url)).toBe(await schemaOf(sourceUrl));
  });

  test("needs no migration", async () => {
    const { url } = await restore(sourceUrl);
    const said: string[] = [];
    expect(await migrate(url, (line) => said.push(line))).toEqual([]);
    expect(said).toEqual([]);
  });

  test("control: loses rows when a generated column's function calls another without its schema", async () => {
    const { url, errors } = await restore(sourceUrl, UNQUALIFIED);
    expect(errors.join()).toContain("search_fold(text) does not exist");
    const found = await contentsOf(url);
    expect(LOST.map((table) => countOf(found, table))).toEqual([0, 0, 0]);
  });
});
