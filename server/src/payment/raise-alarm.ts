import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { PaymentRow } from "./payments.ts";

/**
 * Raises an alarm on a payment for a person to look at. An existing alarm stays.
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
 * Raises an alarm about the gateway's latest report, replacing an earlier one.
 *
 * @param payment locked by the caller
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
