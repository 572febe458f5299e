import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { clusterFolder, giveTo } from "./cluster-folder.ts";
import { runInitdb } from "./run-initdb.ts";
import type { RunAs } from "./run-as.ts";

/**
 * Makes the cluster unless it exists. All files are written in a folder beside it that is renamed into place at the
 * end, so a crash leaves nothing that looks like a cluster. The caller holds the folder's lock.
 *
 * @throws Error when initdb fails, or when the cluster belongs to another major version
 */
export async function createClusterIfMissing(options: {
  home: string;
  binaries: Binaries;
  runAs: RunAs | undefined;
  durable: boolean;
  log: (message: string) => void;
}): Promise<void> {
  const { home, binaries, runAs, log } = options;
  const version = await findVersion(clusterFolder(home).cluster);
  if (version) return assertSameVersion(version, binaries.majorVersion, home);

  await removeLeftovers(home);
  const startedAt = performance.now();
  const making = clusterFolder(`${home}.new-${randomBytes(4).toString("hex")}`);
  await mkdir(making.home);
  await chmod(making.home, runAs ? 0o711 : 0o700);
  for (const folder of [making.cluster, making.socketFolder]) {
    await mkdir(folder, { mode: 0o700 });
    await giveTo(runAs, folder);
  }
  const password = randomBytes(24).toString("base64url");
  await writeFile(making.passwordFile, `${password}\n`, { mode: 0o600 });
  // Given to initdb's user to read; taken back right after.
  await giveTo(runAs, making.passwordFile);
  await runInitdb({
    program: binaries.initdb,
    folder: making,
    runAs,
    durable: options.durable,
    log,
  });
  if (runAs) await chown(making.passwordFile, 0, 0);
  await rename(making.home, home);
  log(`database created in ${home} (${Math.round(performance.now() - startedAt)} ms)`);
}

async function findVersion(cluster: string): Promise<string> {
  const text = await readFile(join(cluster, "PG_VERSION"), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    },
  );
  return text.trim();
}

async function removeLeftovers(home: string): Promise<void> {
  const parent = dirname(home);
  const leftovers = (await readdir(parent)).filter((name) =>
    name.startsWith(`${basename(home)}.new-`),
  );
  for (const name of leftovers) await rm(join(parent, name), { recursive: true });
}

function assertSameVersion(found: string, wanted: string, home: string): void {
  if (found === wanted) return;
  throw new Error(
    `The database in ${home} was made by PostgreSQL ${found}, but this program comes with ${wanted}: ` +
      "dump it with the old version and restore it, or set DATABASE_URL to a server that can read it.",
  );
}
