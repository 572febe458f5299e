import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterFolder } from "./cluster-folder.ts";
import { findPostmasterFile, isPostmasterOf } from "./postmaster-file.ts";

const FAST_SHUTDOWN_LIMIT_MS = 60_000;

/**
 * Stops a server left over by an earlier owner. The caller owns the folder, so such a server lost its owner: its
 * watcher is stopping it, or the watcher was killed too and it is stopped here. Lock files of dead processes are
 * removed, since PostgreSQL would take any other process with that id for the server.
 */
export async function endOrphan(
  { cluster, socketFolder }: ClusterFolder,
  log: (message: string) => void,
): Promise<void> {
  const file = await findPostmasterFile(cluster);
  if (!file) return;
  const startedAt = Date.now();
  let asked: NodeJS.Signals | undefined;
  while (await isPostmasterOf(cluster, file.pid)) {
    const patient = Date.now() - startedAt < FAST_SHUTDOWN_LIMIT_MS;
    const signal = patient ? "SIGINT" : "SIGQUIT";
    if (asked !== signal) {
      log(`stopping PostgreSQL ${file.pid}, whose owner is gone`);
      asked = signal;
      sendSignal(file.pid, signal);
    }
    await sleep(20);
  }
  await rm(join(cluster, "postmaster.pid"), { force: true });
  for (const name of await readdir(socketFolder)) {
    await rm(join(socketFolder, name), { force: true });
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
