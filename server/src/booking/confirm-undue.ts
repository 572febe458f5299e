import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";

/** All bookings of an order in the engine's lock order, before several of them are moved in one transaction. */
export async function lockOrder(tx: Tx, orderId: string): Promise<void> {
  await sql`select lock_order(${orderId})`.execute(tx);
}

/**
 * What is still held of an order of which nothing is to be paid any more counts at once, or waits for its business to
 * accept it. The caller has the platform's reach.
 *
 * @returns how many bookings that was
 */
export async function confirmUndue(tx: Tx, orderId: string): Promise<number> {
  const { rows } = await sql<{ done: number }>`select confirm_undue(${orderId}) as done`.execute(
    tx,
  );
  return rows[0]!.done;
}
