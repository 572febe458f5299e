import { sql } from "kysely";
import type { Idempotency } from "../base/idempotency.ts";
import { IDEMPOTENCY_HOURS } from "../base/limits.ts";
import { idempotencyInProgress, idempotencyKeyReused } from "../base/problem.ts";
import type { Tx } from "./connection.ts";

/*
 * One row per Idempotency-Key, written in the transaction of the effect. A command in one transaction stores its
 * response. A command that calls another service in between first stores what it began, and its response at the end:
 * a retry that arrives in between resumes what was begun. `place_orders()` writes the same row in SQL.
 */

/** What is stored under a key: the response, or what was begun and has no response yet. */
export type Kept = { status: number; body: unknown } | { begun: string };

/**
 * Locks the key until the transaction ends, so no copy of the request passes. Never waits, so the retries of a stuck
 * command do not queue up.
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
 * Reads what is stored under this key, for 72 hours. Separate from `lockKey`: a statement that began before we had
 * the lock would not see what the previous holder committed.
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

/** Stores the id of what the command began. The caller has locked the key and found nothing under it. */
export async function keepBegun(tx: Tx, idempotency: Idempotency, begun: string): Promise<void> {
  const { scope, key, fingerprint } = idempotency;
  await sql`insert into idempotency_keys (scope, key, fingerprint, begun)
    values (${scope}, ${key}, ${fingerprint}, ${begun})`.execute(tx);
}

/**
 * Stores the response, also for a command begun earlier. The caller has locked the key and found no response under
 * it.
 */
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
    values (${scope}, ${key}, ${fingerprint}, ${status}, ${stored}::json)
    on conflict (scope, key) do update set status = excluded.status, body = excluded.body
      where idempotency_keys.status is null`.execute(tx);
}

/** The two ways to run the first half of a command that calls another service in between. */
export interface Halves<Outcome> {
  /** Nothing was begun under this key: begins and returns its id; without an id nothing is stored. */
  begin: () => Promise<Outcome>;
  /** An earlier copy of the request began this. */
  resume: (begun: string) => Promise<Outcome>;
}

/**
 * Runs the first half of a command once per key, in the caller's transaction. A refusal is stored like any response.
 * Returns the outcome, or the response already stored.
 */
export type BeginOnce<Answer> = <Outcome extends { begun?: string }>(
  tx: Tx,
  halves: Halves<Outcome>,
) => Promise<{ outcome: Outcome } | { answer: Answer }>;
