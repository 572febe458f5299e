import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import { conflict } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { lockPayment } from "./payments.ts";
import { viewForPlatform, type AdminPaymentView } from "./payment-events.ts";

/**
 * Dismisses a payment's alarm with a reason. The audit trail keeps both; the same finding later raises a new alarm.
 *
 * @throws Problem not-found; conflict when there is no alarm
 */
export async function dismissAlarm(
  tx: Tx,
  paymentId: string,
  reason: string,
): Promise<AdminPaymentView> {
  const { alarm } = await lockPayment(tx, paymentId);
  if (alarm === null) {
    throw conflict("لا تنبيه على هذه الدفعة.", "This payment has no alarm.");
  }
  await sql`update payments set alarm = null where id = ${paymentId}`.execute(tx);
  await noteAction(tx, {
    action: "payment.alarmDismissed",
    subjectKind: "payment",
    subjectId: paymentId,
    before: { alarm },
    after: { reason },
  });
  return viewForPlatform(tx, await lockPayment(tx, paymentId));
}
