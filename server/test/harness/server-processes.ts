import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** A database to serve, as the processes are told of it. */
export interface Ground {
  url: string;
  /** Database connections of each process; 12 when left out. */
  poolSize?: number;
  /** How far this server's clock runs ahead of the machine's. */
  aheadMs?: number;
  /** Says nothing of errors, where the test takes the guards away and expects them. */
  isQuiet?: boolean;
}

const ENTRY = fileURLToPath(new URL("api-process.ts", import.meta.url));
const PATIENCE_MS = 15_000;

/**
 * Starts so many processes, each serving every ground, and answers where: origins[process][ground]. They are
 * stopped when the file is done, or before by `stop`; one that does not end by itself, or not with 0, fails the
 * file.
 */
export async function startServers(
  ...processes: readonly (readonly Ground[])[]
): Promise<{ origins: string[][]; stop: () => Promise<void> }> {
  const children = processes.map((grounds) => startOne(grounds));
  let stopping: Promise<unknown> | undefined;
  const stop = async () => void (await (stopping ??= Promise.all(children.map(stopOne))));
  afterAll(stop);
  return { origins: await Promise.all(children.map(readOrigins)), stop };
}

function startOne(grounds: readonly Ground[]): ChildProcess {
  // Its input is the leash: it ends with this process, however that comes about.
  return spawn(process.execPath, [ENTRY, JSON.stringify(grounds)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
}

async function readOrigins(child: ChildProcess): Promise<string[]> {
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`a server process ended with ${String(code)} before it was ready`);
  });
  // Answered first, it may reject later, when nobody listens any more.
  ended.catch(() => undefined);
  const line = once(createInterface(child.stdout!), "line");
  const [words] = (await Promise.race([line, ended])) as [string];
  return JSON.parse(words) as string[];
}

async function stopOne(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, "exit");
    const patience = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    child.stdin!.end();
    await gone;
    clearTimeout(patience);
  }
  if (child.exitCode !== 0) {
    throw new Error(
      `a server process ended with ${child.exitCode ?? child.signalCode}, not with 0`,
    );
  }
}
