import { sql } from "kysely";
import type { Idempotency } from "../base/idempotency.ts";
import { IDEMPOTENCY_HOURS } from "../base/limits.ts";
import { idempotencyInProgress, idempotencyKeyReused } from "../base/problem.ts";
import type { Tx } from "./connection.ts";

/*
 * One row per Idempotency-Key, written in the transaction of the effect. A command in one transaction writes its answer. A
 * command that has to ask somebody foreign in the middle first writes what it began, and its answer at the end: a copy that
 * comes in between goes on with what was begun. `place_order()` writes the same row in SQL.
 */

/** What is kept under a key: the answer, or what was begun and has no answer yet. */
export type Kept = { status: number; body: unknown } | { begun: string };

/**
 * Until the transaction ends no copy of the request gets past here; it never waits, so a stuck command cannot queue its own
 * retries up.
 *
 * @throws Problem idempotency-in-progress
 */
export async function lockKey(tx: Tx, { scope, key }: Idempotency): Promise<void> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${scope}|${key}`}, 0)) as mine`.execute(
    tx,
  );
  if (!rows[0]?.mine) throw idempotencyInProgress();
}

/**
 * What is kept under this key, for 72 hours. A statement of its own after `lockKey`: a look-up that began before the lock was
 * ours would not see what its holder committed.
 *
 * @throws Problem idempotency-key-reused
 */
export async function findKept(
  tx: Tx,
  { scope, key, fingerprint }: Idempotency,
): Promise<Kept | undefined> {
  const { rows } = await sql<{
    fingerprint: string;
    begun: string;
    status: number | null;
    body: unknown;
    current: boolean;
  }>`
    select fingerprint, begun, status, body,
      created_at > app_now() - make_interval(hours => ${IDEMPOTENCY_HOURS}) as current
    from idempotency_keys where scope = ${scope} and key = ${key}`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  if (!row.current) {
    await sql`delete from idempotency_keys where scope = ${scope} and key = ${key}`.execute(tx);
    return undefined;
  }
  if (row.fingerprint !== fingerprint) throw idempotencyKeyReused();
  const { begun, status, body } = row;
  return status === null ? { begun } : { status, body };
}

/** What the command began, by its id. The caller has locked the key and found nothing under it. */
export async function keepBegun(tx: Tx, idempotency: Idempotency, begun: string): Promise<void> {
  const { scope, key, fingerprint } = idempotency;
  await sql`insert into idempotency_keys (scope, key, fingerprint, begun)
    values (${scope}, ${key}, ${fingerprint}, ${begun})`.execute(tx);
}

/** The answer, also to what was begun before. The caller has locked the key and found no answer under it. */
export async function keepAnswer(
  tx: Tx,
  idempotency: Idempotency,
  status: number,
  body: unknown,
): Promise<void> {
  const { scope, key, fingerprint } = idempotency;
  const stored = body === undefined ? null : JSON.stringify(body);
  await sql`
    insert into idempotency_keys (scope, key, fingerprint, status, body)
    values (${scope}, ${key}, ${fingerprint}, ${status}, ${stored}::jsonb)
    on conflict (scope, key) do update set status = excluded.status, body = excluded.body
      where idempotency_keys.status is null`.execute(tx);
}

/** The two halves of a command that asks somebody foreign in between. */
export interface Halves<Outcome> {
  /** Nothing was begun under this key: begins, and names what it began; without a name nothing is kept. */
  begin: () => Promise<Outcome>;
  /** An earlier copy of the request began this. */
  resume: (begun: string) => Promise<Outcome>;
}

/**
 * The first half of a command, once per key, in the caller's transaction. A refusal is kept as every answer is. Answers the
 * outcome, or what the request was answered before.
 */
export type BeginOnce<Answer> = <Outcome extends { begun?: string }>(
  tx: Tx,
  halves: Halves<Outcome>,
) => Promise<{ outcome: Outcome } | { answer: Answer }>;
