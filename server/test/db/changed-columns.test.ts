import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { connect } from "../../src/db/connection.ts";
import { inRead, inTransaction } from "../../src/db/in-transaction.ts";
import { serverUrlOf } from "../../src/db/server-login.ts";
import { createTestDatabase } from "../harness/test-database.ts";

const { url, owner } = await createTestDatabase();
const { db, end } = connect({ url: serverUrlOf(url), poolSize: 1, applicationName: "test" });
afterAll(end);

const context = { scope: "platform", actor: "test", now: "2026-11-21T06:00:00Z" } as const;
/** A statement long enough that the connection prepares it. */
const read = sql`select * from businesses where slug <> ${"x"} -- ${sql.raw("long ".repeat(60))}`;

let columns = 0;
/** Adds a column, as a migration does while a server runs. */
async function addColumn(): Promise<void> {
  columns += 1;
  await sql.raw(`alter table businesses add column added_${columns} int`).execute(owner);
}

test("a statement prepared before a migration added a column is prepared again", async () => {
  await read.execute(db);
  await addColumn();
  await expect(read.execute(db)).resolves.toBeDefined();
});

test("a transaction that fails because a column was added is run again", async () => {
  await inRead(db, context, (tx) => read.execute(tx));
  await addColumn();
  let runs = 0;
  await inRead(db, context, (tx) => {
    runs += 1;
    return read.execute(tx);
  });
  expect(runs).toBe(2);
  await addColumn();
  await expect(inTransaction(db, context, (tx) => read.execute(tx))).resolves.toBeDefined();
});
