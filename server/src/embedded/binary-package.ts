import { randomBytes } from "node:crypto";
import { access, chmod, cp, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/**
 * Does what the package's install script would have done: links the shared libraries (`scripts/hydrate-symlinks.js`
 * of the package) and makes the programs executable.
 *
 * @throws Error when something is missing and the folder is not writable
 */
export async function completePackage(folder: string): Promise<void> {
  const links = JSON.parse(
    await readFile(join(folder, "native/pg-symlinks.json"), "utf8").catch(() => "[]"),
  ) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (await exists(path)) continue;
    await symlink(relative(dirname(target), source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
  for (const program of ["initdb", "postgres"]) {
    const path = join(folder, "native/bin", program);
    const { mode } = await stat(path);
    if ((mode & 0o555) !== 0o555) await chmod(path, 0o755);
  }
}

/** Copies the package to a folder where everybody may read and run it, unless it is there already. */
export async function copyPackage(from: string, to: string): Promise<void> {
  if (await exists(to)) return;
  const making = `${to}.new-${randomBytes(4).toString("hex")}`;
  await cp(join(from, "native"), join(making, "native"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await completePackage(making);
  await openToAll(making);
  // Another process made the copy first; the files are the same.
  await rename(making, to).catch(() => rm(making, { recursive: true }));
}

/**
 * Opens permissions: a strict umask at installation leaves files only their owner can read, and the copy is for
 * another user.
 */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    await chmod(path, entry.isDirectory() || mode & 0o100 ? 0o755 : 0o644);
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
