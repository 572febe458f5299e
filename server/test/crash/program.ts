import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { end, whenDone } from "../embedded/folders.ts";

const PROGRAM = fileURLToPath(new URL("../../src/main/holdfast.ts", import.meta.url));

export interface Program {
  /** "http://127.0.0.1:…" */
  origin: string;
  child: ChildProcess;
  /** The program's log so far. */
  lines: string[];
}

/** Runs `holdfast start`: the API, the worker and, without a DATABASE_URL, the database. Killed after the test file. */
export async function startProgram(environment: Record<string, string>): Promise<Program> {
  const child = spawn(process.execPath, [PROGRAM, "start"], {
    env: {
      ...process.env,
      HOLDFAST_DEMO: "0",
      // All the customers come from one address.
      HOLDFAST_PLACES_PER_ADDRESS: "0",
      PORT: "0",
      LOG_LEVEL: "warn",
      ...environment,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  whenDone(() => end(child, "SIGKILL"));
  const lines: string[] = [];
  const { promise: ready, resolve } = Promise.withResolvers<string>();
  createInterface(child.stdout).on("line", (line) => {
    lines.push(line);
    const origin = /^Holdfast is ready at (\S+)/.exec(line)?.[1];
    if (origin !== undefined) resolve(origin);
  });
  const ended = once(child, "exit").then(() => undefined);
  const origin = await Promise.race([ready, ended]);
  if (origin === undefined) throw new Error(`the program did not start:\n${lines.join("\n")}`);
  return { origin, child, lines };
}

/** Asks the program to stop, as a supervisor does; returns its exit status. */
export async function stopProgram({ child }: Program): Promise<number | null> {
  await end(child, "SIGTERM");
  return child.exitCode;
}
