import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";

/**
 * One at a time decides about the money of an order: whether another payment may begin, what one that arrived pays
 * for. Taken before any payment, booking or wallet is locked.
 */
export async function lockOrderMoney(tx: Tx, orderId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`money:${orderId}`}, 13))`.execute(tx);
}
