import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";

interface Measured {
  memory: number;
  longestTurnMs: number;
}

/** One API process under measurement. */
export interface ServerProcess {
  origin: string;
  pid: number;
  /** From process start to the first answer of /readyz, in milliseconds. */
  firstAnswerMs: number;
  /** Resident memory in bytes, and the longest turn of the event loop since it was last asked. */
  measure(): Promise<Measured>;
  stop(): Promise<void>;
}

/** The environment of a server or worker process of the measurements. */
export function serverEnvironment(url: string, poolSize: number): Record<string, string> {
  return {
    DATABASE_URL: url,
    HOLDFAST_POOL: `${poolSize}`,
    HOLDFAST_SECRET: "bench".repeat(8),
  };
}

/** Starts the API on a database and waits until it is ready. */
export async function startServer(url: string, poolSize: number): Promise<ServerProcess> {
  const began = performance.now();
  const child = fork(new URL("api-process.ts", import.meta.url), {
    env: serverEnvironment(url, poolSize),
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const { origin } = await answer<{ origin: string }>(child);
  await fetch(`${origin}/readyz`);
  return {
    origin,
    pid: child.pid!,
    firstAnswerMs: performance.now() - began,
    measure: () => {
      child.send("measure");
      return answer<Measured>(child);
    },
    stop: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

async function answer<T>(child: ChildProcess): Promise<T> {
  const answered = new AbortController();
  const gone = once(child, "exit", { signal: answered.signal }).then(([code]) => {
    throw new Error(`the API process ended with status ${String(code)}`);
  });
  // Ended by the answer, and then of no interest.
  gone.catch(() => undefined);
  const [message] = (await Promise.race([once(child, "message"), gone])) as [T];
  answered.abort();
  return message;
}
