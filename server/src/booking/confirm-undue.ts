import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";

/** Locks all bookings of an order in the engine's lock order, before several of them are moved in one transaction. */
export async function lockOrder(tx: Tx, orderId: string): Promise<void> {
  await sql`select lock_order(${orderId})`.execute(tx);
}

/**
 * Confirms the held bookings of an order that has nothing left to pay, or submits them to the business to accept. The
 * caller has the platform's reach.
 *
 * @returns how many bookings were moved
 */
export async function confirmUndue(tx: Tx, orderId: string): Promise<number> {
  const { rows } = await sql<{ done: number }>`select confirm_undue(${orderId}) as done`.execute(
    tx,
  );
  return rows[0]!.done;
}
