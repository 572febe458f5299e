import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFile, open, readFile, rename, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { adminUrl, findRefusal } from "./admin-connection.ts";
import type { ClusterFolder } from "./cluster-folder.ts";
import { findPostmasterFile } from "./postmaster-file.ts";
import type { RunAs } from "./run-as.ts";
import { CLEAN_ENVIRONMENT, settingArguments, type Durability } from "./server-settings.ts";

/** A running PostgreSQL that this process started. */
export type Postmaster = { exited: Promise<void>; stop: () => Promise<void> };

export type PostmasterOptions = {
  folder: ClusterFolder;
  postgres: string;
  port: number;
  runAs: RunAs | undefined;
  durability: Durability;
  log: (message: string) => void;
};

const NOTICE_MS = 5_000;
const LOG_LIMIT_BYTES = 10_000_000;
const TRIM_MS = 10 * 60_000;
const FAST_SHUTDOWN_LIMIT_MS = 60_000;
// A Linux socket address holds 108 bytes, a macOS one 104, NUL included; the file is `.s.PGSQL.<port>`.
const SOCKET_PATH_LIMIT = 103;

/**
 * Replaces itself with postgres, and leaves a watcher beside it that blocks on a pipe held open by the starter
 * (descriptor 3). When the starter ends in any way, `kill -9` included, the kernel closes the pipe and the watcher
 * requests a fast shutdown if the same process still runs the cluster; it tries five times, in case the server has
 * not written its process id yet.
 */
const WATCHED_START = `
( ( read -r _ <&3
    for _ in 1 2 3 4 5; do
      kill -0 "$$" || break
      read -r pid <"$0"
      [ "$pid" = "$$" ] && kill -INT "$$" && break
      sleep 1
    done
  ) 2>/dev/null & )
exec "$@" 3<&-`;

/**
 * Starts PostgreSQL in its own session, so that Ctrl-C in a terminal reaches only the owning program, which can
 * finish its work first. Returns when the server answers queries, however long recovery takes.
 *
 * @throws Error with the last lines of its log when it ends before that
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { folder } = options;
  const logStart = await rotateLog(folder.logFile);
  const child = await spawnPostgres(options);
  const watch = child.stdio[3] as Duplex;
  watch.on("error", () => undefined);
  (watch as unknown as { unref(): void }).unref();
  child.unref();
  const trimming = setInterval(() => void trimLog(folder.logFile), TRIM_MS).unref();
  const exited = untilExit(child, () => {
    clearInterval(trimming);
    watch.destroy();
  });

  await waitUntilReady(child, logStart, options);
  return { exited, stop: () => stopPostmaster(child, exited) };
}

async function untilExit(child: ChildProcess, clean: () => void): Promise<void> {
  await once(child, "exit");
  clean();
}

async function waitUntilReady(
  child: ChildProcess,
  logStart: number,
  { folder, port, log }: PostmasterOptions,
): Promise<void> {
  const url = await adminUrl(folder.passwordFile, { port, socketFolder: "" });
  const startedAt = Date.now();
  let nextNotice = startedAt + NOTICE_MS;
  for (;;) {
    if (hasEnded(child))
      throw new Error(`PostgreSQL did not start:\n${await logTail(folder, logStart)}`);
    const file = await findPostmasterFile(folder.cluster);
    const status = file?.pid === child.pid ? file?.status : "not started";
    const refusal = status === "ready" ? await findRefusal(url) : status;
    if (refusal === undefined) return;
    if (Date.now() > nextNotice) {
      log(
        `waiting for PostgreSQL for ${Math.round((Date.now() - startedAt) / 1000)} s: ${refusal}`,
      );
      nextNotice += NOTICE_MS;
    }
    await sleep(20);
  }
}

async function logTail(folder: ClusterFolder, from: number): Promise<string> {
  const text = await readFile(folder.logFile);
  return text.subarray(from).toString().trim().split("\n").slice(-8).join("\n");
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function spawnPostgres(options: PostmasterOptions): Promise<ChildProcess> {
  const { folder, runAs, port } = options;
  const args = ["-D", folder.cluster, "-p", String(port), "-k", socketFolder(folder, port)];
  const output = await open(folder.logFile, "a", 0o600);
  try {
    const pidFile = join(folder.cluster, "postmaster.pid");
    const child = spawn(
      "/bin/sh",
      [
        "-c",
        WATCHED_START,
        pidFile,
        options.postgres,
        ...args,
        ...settingArguments(options.durability),
      ],
      {
        cwd: folder.home,
        env: CLEAN_ENVIRONMENT,
        detached: true,
        stdio: ["ignore", output.fd, output.fd, "pipe"],
        uid: runAs?.uid,
        gid: runAs?.gid,
      },
    );
    await once(child, "spawn");
    return child;
  } finally {
    await output.close();
  }
}

/** The setting is a list, and a socket's path is short: where the path does not fit, only TCP is used. */
function socketFolder(folder: ClusterFolder, port: number): string {
  const path = folder.socketFolder;
  const fits = Buffer.byteLength(`${path}/.s.PGSQL.${port}`) < SOCKET_PATH_LIMIT;
  return fits && !/[,"]/.test(path) ? path : "";
}

async function stopPostmaster(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (hasEnded(child)) return exited;
  child.ref();
  child.kill("SIGINT");
  const patience = setTimeout(() => child.kill("SIGQUIT"), FAST_SHUTDOWN_LIMIT_MS);
  await exited;
  clearTimeout(patience);
}

async function rotateLog(logFile: string): Promise<number> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size < LOG_LIMIT_BYTES) return size;
  await rename(logFile, `${logFile}.1`);
  return 0;
}

/**
 * Trims the log of a long-running server: copies it once to `server.log.1` and truncates it. The server appends, so
 * it continues at the beginning.
 */
export async function trimLog(logFile: string, limitBytes = LOG_LIMIT_BYTES): Promise<void> {
  try {
    if ((await stat(logFile)).size < limitBytes) return;
    await copyFile(logFile, `${logFile}.1`);
    await truncate(logFile);
  } catch {
    // Retried next time: a log is no reason to stop.
  }
}
