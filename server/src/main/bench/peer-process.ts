import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The classic design in Django REST framework, under gunicorn. */
export interface PeerProcess {
  origin: string;
  /** The processes that serve. */
  findPids(): Promise<number[]>;
  stop(): Promise<void>;
}

const FOLDER = fileURLToPath(new URL("../../../bench/peers/django/", import.meta.url));
/** Debian's own: its packages are not seen by another Python of the path. */
const PYTHON = "/usr/bin/python3";
/** Two processes a core, as gunicorn advises, and a thread for each of 32 clients. */
const WORKERS = 4;
const THREADS = 8;

/** What has to be installed. */
export const PEER_PACKAGES = "python3-django python3-djangorestframework python3-psycopg2 gunicorn";

/** Tells whether the peer can run here. */
export async function hasPeer(): Promise<boolean> {
  const words = ["-c", "import django, rest_framework, psycopg2, gunicorn"];
  return promisify(execFile)(PYTHON, words).then(
    () => true,
    () => false,
  );
}

/** @param url the database of the yardsticks */
export async function startPeer(url: string): Promise<PeerProcess> {
  const gunicorn =
    `-B -m gunicorn --bind 127.0.0.1:0 --preload --worker-class gthread --workers ${WORKERS} ` +
    `--threads ${THREADS} --keep-alive 75 classic:application`;
  const child = spawn(PYTHON, gunicorn.split(" "), {
    cwd: FOLDER,
    env: environmentOf(url),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const lines: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once("exit", () => reject(new Error(`the peer did not start:\n${lines.join("\n")}`)));
  child.once("error", reject);
  createInterface(child.stderr).on("line", (line) => {
    lines.push(line);
    const origin = /Listening at: (http:\S+)/.exec(line)?.[1];
    if (origin !== undefined) resolve(origin);
  });
  const origin = await promise;
  return {
    origin,
    findPids: async () => {
      const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, "utf8");
      return [child.pid!, ...children.trim().split(" ").map(Number)];
    },
    stop: async () => {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      if (child.exitCode === null) await gone;
    },
  };
}

function environmentOf(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  return {
    PEER_HOST: searchParams.get("host") ?? hostname,
    PEER_PORT: port,
    PEER_USER: decodeURIComponent(username),
    PEER_PASSWORD: decodeURIComponent(password),
    PEER_DATABASE: pathname.slice(1),
  };
}
