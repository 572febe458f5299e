import { sql } from "kysely";
import { expect, test } from "vitest";
import { watchSchema } from "../../src/db/schema-watch.ts";
import { serverUrlOf } from "../../src/db/server-login.ts";
import { createFolder } from "../embedded/folders.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { brokenChecks } from "../races/arena.ts";
import { startLoad } from "./load.ts";
import { makeOrders } from "./orders.ts";
import { startProgram, stopProgram } from "./program.ts";

test("a migration during load on a running server fails no request", async () => {
  const database = await createTestDatabase();
  const { owner } = database;
  const program = await startProgram({
    DATABASE_URL: serverUrlOf(database.url),
    DATABASE_OWNER_URL: database.url,
    HOLDFAST_DATA: await createFolder(),
    HOLDFAST_SANDBOX_PORT: "0",
  });
  const load = startLoad(program.origin, await makeOrders(database), 4);
  await load.untilAcknowledged(10);
  for (const table of ["bookings", "orders", "businesses", "booking_items"]) {
    await sql.raw(`alter table ${table} add column added_meanwhile int`).execute(owner);
    await load.untilAcknowledged(5);
    await sql.raw(`alter table ${table} drop column added_meanwhile`).execute(owner);
    await load.untilAcknowledged(5);
  }
  for (const name of ["place_orders", "enter", "write_orders"]) {
    const { rows } = await sql<{ text: string }>`
      select pg_get_functiondef(oid) as text from pg_proc where proname = ${name}`.execute(owner);
    await sql.raw(rows[0]!.text.replace(/begin/i, "begin -- a new version\n")).execute(owner);
    await load.untilAcknowledged(5);
  }
  await load.stop();
  expect(load.refused.map(({ status, body }) => [status, body])).toEqual([]);
  expect(load.sent.filter(({ acknowledged }) => acknowledged === undefined)).toEqual([]);
  expect(await stopProgram(program)).toBe(0);
  expect(await brokenChecks(database)).toEqual([]);
}, 90_000);

test("a program that is too old for the schema stops, and one that is only older logs it", async () => {
  const { db, owner } = await createTestDatabase();
  const told: string[] = [];
  const watch = watchSchema(db, (line) => told.push(line), 5);
  await sql`insert into migrations (name, checksum) values ('9999_later.sql', 'x')`.execute(owner);
  await expect.poll(() => told).toEqual([expect.stringContaining("9999_later.sql")]);
  await sql`create or replace function oldest_program() returns int immutable language sql as 'select 1000'`.execute(
    owner,
  );
  expect(await watch.outdated).toContain("needs a newer Holdfast");
  watch.stop();
  expect(told).toHaveLength(1);
});
