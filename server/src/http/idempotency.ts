import { sql } from "kysely";
import type { Idempotency } from "../base/idempotency.ts";
import { IDEMPOTENCY_HOURS } from "../base/limits.ts";
import { idempotencyInProgress, idempotencyKeyReused, type Problem } from "../base/problem.ts";
import { HOUR_MS, instantText, type Clock } from "../base/time.ts";
import type { Db, Tx } from "../db/connection.ts";
import { toProblem } from "./problem-reply.ts";
import type { Reply } from "./route.ts";
import { seal, unseal } from "./seal.ts";

/** An answer as it is sent and stored. */
export type Answer = Reply & { status: number };

export type OnceOptions = {
  /** The problem as the body the caller would get. */
  problemBody: (problem: Problem) => unknown;
  /** Set when the answer carries a secret: the server's secret, to seal what is stored. */
  sealWith?: string;
};

/**
 * Runs a command once per key, in the command's own transaction, and answers every later copy with the first
 * answer for 72 hours. Two copies at the same moment: one runs, the other is told so (it never waits, so a
 * stuck command cannot queue its own retries up).
 *
 * A refusal that would be the same again is stored too, with the command undone to its savepoint. Not stored
 * are those that may pass next time: 401, 403 (rights change), 409, 429 and everything from 500.
 *
 * @throws Problem idempotency-in-progress, idempotency-key-reused, and what `run` throws and is not stored
 */
export async function answerOnce(
  tx: Tx,
  idempotency: Idempotency,
  options: OnceOptions,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const earlier = await findEarlier(tx, idempotency, options.sealWith);
  if (earlier) return earlier;
  const answer = await runOrRefuse(tx, options, run);
  if (!isStored(answer.status)) return answer;
  const { sealWith } = options;
  const isSealed = sealWith !== undefined && answer.status < 400;
  const body = isSealed ? seal(answer.body, idempotency, sealWith) : answer.body;
  await storeAnswer(tx, idempotency, answer.status, body);
  return answer;
}

/**
 * The first answer to this key. Until the transaction ends no copy of the request gets past here.
 *
 * @throws Problem idempotency-in-progress, idempotency-key-reused
 */
export async function findEarlier(
  tx: Tx,
  idempotency: Idempotency,
  sealWith: string | undefined,
): Promise<Answer | undefined> {
  // Two statements: a look-up that began before the lock was ours would not see what its holder committed.
  await lockKey(tx, idempotency);
  const earlier = await findAnswer(tx, idempotency);
  if (!earlier) return undefined;
  const isSealed = sealWith !== undefined && earlier.status < 400;
  const body = isSealed ? unseal(earlier.body, idempotency, sealWith) : earlier.body;
  return { status: earlier.status, body: body ?? undefined, replayed: true };
}

/** Deletes answers that may no longer be replayed; a timed task. Returns how many. */
export async function purgeIdempotencyKeys(db: Db, clock: Clock): Promise<number> {
  const before = instantText(clock.now() - IDEMPOTENCY_HOURS * HOUR_MS);
  const result = await sql`delete from idempotency_keys where created_at < ${before}`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

async function runOrRefuse(
  tx: Tx,
  options: OnceOptions,
  run: () => Promise<Answer>,
): Promise<Answer> {
  await sql`savepoint command`.execute(tx);
  try {
    return await run();
  } catch (error) {
    const problem = toProblem(error);
    if (!isStored(problem.status)) throw error;
    await sql`rollback to savepoint command`.execute(tx);
    return { status: problem.status, body: options.problemBody(problem) };
  }
}

function isStored(status: number): boolean {
  return status < 500 && ![401, 403, 409, 429].includes(status);
}

async function lockKey(tx: Tx, { scope, key }: Idempotency): Promise<void> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${scope}|${key}`}, 0)) as mine`.execute(
    tx,
  );
  if (!rows[0]?.mine) throw idempotencyInProgress();
}

async function findAnswer(
  tx: Tx,
  { scope, key, fingerprint }: Idempotency,
): Promise<{ status: number; body: unknown } | undefined> {
  const { rows } = await sql<{
    fingerprint: string;
    status: number;
    body: unknown;
    current: boolean;
  }>`
    select fingerprint, status, body,
      created_at > app_now() - make_interval(hours => ${IDEMPOTENCY_HOURS}) as current
    from idempotency_keys where scope = ${scope} and key = ${key}`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  if (!row.current) {
    await sql`delete from idempotency_keys where scope = ${scope} and key = ${key}`.execute(tx);
    return undefined;
  }
  if (row.fingerprint !== fingerprint) throw idempotencyKeyReused();
  return row;
}

async function storeAnswer(
  tx: Tx,
  idempotency: Idempotency,
  status: number,
  body: unknown,
): Promise<void> {
  const { scope, key, fingerprint } = idempotency;
  const stored = body === undefined ? null : JSON.stringify(body);
  await sql`
    insert into idempotency_keys (scope, key, fingerprint, status, body)
    values (${scope}, ${key}, ${fingerprint}, ${status}, ${stored}::jsonb)`.execute(tx);
}
