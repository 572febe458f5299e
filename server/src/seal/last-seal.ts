import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { Seal } from "./seal-events.ts";

/**
 * The newest seal, remembered outside the database. Numbers without gaps reveal every missing seal except the newest
 * ones, removed from the end together with their events.
 */
export function lastSealFile(dataFolder: string): string {
  return join(dataFolder, "last-seal.json");
}

/**
 * @returns undefined when none has been remembered yet
 * @throws Error when the file exists but is not a readable seal
 */
export async function findLastSeal(file: string): Promise<Seal | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { number, signature } = JSON.parse(text) as Seal;
  if (Number.isInteger(number) && typeof signature === "string") return { number, signature };
  throw new Error(`${file} is not a seal`);
}

/** Whether the database still has the seal unchanged. */
export async function isThere(tx: Tx, seal: Seal): Promise<boolean> {
  const { rows } = await sql<{ signature: string }>`
    select signature from event_seals where number = ${seal.number}`.execute(tx);
  return rows.length === 1 && rows[0]!.signature === seal.signature;
}

/** Writes the file whole or not at all. */
export async function keepLastSeal(file: string, { number, signature }: Seal): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, `${JSON.stringify({ number, signature })}\n`, { mode: 0o600 });
  await rename(draft, file).catch(async (error: unknown) => {
    await rm(draft, { force: true });
    throw error;
  });
}
