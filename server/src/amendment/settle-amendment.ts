import { sql } from "kysely";
import { instantText, MINUTE_MS } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import { sqlState } from "../db/sql-error.ts";
import { getAgreedBooking } from "./agreed-booking.ts";
import { getAmendment } from "./amendments.ts";
import { applyAmendment, type AmendmentKey } from "./decide-amendment.ts";

/** It waits no more, or the booking does not stand any more. */
const OVER = new Set(["HF001", "HF003", "HF005", "HF007"]);

/**
 * Money has arrived for an amendment: it is applied while what is new is still held for it, or goes on to the business
 * where that accepts by hand. In the caller's transaction, which has the platform's reach and the money of the order.
 *
 * @param paidMinor what stands of what was paid for it
 * @param now epoch milliseconds
 * @returns false when nothing can come of it any more, or the money is too little: it goes back then
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
    // A booking that still waits for the business is accepted as it stands then.
    if (amendment.acceptance === "again" && status === "confirmed") await submit(tx, key, now);
    else await applyAmendment(tx, key, now);
  } catch (error) {
    if (!OVER.has(sqlState(error) ?? "")) throw error;
    await sql`rollback to savepoint settling`.execute(tx);
    return false;
  }
  return true;
}

/** The business has until either time begins to accept it, or for as long as was agreed. */
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
