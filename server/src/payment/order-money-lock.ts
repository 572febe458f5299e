import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";

/**
 * Serialises decisions about an order's money: whether another payment may begin, and what an arriving one pays for.
 * Taken before any payment, booking or wallet is locked.
 */
export async function lockOrderMoney(tx: Tx, orderId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`money:${orderId}`}, 13))`.execute(tx);
}
