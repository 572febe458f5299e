import { sql } from "kysely";
import type { Idempotency } from "../base/idempotency.ts";
import { IDEMPOTENCY_HOURS } from "../base/limits.ts";
import { idempotencyKeyReused } from "../base/problem.ts";
import { HOUR_MS, instantText } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import type { Verdict } from "../availability/planned-item.ts";
import type { OrderItem } from "./item-rule.ts";
import { factColumns, judgeRow, type FactsRow } from "./judge-items.ts";
import type { OrderView } from "./order-view.ts";

export interface StoredAnswer {
  status: number;
  body: OrderView;
  fingerprint: string;
}

/**
 * Reads the stored answer of the same request and the verdict on every item from one snapshot. One query for both, so
 * that a retry never takes its own earlier claims for somebody else's: either both are there, or neither.
 *
 * @returns also the snapshot, in PostgreSQL's notation, by which place_order() knows what was edited since
 */
export async function judgeWithReplay(
  db: Db,
  request: { items: readonly OrderItem[]; idempotency: Idempotency },
  now: number,
): Promise<{ replay: StoredAnswer | null; verdicts: Verdict[]; snapshot: string }> {
  const { scope, key } = request.idempotency;
  const since = instantText(now - IDEMPOTENCY_HOURS * HOUR_MS);
  const stored = sql`find_answer(${scope}, ${key}, ${since}::timestamptz) as replay`;
  const snapshot = sql`pg_current_snapshot()::text as snapshot`;
  const { rows } = await sql<FactsRow & { replay: StoredAnswer | null; snapshot: string }>`
    select ${sql.join([stored, snapshot, ...factColumns(request.items, now)])}
  `.execute(db);
  const { replay, snapshot: seen, ...facts } = rows[0]!;
  return { replay, verdicts: replay ? [] : judgeRow(facts, request.items, now), snapshot: seen };
}

/** Compares the requests. @throws Problem idempotency-key-reused when the key was used for another request */
export function assertSameRequest(stored: StoredAnswer, { fingerprint }: Idempotency): void {
  if (stored.fingerprint !== fingerprint) throw idempotencyKeyReused();
}
