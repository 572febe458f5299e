import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** A database that the processes serve. */
export interface Ground {
  /** The owner's connection string; the processes log in as the server does. */
  url: string;
  /** Database connections of each process; by default 12. */
  poolSize?: number;
  /** How far this server's clock runs ahead of the machine's. */
  aheadMs?: number;
  /** Logs no errors, for tests that remove guards and expect errors. */
  isQuiet?: boolean;
  /** How many unpaid places a customer and an address may have; by default unlimited. */
  places?: { customer: number | null; address: number | null };
  /** Places orders in batches, as a server does; by default each by itself, so that every connection contends. */
  isGathered?: boolean;
  /** The card gateway; by default none. */
  moyasar?: { url: string; secretKey: string; webhookSecret: string };
}

/** A process that serves every ground it was given. */
export interface ServerProcess {
  /** Origins, one for each ground. */
  origins: string[];
  /** Runs background work and resolves when it is done: a timed task by its name, or `outbox` until nothing is due. */
  work(task: string, ground?: number): Promise<void>;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const ENTRY = fileURLToPath(new URL("api-process.ts", import.meta.url));
/** Node's default folder for its compile cache. */
const COMPILED = join(tmpdir(), "node-compile-cache");
const PATIENCE_MS = 15_000;

/**
 * Starts one process for each list of grounds and returns where they listen: origins[process][ground]. They stop when
 * the test file ends, or earlier by `stop`; a process that does not exit by itself with 0 fails the file.
 */
export async function startServers(
  ...processes: readonly (readonly Ground[])[]
): Promise<{ origins: string[][]; servers: ServerProcess[]; stop: () => Promise<void> }> {
  const servers = await Promise.all(processes.map(startServer));
  const stop = async () => void (await Promise.all(servers.map((one) => one.stop())));
  afterAll(stop);
  return { origins: servers.map((one) => one.origins), servers, stop };
}

/** Starts one such process, which the caller must stop. */
export async function startServer(grounds: readonly Ground[]): Promise<ServerProcess> {
  // It exits when its input closes, so it never outlives this process.
  const child = spawn(process.execPath, [ENTRY, JSON.stringify(grounds)], {
    stdio: ["pipe", "pipe", "inherit"],
    // Many are started, and they share compiled code.
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
  });
  const gone = once(child, "exit");
  let isKilled = false;
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    if (!isKilled) await (stopping ??= stopOne(child));
  };
  const talk = talkTo(child);
  return {
    origins: JSON.parse(await talk.first) as string[],
    work: (task, ground = 0) => talk.ask(task, ground),
    async kill() {
      isKilled = true;
      child.kill("SIGKILL");
      await gone;
    },
    stop,
  };
}

/** Reads the process's output: its first line says that it is ready, each further line answers one it was sent. */
function talkTo(child: ChildProcess) {
  const { promise: first, resolve, reject } = Promise.withResolvers<string>();
  const asked = new Map<number, PromiseWithResolvers<void>>();
  let isReady = false;
  createInterface(child.stdout!).on("line", (line) => {
    if (!isReady) {
      isReady = true;
      return resolve(line);
    }
    const { id, error } = JSON.parse(line) as { id: number; error?: string };
    const one = asked.get(id);
    asked.delete(id);
    if (error === undefined) one?.resolve();
    else one?.reject(new Error(error));
  });
  child.once("exit", (code, signal) => {
    const end = new Error(`a server process ended with ${String(code ?? signal)}`);
    reject(end);
    for (const one of asked.values()) one.reject(end);
  });
  // Writes that are pending when it exits are lost.
  child.stdin!.on("error", () => undefined);
  let count = 0;
  return {
    first,
    ask(task: string, ground: number): Promise<void> {
      const one = Promise.withResolvers<void>();
      asked.set((count += 1), one);
      child.stdin!.write(`${JSON.stringify({ id: count, task, ground })}\n`);
      return one.promise;
    },
  };
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
