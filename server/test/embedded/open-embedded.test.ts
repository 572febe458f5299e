import { readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  createFolder,
  end,
  openElsewhere,
  openHere,
  postmasterOf,
  query,
  serverLog,
  untilGone,
} from "./folders.ts";

test("a new folder becomes a database that keeps its port and rows after a stop", async () => {
  const folder = await createFolder();
  const first = await openHere(folder);
  expect(first.started).toBe(true);
  expect((await stat(join(first.where, "password"))).mode & 0o777).toBe(0o600);
  await query(first.adminUrl, "create table kept as select 7 as number");
  await first.stop();
  expect(await serverLog(first.where)).toMatch(/database system is shut down\n$/);

  const second = await openHere(folder);
  expect(second.adminUrl).toBe(first.adminUrl);
  expect(await query(second.adminUrl, "select number from kept")).toEqual([{ number: 7 }]);
  await second.stop();
  await second.stop();
});

test("the server has checksums, UTF-8, local access with passwords only, and Arabic text search", async () => {
  const opened = await openHere(await createFolder());
  const [row] = await query(
    opened.adminUrl,
    `select current_setting('data_checksums') as checksums, current_setting('server_encoding') as encoding,
            current_setting('listen_addresses') as listens, current_setting('jit') as jit,
            (select count(*)::int from pg_hba_file_rules where auth_method <> 'scram-sha-256') as open_doors`,
  );
  const expected = { checksums: "on", encoding: "UTF8", listens: "127.0.0.1", jit: "off" };
  expect(row).toEqual({ ...expected, open_doors: 0 });
  await query(opened.adminUrl, "create extension pg_trgm");
  const [likeness] = await query(
    opened.adminUrl,
    "select similarity('الرياض', 'الريض') > 0.3 as arabic, upper('é') as upper",
  );
  expect(likeness).toEqual({ arabic: true, upper: "É" });
});

test("the program connects over the Unix socket, and without the password neither the socket nor the port lets it in", async () => {
  const { adminUrl } = await openHere(await createFolder());
  const isSocket = "select inet_client_addr() is null as socket";
  expect(await query(adminUrl, isSocket)).toEqual([{ socket: true }]);
  const overTcp = new URL(adminUrl);
  overTcp.searchParams.delete("host");
  expect(await query(overTcp.href, isSocket)).toEqual([{ socket: false }]);
  for (const way of [new URL(adminUrl), overTcp]) {
    way.password = "guessed";
    await expect(query(way.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  }
});

test("where the path is too long for a Unix socket, the program connects over 127.0.0.1", async () => {
  const deep = join(await createFolder(), "a-folder-with-a-long-name".repeat(4));
  const { adminUrl } = await openHere(deep);
  expect(new URL(adminUrl).searchParams.has("host")).toBe(false);
  expect(await query(adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a second process attaches to the running server, even through a symbolic link, and does not stop it", async () => {
  const folder = await createFolder();
  const owner = await openHere(folder);
  const alias = join(await createFolder(), "alias");
  await symlink(folder, alias);
  const attached = await openElsewhere(alias);
  expect(attached).toMatchObject({ started: false, adminUrl: owner.adminUrl, where: owner.where });
  attached.child.stdin?.end();
  await end(attached.child, "SIGTERM");
  expect(await query(owner.adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("when four processes open a new folder at once, one starts the server and all use it", async () => {
  const folder = await createFolder();
  const opened = await Promise.all([1, 2, 3, 4].map(() => openElsewhere(folder)));
  expect(opened.filter(({ started }) => started)).toHaveLength(1);
  expect(new Set(opened.map(({ adminUrl }) => adminUrl)).size).toBe(1);
  for (const { adminUrl } of opened) await query(adminUrl, "select 1");
  await Promise.all(opened.map(({ child }) => end(child, "SIGKILL")));
  await untilGone(opened[0]?.where ?? "");
});

test("a server whose port was taken by another program starts on a new port", async () => {
  const folder = await createFolder();
  const first = await openHere(folder);
  await first.stop();
  const other = await openHere(await createFolder());
  await writeFile(join(first.where, "port"), await readFile(join(other.where, "port"), "utf8"));
  const second = await openHere(folder);
  expect(second.adminUrl).not.toBe(first.adminUrl);
  expect(new URL(second.adminUrl).port).not.toBe(new URL(other.adminUrl).port);
  expect(await postmasterOf(second.where)).not.toBe(await postmasterOf(other.where));
});

test("a cluster of another major version is refused", async () => {
  const folder = await createFolder();
  const opened = await openHere(folder);
  await opened.stop();
  await writeFile(join(opened.where, "cluster/PG_VERSION"), "17\n");
  await expect(openHere(folder)).rejects.toThrow(
    /made by PostgreSQL 17, but this program comes with 18/,
  );
});
