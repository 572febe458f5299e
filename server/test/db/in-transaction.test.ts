import { sql } from "kysely";
import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { notFound } from "../../src/base/problem.ts";
import type { Db, Tx } from "../../src/db/connection.ts";
import type { Context } from "../../src/db/context.ts";
import { inRead, inTransaction } from "../../src/db/in-transaction.ts";
import { createTestDatabase } from "../harness/test-database.ts";

// One connection, so that the next statement sees anything a transaction left behind.
const { db, owner } = await createTestDatabase({ poolSize: 1 });

const platform: Context = {
  scope: "platform",
  userId: newId(),
  businessId: newId(),
  actor: "system:test",
  requestId: "r-1",
  ip: "192.0.2.1",
  now: "2026-11-21T10:00:00.000Z",
};

async function settings(on: Db): Promise<unknown> {
  const { rows } = await sql<{ settings: unknown }>`select jsonb_build_object(
    'scope', app_scope(), 'user', app_user(), 'business', app_business(),
    'actor', current_setting('app.actor', true), 'request', current_setting('app.request_id', true),
    'ip', current_setting('app.ip', true)) as settings`.execute(on);
  return rows[0]?.settings;
}

async function now(on: Db): Promise<string | undefined> {
  return (await sql<{ now: string }>`select app_now() as now`.execute(on)).rows[0]?.now;
}

const addTask = (tx: Tx, task: string) =>
  tx.insertInto("task_runs").values({ task, last_started_at: platform.now }).execute();

async function tasks(): Promise<string[]> {
  const rows = await owner.selectFrom("task_runs").select("task").orderBy("task").execute();
  return rows.map((row) => row.task);
}

test("a command sees its own context, and the next one on the same connection does not", async () => {
  await inTransaction(db, platform, async (tx) => {
    expect(await settings(tx)).toEqual({
      scope: "platform",
      user: platform.userId,
      business: platform.businessId,
      actor: "system:test",
      request: "r-1",
      ip: "192.0.2.1",
    });
    expect(await now(tx)).toBe(platform.now);
  });
  const nobody = { scope: "public", user: null, business: null };
  expect(await settings(db)).toMatchObject({ ...nobody, actor: "" });
  expect(await now(db)).not.toBe(platform.now);
  await inTransaction(
    db,
    { scope: "public", actor: "anonymous", now: platform.now },
    async (tx) => {
      expect(await settings(tx)).toMatchObject({
        ...nobody,
        actor: "anonymous",
        request: "",
        ip: "",
      });
    },
  );
});

test("the server works as a role that owns nothing and is not a superuser", async () => {
  const { rows } = await sql<{ role: string; power: boolean; owned: number }>`
    select current_user as role, r.rolsuper or r.rolbypassrls as power,
      (select count(*) from pg_class c where c.relowner = r.oid) as owned
    from pg_roles r where r.rolname = current_user`.execute(db);
  expect(rows).toEqual([{ role: "holdfast_app", power: false, owned: 0 }]);
  await sql`reset role`.execute(db);
  const after = await sql<{ role: string }>`select current_user as role`.execute(db);
  expect(after.rows).toEqual([{ role: "holdfast_app" }]);
});

test("a command's writes are kept when it resolves and rolled back when it throws", async () => {
  await inTransaction(db, platform, (tx) => addTask(tx, "kept"));
  const refused = notFound("booking");
  const attempt = inTransaction(db, platform, async (tx) => {
    await addTask(tx, "undone");
    throw refused;
  });
  await expect(attempt).rejects.toBe(refused);
  expect(await tasks()).toEqual(["kept"]);
  expect(await settings(db)).toMatchObject({ scope: "public", actor: "" });
});

test("a command that swallows a database error is rolled back and rejects", async () => {
  const attempt = inTransaction(db, platform, async (tx) => {
    await addTask(tx, "half");
    await sql`select 1 / 0`.execute(tx).catch(() => undefined);
  });
  await expect(attempt).rejects.toThrow("rolled back");
  expect(await tasks()).not.toContain("half");
});

test("a read transaction has the same context and cannot write", async () => {
  const attempt = inRead(db, platform, (tx) => addTask(tx, "sneaked in"));
  await expect(attempt).rejects.toMatchObject({ code: "25006" });
  expect(await inRead(db, platform, now)).toBe(platform.now);
});

function failing(
  times: number,
  code: string,
): { runs: () => number; work: (tx: Tx) => Promise<string> } {
  let runs = 0;
  const work = async (tx: Tx) => {
    runs += 1;
    if (runs <= times) {
      await sql`do ${sql.raw(`$$ begin raise 'again' using errcode = '${code}'; end $$`)}`.execute(
        tx,
      );
    }
    return "done";
  };
  return { runs: () => runs, work };
}

test.each(["40001", "40P01"])(
  "after %s the command is run again, four times at most",
  async (code) => {
    const twice = failing(2, code);
    expect(await inTransaction(db, platform, twice.work)).toBe("done");
    expect(twice.runs()).toBe(3);
    const always = failing(99, code);
    await expect(inTransaction(db, platform, always.work)).rejects.toMatchObject({ code });
    expect(always.runs()).toBe(4);
  },
);

test("any other error is not retried", async () => {
  const once = failing(1, "23505");
  await expect(inTransaction(db, platform, once.work)).rejects.toMatchObject({ code: "23505" });
  expect(once.runs()).toBe(1);
});

test("a connection that dies fails one command, and the next one gets a new connection", async () => {
  const attempt = inTransaction(db, platform, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(owner);
    await addTask(tx, "lost");
  });
  await expect(attempt).rejects.toThrow(/terminat|not queryable/);
  expect(await inTransaction(db, platform, now)).toBe(platform.now);
  expect(await tasks()).not.toContain("lost");
});
