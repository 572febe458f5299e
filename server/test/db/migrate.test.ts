import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
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

test("processes that start at once migrate the database once, and all succeed", async () => {
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

test("new files are applied in order, and applied ones are not run again", async () => {
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

test("room types of an older database get pools of the same size and keep their sold nights", async () => {
  const { url, owner } = await createEmptyDatabase();
  const real = fileURLToPath(new URL("../../migrations/", import.meta.url));
  const older = await migrations({});
  const before = (await readdir(real)).filter((name) => name < "0036");
  await Promise.all(before.map((name) => copyFile(join(real, name), join(older, name))));
  await migrate(url, silent, older);
  const [business, type] = [crypto.randomUUID(), crypto.randomUUID()];
  await owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`
      insert into businesses (id, slug, kind, name_ar, name_en, city_ar, city_en, status)
      values (${business}, 'old', 'hotel', 'فندق', 'Hotel', 'جدة', 'Jeddah', 'draft')`.execute(tx);
    await sql`
      insert into offerings (business_id, id, kind, location_id, name_ar, name_en)
      values (${business}, ${type}, 'roomType', ${crypto.randomUUID()}, 'غرفة', 'Room')`.execute(
      tx,
    );
    await sql`
      insert into room_types (business_id, id, rooms, occupancy, price_minor, edited_by)
      values (${business}, ${type}, 7, 2, 100, pg_current_xact_id())`.execute(tx);
    await sql`
      insert into pool_buckets (business_id, pool_id, bucket, capacity, taken)
      values (${business}, ${type}, '2027-01-01', 7, 3)`.execute(tx);
  });
  await migrate(url, silent);
  const { rows } = await sql`
    select p.capacity, b.taken, p.edited_by is not null as "isEdited" from pools p
    join pool_buckets b on b.business_id = p.business_id and b.pool_id = p.id
    where p.id = ${type}`.execute(owner);
  expect(rows).toEqual([{ capacity: 7, taken: 3, isEdited: true }]);
});

test("a file that changed after it was applied is refused, unless only its line endings changed", async () => {
  const { url } = await createEmptyDatabase();
  await migrate(url, silent, await migrations({ "0001_one.sql": "create table one ();\n" }));
  const windows = await migrations({ "0001_one.sql": "create table one ();\r\n" });
  expect(await migrate(url, silent, windows)).toEqual([]);
  const changed = await migrations({ "0001_one.sql": "create table one (n int);\n" });
  await expect(migrate(url, silent, changed)).rejects.toThrow("0001_one.sql was changed");
});

test("a database of a newer version is refused, and so is a new file numbered before an applied one", async () => {
  const { url } = await createEmptyDatabase();
  const both = { "0001_one.sql": "select 1;", "0003_three.sql": "select 3;" };
  await migrate(url, silent, await migrations(both));
  const older = await migrations({ "0001_one.sql": "select 1;" });
  await expect(migrate(url, silent, older)).rejects.toThrow("newer version");
  const slipped = await migrations({ ...both, "0002_two.sql": "select 2;" });
  await expect(migrate(url, silent, slipped)).rejects.toThrow("give it a later number");
});

test("a file that fails is rolled back, and the error names its line", async () => {
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

test("a misnamed file and a duplicate number are refused before anything runs", async () => {
  const { url } = await createEmptyDatabase();
  await expect(migrate(url, silent, await migrations({ "one.sql": "" }))).rejects.toThrow(
    "name it",
  );
  const twice = await migrations({ "0001_a.sql": "", "0001_b.sql": "" });
  await expect(migrate(url, silent, twice)).rejects.toThrow("0001 is taken");
});
