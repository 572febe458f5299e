import { stat, unlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";

/** Held by the one process that owns the PostgreSQL of a folder; released when that process ends in any way. */
export type FolderLock = { release: () => Promise<void> };

/**
 * Tries to become the owner of a folder. The lock is a bound socket, not a file: the kernel gives it to one process
 * and releases it when that process dies, so there is no stale lock to detect by process id. Its name is the folder's
 * device and inode, which no two folders share, whatever their paths inside containers.
 *
 * @returns undefined while another process holds it
 */
export async function tryFolderLock(folder: string): Promise<FolderLock | undefined> {
  const { dev, ino } = await stat(folder, { bigint: true });
  const name = `holdfast-${dev}-${ino}`;
  // A leading NUL is Linux's abstract namespace: no file. Elsewhere it is a socket file, removed when nobody answers.
  const path = process.platform === "linux" ? `\0${name}` : `/tmp/${name}`;
  const held = (await bind(path)) ?? ((await isAbandoned(path)) ? await bind(path) : undefined);
  if (!held) return undefined;
  return { release: () => new Promise((resolve) => held.close(() => resolve())) };
}

function bind(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

async function isAbandoned(path: string): Promise<boolean> {
  if (path.startsWith("\0")) return false;
  const refused = await new Promise<boolean>((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(false);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ECONNREFUSED"));
  });
  if (refused) await unlink(path).catch(() => undefined);
  return refused;
}
