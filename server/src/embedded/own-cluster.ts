import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { adminUrl } from "./admin-connection.ts";
import { findBinaries } from "./binaries.ts";
import { ROOT_PLACE, type Home } from "./choose-home.ts";
import { clusterFolder } from "./cluster-folder.ts";
import { createClusterIfMissing } from "./create-cluster.ts";
import { endOrphan } from "./end-orphan.ts";
import { keepRunning, type Running } from "./keep-running.ts";
import { findPostmasterFile } from "./postmaster-file.ts";
import { choosePort } from "./port.ts";
import type { PostmasterOptions } from "./postmaster.ts";
import type { Durability } from "./server-settings.ts";

const START_TRIES = 30;

/**
 * Makes the cluster if it is missing, stops what an earlier owner left running, and starts the server. The caller
 * holds the folder's lock.
 */
export async function ownCluster(options: {
  place: Home;
  dataFolder: string;
  durability: Durability;
  log: (message: string) => void;
}): Promise<Running & { adminUrl: string }> {
  const { dataFolder, durability, log } = options;
  const { home, runAs } = options.place;
  const folder = clusterFolder(home);
  const binaries = await findBinaries(runAs, runAs ? ROOT_PLACE : dataFolder);
  if (binaries.copiedTo) log(`PostgreSQL's programs were copied to ${binaries.copiedTo}`);
  await createClusterIfMissing({ home, binaries, runAs, durable: durability === "on", log });
  await endOrphan(folder, log);
  const { postgres } = binaries;
  const { running, port } = await startPatiently({ folder, postgres, runAs, durability, log });
  const user = runAs ? ` as ${runAs.name}` : "";
  log(`PostgreSQL runs on 127.0.0.1:${port}${user}, its files are in ${home}`);
  const { socketFolder = "" } = (await findPostmasterFile(folder.cluster)) ?? {};
  return { ...running, adminUrl: await adminUrl(folder.passwordFile, { port, socketFolder }) };
}

/** Two failures are temporary: another program took the port first, or back ends outlive a kill. */
async function startPatiently(
  options: Omit<PostmasterOptions, "port">,
): Promise<{ running: Running; port: number }> {
  for (let tries = 1; ; tries++) {
    const port = await choosePort(options.folder.portFile);
    try {
      return { running: await keepRunning({ ...options, port }), port };
    } catch (error) {
      const reason = (error as Error).message;
      const portTaken = /could not (bind|create any TCP)/i.test(reason);
      const memoryInUse = /pre-existing shared memory block/i.test(reason);
      if (tries === START_TRIES || !(portTaken || memoryInUse)) throw error;
      if (portTaken) await rm(options.folder.portFile, { force: true });
      if (memoryInUse) await sleep(500);
    }
  }
}
