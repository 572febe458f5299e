import { execFile, spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { inject } from "vitest";
import { findRunAs } from "../../../src/embedded/run-as.ts";

const run = promisify(execFile);
/** Where Debian installs each version of PostgreSQL's programs. */
const DEBIAN = "/usr/lib/postgresql";
const OLDEST = 15;
const EMPTY_ENVIRONMENT = { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8" };

/** Runs pg_dump and psql, with a server that this pg_dump can read. */
export interface Tools {
  dump(url: string): Promise<string>;
  /** Runs a dump and returns its errors; like psql without options, it continues after each. */
  restore(url: string, dump: string): Promise<string[]>;
  /** Superuser's connection string. */
  adminUrl: string;
  stop(): Promise<void>;
}

/**
 * Finds the PostgreSQL programs of this machine. An older pg_dump refuses a newer server, so where it is older than
 * the test run's server, the server installed with it is started in its own folder.
 *
 * @returns undefined if no installed pg_dump fits any server
 */
export async function openInstalledTools(): Promise<Tools | undefined> {
  const version = await runVersion(inject("adminUrl"));
  for (const folder of await installedFolders()) {
    const major = await majorOf(join(folder, "pg_dump"));
    if (major === undefined || major < OLDEST) continue;
    if (major >= version) return { ...toolsOf(folder), adminUrl: inject("adminUrl"), stop };
    if ((await majorOf(join(folder, "postgres"))) === major) {
      return { ...toolsOf(folder), ...(await startServer(folder)) };
    }
  }
  return undefined;
}

const stop = async () => undefined;

async function installedFolders(): Promise<string[]> {
  const versions = await readdir(DEBIAN).catch(() => []);
  const newestFirst = versions.toSorted((a, b) => Number(b) - Number(a));
  return [...newestFirst.map((one) => join(DEBIAN, one, "bin")), "/usr/local/bin", "/usr/bin"];
}

async function majorOf(program: string): Promise<number | undefined> {
  const said = await run(program, ["--version"]).catch(() => undefined);
  const major = /\(PostgreSQL\) (\d+)/.exec(said?.stdout ?? "")?.[1];
  return major === undefined ? undefined : Number(major);
}

async function runVersion(adminUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query(
    "select current_setting('server_version_num')::int / 10000 as major",
  );
  await client.end();
  return rows[0].major;
}

function toolsOf(folder: string): Pick<Tools, "dump" | "restore"> {
  const options = { maxBuffer: 1 << 28, env: EMPTY_ENVIRONMENT };
  return {
    dump: async (url) => (await run(join(folder, "pg_dump"), [url], options)).stdout,
    restore: async (url, dump) => {
      const restoring = run(join(folder, "psql"), ["-X", "-q", "-d", url], options);
      restoring.child.stdin?.end(dump);
      const { stderr } = await restoring;
      return stderr.split("\n").filter((line) => line.includes("ERROR"));
    },
  };
}

/** Starts a cluster in a new folder, without fsync; stopping it deletes it. */
async function startServer(folder: string): Promise<Pick<Tools, "adminUrl" | "stop">> {
  const home = await mkdtemp(join(tmpdir(), "restore-"));
  await chmod(home, 0o711);
  const cluster = join(home, "cluster");
  const { uid, gid } = (await findRunAs(cluster)) ?? {};
  const options = { cwd: "/", env: EMPTY_ENVIRONMENT, uid, gid };
  if (uid !== undefined) await run("/bin/chown", [String(uid), home]);
  const places = ["-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"];
  await run(join(folder, "initdb"), places, options);
  const port = await freePort();
  const settings = ["-p", port, "-k", home, "-h", "127.0.0.1", "-c", "fsync=off"].map(String);
  const server = spawn(join(folder, "postgres"), ["-D", cluster, ...settings], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  await readyToAccept(server.stderr);
  return {
    adminUrl: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      server.kill("SIGINT");
      await ended;
      await rm(home, { recursive: true });
    },
  };
}

/** Resolves when the server's log says it is ready; the rest of the log is discarded. */
function readyToAccept(log: NodeJS.ReadableStream): Promise<void> {
  let said = "";
  return new Promise((resolve, reject) => {
    log.on("data", (words) => {
      said = (said + String(words)).slice(-5_000);
      if (said.includes("ready to accept connections")) resolve();
    });
    log.on("end", () => reject(new Error(`the installed PostgreSQL did not start:\n${said}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
