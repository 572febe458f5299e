import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ClusterFolder } from "./cluster-folder.ts";
import type { RunAs } from "./run-as.ts";
import { CLEAN_ENVIRONMENT } from "./server-settings.ts";

/**
 * Fills an empty cluster folder: UTF-8, checksums, passwords everywhere.
 *
 * @throws Error with what initdb printed
 */
export async function runInitdb(options: {
  program: string;
  folder: ClusterFolder;
  runAs: RunAs | undefined;
  durable: boolean;
  log: (message: string) => void;
}): Promise<void> {
  const { program, folder, runAs, durable, log } = options;
  const characterLocale = await findCharacterLocale();
  if (!characterLocale)
    log("no UTF-8 locale on this machine: text search will not work for Arabic");
  const args = [
    `--pgdata=${folder.cluster}`,
    "--username=postgres",
    `--pwfile=${folder.passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The builtin provider sorts by code point, knows Unicode case, and is the same on every machine.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    `--lc-ctype=${characterLocale ?? "C"}`,
    "--data-checksums",
    "--no-instructions",
    ...(durable ? [] : ["--no-sync"]),
  ];
  await promisify(execFile)(program, args, {
    cwd: folder.home,
    env: CLEAN_ENVIRONMENT,
    uid: runAs?.uid,
    gid: runAs?.gid,
  }).catch((error: Error & { stderr?: string }) => {
    throw new Error(`initdb failed: ${error.stderr?.trim() || error.message}`);
  });
}

/**
 * Finds a UTF-8 locale: pg_trgm asks the C library what a letter is, and under the locale C only English letters are.
 */
async function findCharacterLocale(): Promise<string | undefined> {
  const list = await promisify(execFile)("locale", ["-a"]).catch(() => undefined);
  const names = list?.stdout.split("\n").map((name) => name.trim()) ?? [];
  const wanted = [/^C\.utf-?8$/i, /^en_US\.utf-?8$/i, /\.utf-?8$/i];
  return wanted.map((pattern) => names.find((name) => pattern.test(name))).find(Boolean);
}
