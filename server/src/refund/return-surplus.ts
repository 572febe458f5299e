import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { SurplusCharge } from "../payment/gateway.ts";
import { insertDuplicate } from "../payment/insert-duplicate.ts";
import { lockPayment, sharesOf, type PaymentRow } from "../payment/payments.ts";
import { raiseAlarm } from "../payment/raise-alarm.ts";
import { requestRefund } from "./request-refund.ts";
import { giveBack } from "./give-back.ts";
import { postArrival } from "../payment/post-arrival.ts";
import { completePromised, refundVoided } from "./refund-voided.ts";

/**
 * Turns surplus charges on a payment's page into payments of their own, once each. Nothing of them is earned: they
 * are refunded automatically in full; a surplus top-up fills the wallet again. In the caller's transaction, which
 * holds the payment. Calling again changes nothing.
 *
 * @param now epoch milliseconds
 * @returns whether anything was new
 */
export async function returnSurplus(
  tx: Tx,
  payment: PaymentRow,
  surplus: readonly SurplusCharge[],
  now: number,
): Promise<boolean> {
  let isNew = false;
  for (const charge of surplus) {
    if (await take(tx, payment, charge, now)) isNew = true;
  }
  return isNew;
}

async function take(
  tx: Tx,
  payment: PaymentRow,
  charge: SurplusCharge,
  now: number,
): Promise<boolean> {
  if (charge.isVoided) return letGo(tx, payment, charge, now);
  if (!isSameAgain(payment, charge)) return raiseAlarm(tx, payment.id, oddCharge(charge));
  const duplicate = await insertDuplicate(tx, payment, charge, now);
  if (!duplicate) return false;
  await postArrival(tx, duplicate, duplicate.captured_minor, now);
  await noteReturned(tx, duplicate, charge.refundedMinor, now);
  for (const share of await sharesOf(tx, duplicate.id)) {
    if (share.refunded_minor < share.amount_minor) {
      await giveBack(tx, duplicate, share, "paid_twice", now);
    }
  }
  return true;
}

/** Any other amount needs a person to look at; so does a refunded top-up, whose money never reached the wallet. */
function isSameAgain(
  payment: PaymentRow,
  { amount, capturedMinor, refundedMinor }: SurplusCharge,
): boolean {
  const isSame = amount.amount === payment.amount_minor && amount.currency === payment.currency;
  const isWhole = capturedMinor === amount.amount;
  return isSame && isWhole && (payment.purpose !== "top_up" || refundedMinor === 0);
}

/** Records a refund made at the gateway before we saw the charge, so that part is not refunded again. */
async function noteReturned(
  tx: Tx,
  { id: paymentId }: PaymentRow,
  returnedMinor: number,
  now: number,
): Promise<void> {
  let left = returnedMinor;
  for (const share of await sharesOf(tx, paymentId)) {
    const amountMinor = Math.min(left, share.amount_minor);
    if (amountMinor === 0) continue;
    left -= amountMinor;
    await requestRefund(
      tx,
      {
        businessId: share.business_id,
        paymentId,
        bookingId: share.booking_id,
        amountMinor,
        destination: "source",
        cause: "platform",
        isAutomatic: true,
        reason: "refunded at the gateway",
        requestedBy: "system",
      },
      now,
    );
  }
  await completePromised(tx, paymentId, now);
}

/** Completes the refunds of a surplus charge that was voided, if the charge was ever recorded. */
async function letGo(
  tx: Tx,
  { gateway }: PaymentRow,
  { ref }: SurplusCharge,
  now: number,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    select id from payments where gateway = ${gateway} and gateway_ref = ${ref}`.execute(tx);
  const [duplicate] = rows;
  return duplicate ? refundVoided(tx, await lockPayment(tx, duplicate.id), now) : false;
}

function oddCharge({ ref, amount }: SurplusCharge): string {
  return `the gateway also took ${amount.amount} ${amount.currency} on its page: ${ref}`;
}
