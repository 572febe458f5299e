import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import {
  createFolder,
  end,
  openElsewhere,
  openHere,
  postmasterOf,
  processesOf,
  query,
  serverLog,
  untilGone,
} from "./folders.ts";

// One cluster for all tests, so that each costs a start and not an initdb.
const folder = await createFolder();
const kept = [{ number: 7 }];
const keep = "drop table if exists kept; create table kept as select 7 as number";
const read = "select number from kept";

test("a killed server restarts by itself on the same port with all committed rows", async () => {
  const lines: string[] = [];
  const opened = await openHere(folder, lines);
  await query(opened.adminUrl, keep);
  const killed = await postmasterOf(opened.where);
  process.kill(killed, "SIGKILL");
  await vi.waitFor(() => expect(lines).toContain("PostgreSQL is back"), 20_000);
  expect(await query(opened.adminUrl, read)).toEqual(kept);
  expect(await postmasterOf(opened.where)).not.toBe(killed);
  expect(await serverLog(opened.where)).toContain("automatic recovery in progress");
  await opened.stop();
});

test.for(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
  "a server whose owner ends with %s is stopped cleanly, and the next start has its rows",
  async (signal) => {
    const owner = await openElsewhere(folder);
    await query(owner.adminUrl, keep);
    await end(owner.child, signal);
    await untilGone(owner.where);
    expect(await serverLog(owner.where)).toMatch(/database system is shut down\n$/);
    const next = await openHere(folder);
    expect(await query(next.adminUrl, read)).toEqual(kept);
    await next.stop();
  },
);

test("a start right after the owner was killed waits until the old server is gone", async () => {
  const owner = await openElsewhere(folder);
  await query(owner.adminUrl, keep);
  const old = await postmasterOf(owner.where);
  await end(owner.child, "SIGKILL");
  const next = await openHere(folder);
  expect(next.started).toBe(true);
  expect(await postmasterOf(next.where)).not.toBe(old);
  expect(await query(next.adminUrl, read)).toEqual(kept);
  await next.stop();
});

test("after owner and server are killed together, the next start recovers all committed rows", async () => {
  const owner = await openElsewhere(folder);
  await query(owner.adminUrl, keep);
  process.kill(await postmasterOf(owner.where), "SIGKILL");
  await end(owner.child, "SIGKILL");
  const next = await openHere(folder);
  expect(await query(next.adminUrl, read)).toEqual(kept);
  await next.stop();
});

test.runIf(process.platform === "linux")(
  "a server whose owner and watcher are gone is stopped and replaced",
  async () => {
    const owner = await openElsewhere(folder);
    await query(owner.adminUrl, keep);
    const old = await postmasterOf(owner.where);
    const watcher = (await processesOf(owner.where)).find(({ pid }) => pid !== old);
    process.kill(watcher?.pid ?? Number.NaN, "SIGKILL");
    await end(owner.child, "SIGKILL");
    expect(await query(owner.adminUrl, read)).toEqual(kept);

    const lines: string[] = [];
    const next = await openHere(folder, lines);
    expect(next.started).toBe(true);
    expect(lines).toContain(`stopping PostgreSQL ${old}, whose owner is gone`);
    expect(await query(next.adminUrl, read)).toEqual(kept);
    await next.stop();
  },
);

test("a postmaster.pid that names an unrelated process does not keep the server from starting", async () => {
  const opened = await openHere(folder);
  await opened.stop();
  const file = join(opened.where, "cluster/postmaster.pid");
  await writeFile(file, `${process.pid}\n${join(opened.where, "cluster")}\n1\n5432\n\n\n\nready\n`);
  const next = await openHere(folder);
  expect(next.started).toBe(true);
  expect(await postmasterOf(next.where)).not.toBe(process.pid);
  await next.stop();
});

test("a half-made cluster left by a crash is removed", async () => {
  const fresh = await createFolder();
  await mkdir(join(fresh, "postgres.new-0badcafe/cluster"), { recursive: true });
  const opened = await openHere(fresh);
  expect(await readdir(fresh)).toEqual(["postgres"]);
  await opened.stop();
});
