import { sql } from "kysely";
import { instantText, MINUTE_MS } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import { sqlState } from "../db/sql-error.ts";
import { getAgreedBooking } from "./agreed-booking.ts";
import { getAmendment } from "./amendments.ts";
import { applyAmendment, type AmendmentKey } from "./decide-amendment.ts";

/** The amendment no longer waits, or its booking has ended. */
const OVER = new Set(["HF001", "HF003", "HF005", "HF007"]);

/**
 * Handles money for an amendment: applies it while its new inventory is still held, or submits it to a business that
 * accepts by hand. In the caller's transaction, which has the platform's reach and has locked the order's money.
 *
 * @param paidMinor its payments less refunds
 * @param now epoch milliseconds
 * @returns false when it can no longer be applied, or the money is too little: then the money is refunded
 */
export async function settleAmendment(
  tx: Tx,
  key: AmendmentKey,
  paidMinor: number,
  now: number,
): Promise<boolean> {
  const amendment = await getAmendment(tx, key, now);
  if (amendment.status !== "awaitingPayment" || paidMinor < amendment.dueNow.amount) return false;
  await sql`savepoint settling`.execute(tx);
  try {
    const { status } = await getAgreedBooking(tx, key.bookingId, now);
    // A booking that still waits for the business is accepted as amended.
    if (amendment.acceptance === "again" && status === "confirmed") await submit(tx, key, now);
    else await applyAmendment(tx, key, now);
  } catch (error) {
    if (!OVER.has(sqlState(error) ?? "")) throw error;
    await sql`rollback to savepoint settling`.execute(tx);
    return false;
  }
  return true;
}

/** Submits it to the business, which may accept until the old or new time begins, or for the agreed time. */
async function submit(tx: Tx, key: AmendmentKey, now: number): Promise<void> {
  const { startsAt } = await getAgreedBooking(tx, key.bookingId, now);
  const { rows } = await sql<{ within: number | null }>`
    select (plan->'booking'->>'accept_within_minutes')::int as within from amendments
    where id = ${key.id}`.execute(tx);
  const within = rows[0]?.within ?? null;
  const { items } = await getAmendment(tx, key, now);
  const starts = [startsAt, ...items.flatMap(({ after }) => after?.start ?? [])];
  const agreed = within === null ? [] : [now + within * MINUTE_MS];
  const until = instantText(Math.min(...starts.map((at) => Date.parse(at)), ...agreed));
  await sql`select submit_amendment(${key.bookingId}, ${key.id}, ${until}::timestamptz)`.execute(
    tx,
  );
}
