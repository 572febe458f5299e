import type { Logger } from "pino";
import { instantText, type Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { findLastSeal, isThere, keepLastSeal } from "./last-seal.ts";
import { sealEvents, type Seal, type Subject } from "./seal-events.ts";
import type { SealKeys } from "./seal-keys.ts";

/** What sealing and verifying need. */
export interface SealTools {
  keys: SealKeys;
  /** Where the newest seal is remembered; absent: nowhere. */
  file?: string;
}

export interface SealParts {
  db: Db;
  clock: Clock;
  log: Logger;
  seals: SealTools;
}

/** Seals the subjects' unsealed events in one transaction, and remembers the newest seal. */
export async function sealNow(parts: SealParts, subjects: readonly Subject[]): Promise<void> {
  const { db, clock, seals } = parts;
  const now = instantText(clock.now());
  const remembered = await readLastSeal(parts);
  const made = await inTransaction(
    db,
    { scope: "platform", actor: "system:seal", now },
    async (tx) => {
      const isIntact =
        remembered === undefined ||
        (remembered !== "unreadable" && (await isThere(tx, remembered)));
      return { isIntact, last: await sealEvents(tx, subjects, seals.keys.current) };
    },
  );
  if (made.last && seals.file !== undefined) {
    await remember(parts, seals.file, { ...made, last: made.last, remembered });
  }
}

type Remembered = Seal | "unreadable" | undefined;

/** Reads the remembered seal; an unreadable file does not stop sealing. */
async function readLastSeal({ seals: { file }, log }: SealParts): Promise<Remembered> {
  if (file === undefined) return undefined;
  return findLastSeal(file).catch((error: unknown) => {
    log.error({ err: error, file }, "the remembered seal cannot be read");
    return "unreadable";
  });
}

/**
 * Remembers the newest seal. A remembered seal missing from the database is evidence: it stays until a person removes
 * it.
 */
async function remember(
  { log }: SealParts,
  file: string,
  made: { isIntact: boolean; last: Seal; remembered: Remembered },
): Promise<void> {
  const { remembered } = made;
  if (remembered === "unreadable") return;
  if (!made.isIntact) {
    log.error(
      { file, number: remembered?.number },
      "the remembered seal is not in the database: run holdfast verify",
    );
    return;
  }
  // Another worker of this folder may have been faster.
  if ((remembered?.number ?? 0) > made.last.number) return;
  try {
    await keepLastSeal(file, made.last);
  } catch (error) {
    log.warn({ err: error, file }, "the newest seal could not be remembered outside the database");
  }
}

/**
 * Collects subjects while a batch is being sealed and seals them in the next: sealing is serialised, so twenty events
 * delivered at once take one transaction instead of twenty in a queue.
 */
export function inBatches(
  seal: (subjects: readonly Subject[]) => Promise<void>,
): (subjects: readonly Subject[]) => Promise<void> {
  let waiting: Subject[] = [];
  let next: Promise<void> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return (subjects) => {
    waiting.push(...subjects);
    if (!next) {
      next = last.then(() => {
        const batch = waiting;
        waiting = [];
        next = undefined;
        return seal(batch);
      });
      last = next.catch(() => undefined);
    }
    return next;
  };
}
