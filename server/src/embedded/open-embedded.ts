import { access, constants, mkdir, realpath } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { adminUrl, findRefusal } from "./admin-connection.ts";
import { chooseHome } from "./choose-home.ts";
import { clusterFolder, type ClusterFolder } from "./cluster-folder.ts";
import { tryFolderLock } from "./folder-lock.ts";
import { ownCluster } from "./own-cluster.ts";
import { findPostmasterFile } from "./postmaster-file.ts";
import type { Durability } from "./server-settings.ts";

/** The running PostgreSQL of a data folder. */
export type Embedded = {
  /** Connection string of the superuser, database `postgres`: over the Unix socket where there is one, else 127.0.0.1. */
  adminUrl: string;
  /** True when this call started the server and therefore owns it. */
  started: boolean;
  /** Absolute path of the folder with the cluster, its password, port and log. */
  where: string;
  /** Stops the server if this call started it, else does nothing. */
  stop: () => Promise<void>;
};

const ATTACH_LIMIT_MS = 300_000;
const ATTACH_POLL_MS = 50;

/**
 * Opens the PostgreSQL of a data folder: attaches to a running one, else creates and starts it. Of several concurrent
 * processes one starts it and the others attach. Its owner stops it, by `stop` or by ending in any way, and the
 * attached ones then lose their connections: they are commands beside a server.
 *
 * @param options.durability `"off"` gives up safety against power cuts, for tests
 * @throws Error when the programs do not run here, the cluster belongs to another user or version, or the server does
 *   not start (with the last lines of its log)
 */
export async function openEmbedded(options: {
  dataFolder: string;
  log: (message: string) => void;
  durability?: Durability;
}): Promise<Embedded> {
  const { log, durability = "on" } = options;
  if (process.platform === "win32") {
    throw new Error("No embedded PostgreSQL on Windows: set DATABASE_URL.");
  }
  await mkdir(options.dataFolder, { recursive: true });
  const dataFolder = await realpath(options.dataFolder);
  const place = await chooseHome(dataFolder, log);
  const folder = clusterFolder(place.home);
  await assertOurs(folder);

  let refusal = "";
  for (const deadline = Date.now() + ATTACH_LIMIT_MS; Date.now() < deadline;) {
    const lock = await tryFolderLock(dirname(place.home));
    if (lock) {
      try {
        const owned = await ownCluster({ place, dataFolder, durability, log });
        return owner(owned.adminUrl, place.home, () => owned.stop().then(() => lock.release()));
      } catch (error) {
        await lock.release();
        throw error;
      }
    }
    const found = await findRunning(folder);
    if ("url" in found) {
      return { adminUrl: found.url, started: false, where: place.home, stop: async () => {} };
    }
    refusal = found.refusal;
    await sleep(ATTACH_POLL_MS);
  }
  throw new Error(
    `Another process owns ${place.home} but its database cannot be reached: ${refusal}`,
  );
}

function owner(url: string, where: string, stopOnce: () => Promise<void>): Embedded {
  let stopping: Promise<void> | undefined;
  return { adminUrl: url, started: true, where, stop: () => (stopping ??= stopOnce()) };
}

async function findRunning(folder: ClusterFolder): Promise<{ url: string } | { refusal: string }> {
  const file = await findPostmasterFile(folder.cluster);
  if (file?.status !== "ready") return { refusal: file?.status ?? "not started" };
  const url = await adminUrl(folder.passwordFile, file);
  const refusal = await findRefusal(url);
  return refusal === undefined ? { url } : { refusal };
}

async function assertOurs(folder: ClusterFolder): Promise<void> {
  await access(folder.passwordFile, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EACCES") return;
    throw new Error(
      `The database in ${folder.home} was made by another user: start Holdfast as that user ` +
        "(or as root), or choose another HOLDFAST_DATA.",
    );
  });
}
