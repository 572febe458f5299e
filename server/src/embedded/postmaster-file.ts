import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** What a running PostgreSQL writes about itself into its cluster folder. */
export type PostmasterFile = {
  pid: number;
  port: number;
  /** Absolute path of the folder with its Unix socket; empty when it has none. */
  socketFolder: string;
  status: string;
};

/**
 * Reads `postmaster.pid`: line 1 is the process id, line 4 the port, line 5 the socket's folder, line 8 the status
 * (`starting`, `ready`, `stopping`), see PostgreSQL `src/include/utils/pidfile.h`.
 */
export async function findPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    },
  );
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const [port, socketFolder = ""] = [Number(lines[3] ?? 0), lines[4]];
  return { pid, port, socketFolder, status: lines[7]?.trim() || "starting" };
}

/**
 * Whether the process is the PostgreSQL of this cluster. The process id in the file outlives a crash and may belong
 * to another process after a reboot, above all in containers; and a zombie still counts as a process. So the command
 * line decides, together with the working folder, which a rename does not change.
 */
export async function isPostmasterOf(cluster: string, pid: number): Promise<boolean> {
  const command = await commandOf(pid);
  if (!/(^|\/)postgres(\0| |$)/.test(command)) return false;
  if (command.includes(cluster)) return true;
  const [workingFolder, folder] = await Promise.all([
    stat(`/proc/${pid}/cwd`).catch(() => undefined),
    stat(cluster),
  ]);
  // Unknown counts as ours: two servers on one cluster are worse than none.
  if (!workingFolder) return true;
  return workingFolder.dev === folder.dev && workingFolder.ino === folder.ino;
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform === "linux") return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  const ps = promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]);
  return ps.then(({ stdout }) => stdout.trim()).catch(() => "");
}
