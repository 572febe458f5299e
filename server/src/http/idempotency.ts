import { sql } from "kysely";
import type { Idempotency } from "../base/idempotency.ts";
import { IDEMPOTENCY_HOURS } from "../base/limits.ts";
import type { Problem } from "../base/problem.ts";
import { HOUR_MS, instantText, type Clock } from "../base/time.ts";
import type { Db, Tx } from "../db/connection.ts";
import {
  findKept,
  keepAnswer,
  keepBegun,
  lockKey,
  type Halves,
  type Kept,
} from "../db/idempotency-keys.ts";
import { toProblem } from "./problem-reply.ts";
import type { Reply } from "./route.ts";
import { seal, unseal } from "./seal.ts";

/** An answer as it is sent and stored. */
export type Answer = Reply & { status: number };

export type OnceOptions = {
  /** The problem as the response body the caller would get. */
  problemBody: (problem: Problem) => unknown;
  /** Set when the answer carries a secret: the server's secret, which seals the stored copy. */
  sealWith?: string;
};

/**
 * Runs a command once per key, in the command's own transaction, and gives every later copy the first answer for 72
 * hours. Of two concurrent copies one runs, the other gets idempotency-in-progress.
 *
 * A refusal that would repeat is stored too, with the command rolled back to its savepoint. Refusals that may pass
 * next time are not stored: 401, 403 (rights change), 409, 429 and everything from 500.
 *
 * @throws Problem idempotency-in-progress, idempotency-key-reused, and any refusal of `run` that is not stored
 */
export async function answerOnce(
  tx: Tx,
  idempotency: Idempotency,
  options: OnceOptions,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const earlier = await findEarlier(tx, idempotency, options.sealWith);
  if (earlier) return earlier;
  const ran = await runOrRefuse(tx, options, run);
  const answer = "refused" in ran ? ran.refused : ran.done;
  if (!isStored(answer.status)) return answer;
  const { sealWith } = options;
  const isSealed = sealWith !== undefined && answer.status < 400;
  const body = isSealed ? seal(answer.body, idempotency, sealWith) : answer.body;
  await keepAnswer(tx, idempotency, answer.status, body);
  return answer;
}

/**
 * Runs the first half of a command that calls another service before it can answer: what it began is stored under the
 * key, and a later copy resumes it. `answerOnce` stores the answer in the second half.
 *
 * @throws Problem as `answerOnce`
 */
export async function beginOnce<Outcome extends { begun?: string }>(
  tx: Tx,
  idempotency: Idempotency,
  options: OnceOptions,
  { begin, resume }: Halves<Outcome>,
): Promise<{ outcome: Outcome } | { answer: Answer }> {
  await lockKey(tx, idempotency);
  const kept = await findKept(tx, idempotency);
  if (kept) {
    if ("begun" in kept) return { outcome: await resume(kept.begun) };
    return { answer: replay(kept, idempotency, options.sealWith) };
  }
  const ran = await runOrRefuse(tx, options, begin);
  if ("refused" in ran) {
    await keepAnswer(tx, idempotency, ran.refused.status, ran.refused.body);
    return { answer: ran.refused };
  }
  if (ran.done.begun !== undefined) await keepBegun(tx, idempotency, ran.done.begun);
  return { outcome: ran.done };
}

/**
 * Returns the first answer to this key, and locks the key until the transaction ends.
 *
 * @throws Problem idempotency-in-progress, idempotency-key-reused
 */
export async function findEarlier(
  tx: Tx,
  idempotency: Idempotency,
  sealWith: string | undefined,
): Promise<Answer | undefined> {
  await lockKey(tx, idempotency);
  const kept = await findKept(tx, idempotency);
  return kept && "status" in kept ? replay(kept, idempotency, sealWith) : undefined;
}

function replay(
  { status, body: stored }: Extract<Kept, { status: number }>,
  idempotency: Idempotency,
  sealWith: string | undefined,
): Answer {
  const isSealed = sealWith !== undefined && status < 400;
  const body = isSealed ? unseal(stored, idempotency, sealWith) : stored;
  return { status, body: body ?? undefined, replayed: true };
}

/** Deletes answers past their replay time; a timed task. Returns how many. */
export async function purgeIdempotencyKeys(db: Db, clock: Clock): Promise<number> {
  const before = instantText(clock.now() - IDEMPOTENCY_HOURS * HOUR_MS);
  const result = await sql`delete from idempotency_keys where created_at < ${before}`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

async function runOrRefuse<Done>(
  tx: Tx,
  options: OnceOptions,
  run: () => Promise<Done>,
): Promise<{ done: Done } | { refused: Answer }> {
  await sql`savepoint command`.execute(tx);
  try {
    return { done: await run() };
  } catch (error) {
    const problem = toProblem(error);
    if (!isStored(problem.status)) throw error;
    await sql`rollback to savepoint command`.execute(tx);
    return { refused: { status: problem.status, body: options.problemBody(problem) } };
  }
}

function isStored(status: number): boolean {
  return status < 500 && ![401, 403, 409, 429].includes(status);
}
