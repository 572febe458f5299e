import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { migrate } from "../../src/db/migrate.ts";
import { createEmptyDatabase } from "../harness/test-database.ts";

const folder = await mkdtemp(join(tmpdir(), "migrations-"));
afterAll(() => rm(folder, { recursive: true }));
const silent = () => undefined;

async function migrations(files: Record<string, string>): Promise<string> {
  const own = await mkdtemp(join(folder, "case-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(own, name), text);
  return own;
}

test("two processes that start at once migrate once, and both succeed", async () => {
  const { url, owner } = await createEmptyDatabase();
  const module = fileURLToPath(new URL("../../src/db/migrate.ts", import.meta.url));
  const program = `
    const { migrate } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify(await migrate(${JSON.stringify(url)}, () => undefined)));`;
  const run = () =>
    promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
  const outputs = await Promise.all([run(), run(), run()]);
  const files = (await readdir(new URL("../../migrations/", import.meta.url))).toSorted();
  const applied = outputs.map(({ stdout }) => JSON.parse(stdout) as string[]);
  expect(applied.toSorted((a, b) => b.length - a.length)).toEqual([files, [], []]);
  const { rows } = await sql<{ name: string }>`select name from migrations order by 1`.execute(
    owner,
  );
  expect(rows.map((row) => row.name)).toEqual(files);
});

test("new files are applied in order, old ones are not run again", async () => {
  const { url } = await createEmptyDatabase();
  const first = { "0001_one.sql": "create table one (n int);" };
  expect(await migrate(url, silent, await migrations(first))).toEqual(["0001_one.sql"]);
  const more = {
    ...first,
    "0003_three.sql": "drop table two;",
    "0002_two.sql": "create table two ();",
  };
  const grown = await migrations(more);
  expect(await migrate(url, silent, grown)).toEqual(["0002_two.sql", "0003_three.sql"]);
  expect(await migrate(url, silent, grown)).toEqual([]);
});

test("a file changed after it was applied is refused, line ends apart", async () => {
  const { url } = await createEmptyDatabase();
  await migrate(url, silent, await migrations({ "0001_one.sql": "create table one ();\n" }));
  const windows = await migrations({ "0001_one.sql": "create table one ();\r\n" });
  expect(await migrate(url, silent, windows)).toEqual([]);
  const changed = await migrations({ "0001_one.sql": "create table one (n int);\n" });
  await expect(migrate(url, silent, changed)).rejects.toThrow("0001_one.sql was changed");
});

test("a database of a newer program is refused, and so is a file slipped in before the last", async () => {
  const { url } = await createEmptyDatabase();
  const both = { "0001_one.sql": "select 1;", "0003_three.sql": "select 3;" };
  await migrate(url, silent, await migrations(both));
  const older = await migrations({ "0001_one.sql": "select 1;" });
  await expect(migrate(url, silent, older)).rejects.toThrow("newer version");
  const slipped = await migrations({ ...both, "0002_two.sql": "select 2;" });
  await expect(migrate(url, silent, slipped)).rejects.toThrow("give it a later number");
});

test("a file that fails leaves nothing behind and names its line", async () => {
  const { url, owner } = await createEmptyDatabase();
  const broken = await migrations({
    "0001_one.sql": "create table one ();",
    "0002_two.sql": "create table two ();\ncreate table one ();",
    "0003_three.sql": "create table three ();",
  });
  await expect(migrate(url, silent, broken)).rejects.toThrow(/0002_two\.sql failed: .*exists/);
  const { rows } = await sql`select relname from pg_class
    where relname in ('one', 'two', 'three') and relkind = 'r'`.execute(owner);
  expect(rows).toEqual([{ relname: "one" }]);
  const wrong = await migrations({
    "0001_one.sql": "create table one ();",
    "0002_two.sql": "\n\nselect x;",
  });
  await expect(migrate(url, silent, wrong)).rejects.toThrow("at line 3");
});

test("misnamed and doubly numbered files are refused before anything runs", async () => {
  const { url } = await createEmptyDatabase();
  await expect(migrate(url, silent, await migrations({ "one.sql": "" }))).rejects.toThrow(
    "name it",
  );
  const twice = await migrations({ "0001_a.sql": "", "0001_b.sql": "" });
  await expect(migrate(url, silent, twice)).rejects.toThrow("0001 is taken");
});
