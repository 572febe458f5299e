import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { ClaimedRefund } from "./claim-refunds.ts";
import { completeRefund } from "./end-refund.ts";
import { sharesOf, type PaymentRow } from "../payment/payments.ts";
import { raiseAlarm } from "../payment/raise-alarm.ts";
import { requestRefund } from "./request-refund.ts";

/**
 * Records that the gateway voided money that was already taken: Moyasar can until it settles (about two hours),
 * either from its own dashboard or when our void was overtaken by a capture. All of it is back with the payer, so the
 * rest counts as refunded and requested refunds as sent, without asking the gateway. Raises an alarm. Calling again
 * changes nothing.
 *
 * @param now epoch milliseconds
 * @returns whether anything was left
 */
export async function refundVoided(tx: Tx, payment: PaymentRow, now: number): Promise<boolean> {
  for (const share of await sharesOf(tx, payment.id)) {
    const amountMinor = share.amount_minor - share.refunded_minor;
    if (amountMinor === 0) continue;
    await requestRefund(
      tx,
      {
        businessId: share.business_id,
        paymentId: payment.id,
        bookingId: share.booking_id,
        amountMinor,
        destination: "source",
        cause: "platform",
        isAutomatic: true,
        reason: "voided at the gateway",
        requestedBy: "system",
      },
      now,
    );
  }
  const completed = await completePromised(tx, payment.id, now);
  const isAlarming = await raiseAlarm(tx, payment.id, "voided at the gateway after it was taken");
  return completed > 0 || isAlarming;
}

/**
 * Completes all requested refunds of a payment, because the gateway has refunded them, whoever asked. @returns how
 * many
 */
export async function completePromised(tx: Tx, paymentId: string, now: number): Promise<number> {
  const promised = await promisedToSource(tx, paymentId);
  for (const refund of promised) await completeRefund(tx, refund, now);
  return promised.length;
}

async function promisedToSource(tx: Tx, paymentId: string): Promise<ClaimedRefund[]> {
  const { rows } = await sql<ClaimedRefund>`
    select r.*, p.gateway, p.gateway_object, p.gateway_ref, p.gateway_charge, p.duplicate_of, p.customer_id
    from refunds r join payments p on p.id = r.payment_id
    where r.payment_id = ${paymentId} and r.status = 'requested' and r.destination = 'source'
    order by r.requested_at, r.id for update of r`.execute(tx);
  return rows;
}
