import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** A database to serve, as the processes are told of it. */
export interface Ground {
  /** The owner's connection string; the processes log in as the server does. */
  url: string;
  /** Database connections of each process; 12 when left out. */
  poolSize?: number;
  /** How far this server's clock runs ahead of the machine's. */
  aheadMs?: number;
  /** Says nothing of errors, where the test takes the guards away and expects them. */
  isQuiet?: boolean;
  /** How many unpaid places a customer and an address may have; any number when left out. */
  places?: { customer: number | null; address: number | null };
  /** Who takes cards; nobody when left out. */
  moyasar?: { url: string; secretKey: string; webhookSecret: string };
}

/** A process that serves every ground it was given. */
export interface ServerProcess {
  /** Where, one for each ground. */
  origins: string[];
  /** Has it do background work and resolves when it is done: a timed task by its name, or `outbox` until nothing is due. */
  work(task: string, ground?: number): Promise<void>;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const ENTRY = fileURLToPath(new URL("api-process.ts", import.meta.url));
/** Node's own place for it. */
const COMPILED = join(tmpdir(), "node-compile-cache");
const PATIENCE_MS = 15_000;

/**
 * Starts so many processes, each serving every ground, and answers where: origins[process][ground]. They are
 * stopped when the file is done, or before by `stop`; one that does not end by itself, or not with 0, fails the
 * file.
 */
export async function startServers(
  ...processes: readonly (readonly Ground[])[]
): Promise<{ origins: string[][]; servers: ServerProcess[]; stop: () => Promise<void> }> {
  const servers = await Promise.all(processes.map(startServer));
  const stop = async () => void (await Promise.all(servers.map((one) => one.stop())));
  afterAll(stop);
  return { origins: servers.map((one) => one.origins), servers, stop };
}

/** One such process; whoever starts it stops it. */
export async function startServer(grounds: readonly Ground[]): Promise<ServerProcess> {
  // Its input is the leash: it ends with this process, however that comes about.
  const child = spawn(process.execPath, [ENTRY, JSON.stringify(grounds)], {
    stdio: ["pipe", "pipe", "inherit"],
    // Many are started: what one has compiled the next one need not.
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

/** Its first line says that it is ready; each further one answers a line it was sent. */
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
  // What is left to be written when it ends is lost with it.
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
