import { sql } from "kysely";
import type { Idempotency } from "../base/idempotency.ts";
import { IDEMPOTENCY_HOURS } from "../base/limits.ts";
import { idempotencyInProgress, idempotencyKeyReused } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { PaymentRow } from "./payments.ts";

/** As long as the first copy of a request may still be talking to the gateway. */
const STARTING_MS = 30_000;

/**
 * The payment that an earlier copy of this request began.
 *
 * @param now epoch milliseconds
 * @throws Problem idempotency-key-reused, idempotency-in-progress
 */
export async function findBegun(
  tx: Tx,
  once: Idempotency,
  now: number,
): Promise<PaymentRow | undefined> {
  const { rows } = await sql<PaymentRow>`
    select * from payments where idempotency_scope = ${once.scope} and idempotency_key = ${once.key}`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) return undefined;
  if (row.idempotency_fingerprint !== once.fingerprint) throw idempotencyKeyReused();
  if (isUnasked(row) && now - Date.parse(row.created_at) < STARTING_MS)
    throw idempotencyInProgress();
  return row;
}

/**
 * Nothing was begun, and a copy of this request was refused: that stands, whatever has changed since. Asked under the
 * lock that refusals are kept under.
 *
 * @throws Problem idempotency-in-progress: the frame has the answer
 */
export async function assertNotRefused(tx: Tx, { scope, key }: Idempotency): Promise<void> {
  const { rows } = await sql`
    select 1 from idempotency_keys where scope = ${scope} and key = ${key} and status >= 400
      and created_at > app_now() - make_interval(hours => ${IDEMPOTENCY_HOURS})`.execute(tx);
  if (rows.length > 0) throw idempotencyInProgress();
}

/** Written down, and the gateway's answer is not: it is asked (again). */
export function isUnasked(row: PaymentRow): boolean {
  return row.status === "initiated" && row.gateway_ref === null && row.gateway !== "wallet";
}
