import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { migrate } from "../../src/db/migrate.ts";
import { createEmptyDatabase } from "../harness/test-database.ts";

const folder = await mkdtemp(join(tmpdir(), "functions-"));
afterAll(() => rm(folder, { recursive: true }));

async function filesOf(files: Record<string, string>): Promise<string> {
  const own = await mkdtemp(join(folder, "case-"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(own, name)), { recursive: true });
    await writeFile(join(own, name), text);
  }
  return own;
}

async function startingFrom(migration: string) {
  const { url, owner } = await createEmptyDatabase();
  const migrations = await filesOf({ "0001_ground.sql": migration });
  return {
    owner,
    bring: async (files: Record<string, string>) => {
      const said: string[] = [];
      await migrate(url, (message) => said.push(message), migrations, await filesOf(files));
      return said.filter((message) => message.startsWith("applied")).length;
    },
    call: async (text: string) => {
      const { rows } = await sql<{ answer: unknown }>`select ${sql.raw(text)} as answer`.execute(
        owner,
      );
      return rows[0]!.answer;
    },
  };
}

const one = "create or replace function one() returns int language sql as 'select 1';";

test("an SQL file is applied again only when its text changed", async () => {
  const { bring, call } = await startingFrom("create table t ();");
  expect(await bring({ "room/one.sql": one })).toBe(1);
  expect(await bring({ "room/one.sql": one })).toBe(0);
  expect(await bring({ "room/one.sql": one.replace("select 1", "select 11") })).toBe(1);
  expect(await call("one()")).toBe(11);
});

test("a function is dropped when its file is gone or its signature changed", async () => {
  const { bring, call } = await startingFrom("create table t ();");
  const two =
    "create or replace function two(n int) returns int language sql as 'select n + one()';";
  await bring({ "room/one.sql": one, "room/two.sql": two });
  expect(await call("two(1)")).toBe(2);
  const other = two.replace("n int", "n int, m int").replace("n + one()", "n + m");
  await bring({ "room/two.sql": other });
  expect(await call("to_regprocedure('one()')")).toBeNull();
  expect(await call("to_regprocedure('two(int)')")).toBeNull();
  expect(await call("two(1, 2)")).toBe(3);
});

test("files may call each other in any order, and one that fails is named and rolls everything back", async () => {
  const { bring, call } = await startingFrom("create table t ();");
  const caller = "create or replace function a() returns int language sql as 'select one()';";
  await bring({ "room/a.sql": caller, "room/one.sql": one });
  expect(await call("a()")).toBe(1);
  const broken = { "room/a.sql": caller.replace("one()", "7"), "room/one.sql": "create nonsense" };
  await expect(bring(broken)).rejects.toThrow("room/one.sql");
  expect(await call("a()")).toBe(1);
});
