import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmod, link, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { clusterFolder } from "./cluster-folder.ts";
import { findRunAs, type RunAs } from "./run-as.ts";

/** Where root keeps the databases of folders that PostgreSQL's user cannot enter. */
export const ROOT_PLACE = "/var/lib/holdfast";

/** Where a cluster is (its parent exists, the cluster itself perhaps not yet) and who runs it. */
export type Home = { home: string; runAs: RunAs | undefined };

/**
 * Decides where the cluster of a data folder is: in the folder itself, or, when root keeps the folder where
 * PostgreSQL's user may not go, under /var/lib/holdfast. The folder then holds a file `postgres.where` that names the
 * place, so that deleting the data folder forgets the database with it.
 *
 * @throws Error when a cluster is in the folder but cannot be reached by the user who runs it
 */
export async function chooseHome(
  dataFolder: string,
  log: (message: string) => void,
): Promise<Home> {
  const pointer = join(dataFolder, "postgres.where");
  const elsewhere = await findPointed(pointer);
  if (elsewhere) return withUser(elsewhere);

  const near = await withUser(join(dataFolder, "postgres"));
  if (!near.runAs || (await canEnter(near.runAs, dataFolder))) return near;
  if (await exists(near.home)) {
    throw new Error(
      `${near.home} cannot be reached by ${near.runAs.name}, who runs PostgreSQL: ` +
        "let others search the folders above it (chmod o+x).",
    );
  }
  return withUser(await pointElsewhere(dataFolder, pointer, log));
}

async function withUser(home: string): Promise<Home> {
  return { home, runAs: await findRunAs(clusterFolder(home).cluster) };
}

async function findPointed(pointer: string): Promise<string | undefined> {
  const text = await readFile(pointer, "utf8").catch(() => "");
  return text.trim() || undefined;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Asks the system as that user, so that ancestors, groups and access lists all count. */
function canEnter(runAs: RunAs, folder: string): Promise<boolean> {
  const options = { cwd: "/", uid: runAs.uid, gid: runAs.gid };
  return promisify(execFile)("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], options).then(
    () => true,
    () => false,
  );
}

async function pointElsewhere(
  dataFolder: string,
  pointer: string,
  log: (message: string) => void,
): Promise<string> {
  const folderHash = createHash("sha256").update(dataFolder).digest("hex").slice(0, 8);
  await makeOpenFolder(ROOT_PLACE);
  for (const name of await readdir(ROOT_PLACE)) {
    if (!name.startsWith(`${folderHash}-`)) continue;
    log(`an earlier database of ${dataFolder} is kept in ${join(ROOT_PLACE, name)}`);
  }
  const suffix = randomBytes(4).toString("hex");
  const home = join(ROOT_PLACE, `${folderHash}-${suffix}`, "postgres");
  // Written aside and linked: of two concurrent processes, one decides the place for both.
  const draft = `${pointer}.${suffix}`;
  await writeFile(draft, `${home}\n`);
  await link(draft, pointer).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(draft);
  const chosen = (await findPointed(pointer)) ?? home;
  await makeOpenFolder(dirname(chosen));
  await writeFile(join(dirname(chosen), "belongs-to"), `${dataFolder}\n`);
  return chosen;
}

async function makeOpenFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  // Root's umask may remove access from what mkdir makes.
  await chmod(path, 0o755);
}
