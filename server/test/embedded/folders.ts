import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, expect, vi } from "vitest";
import { openEmbedded, type Embedded } from "../../src/embedded/open-embedded.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanups.toReversed()) await cleanUp();
});

/** Registers a cleanup that runs when the test file ends, the last one first. */
export function whenDone(cleanUp: () => Promise<unknown>): void {
  cleanups.push(cleanUp);
}

/** Creates a data folder that is deleted when the test file ends. */
export async function createFolder(mode = 0o755): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-embedded-"));
  await chmod(folder, mode);
  whenDone(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a folder in this process; its server is stopped when the test file ends, if it still runs. */
export async function openHere(dataFolder: string, lines: string[] = []): Promise<Embedded> {
  const log = (line: string) => void lines.push(line);
  const opened = await openEmbedded({ dataFolder, log, durability: "off" });
  whenDone(() => opened.stop());
  return opened;
}

export type Elsewhere = Pick<Embedded, "adminUrl" | "started" | "where"> & { child: ChildProcess };

/** Opens a folder in another process, which can be killed. */
export async function openElsewhere(dataFolder: string): Promise<Elsewhere> {
  const opener = fileURLToPath(new URL("opener.ts", import.meta.url));
  const child = spawn(process.execPath, [opener, dataFolder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  whenDone(() => end(child, "SIGKILL"));
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { ...(JSON.parse(line) as Embedded), child };
}

/** Sends a signal to a process and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function postmasterOf(where: string): Promise<number> {
  return Number.parseInt(await readFile(join(where, "cluster/postmaster.pid"), "utf8"), 10);
}

export async function serverLog(where: string): Promise<string> {
  return readFile(join(where, "server.log"), "utf8");
}

/** Resolves once no process of a cluster is running. */
export async function untilGone(where: string): Promise<void> {
  await vi.waitFor(async () => expect(await processesOf(where)).toEqual([]), 20_000);
}

/** Returns the processes whose command line names the folder: its postmaster and its watcher. */
export async function processesOf(where: string): Promise<{ pid: number; command: string }[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = pids.map(async (pid) => ({
    pid: Number(pid),
    command: await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""),
  }));
  return (await Promise.all(all)).filter(({ command }) => command.includes(join(where, "cluster")));
}
