import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { PaymentRow } from "./payments.ts";

/**
 * Something about a payment is for a person to look at. One that stands already stays: it came first.
 *
 * @returns whether it is new
 */
export async function raiseAlarm(tx: Tx, paymentId: string, alarm: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update payments set alarm = ${alarm.slice(0, 500)} where id = ${paymentId} and alarm is null`.execute(
    tx,
  );
  return numAffectedRows === 1n;
}

/**
 * The same for what a gateway says: its newest word is the one to look at.
 *
 * @param payment held by the caller
 * @returns whether it is new
 */
export async function replaceAlarm(
  tx: Tx,
  payment: Pick<PaymentRow, "id" | "alarm">,
  alarm: string,
): Promise<boolean> {
  if (payment.alarm === alarm) return false;
  await sql`update payments set alarm = ${alarm} where id = ${payment.id}`.execute(tx);
  return true;
}
