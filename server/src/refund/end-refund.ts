import { sql } from "kysely";
import { instantText } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import { postLedger, type Account } from "../ledger/post.ts";
import type { ClaimedRefund } from "./claim-refunds.ts";
import { gatewayWaitSeconds } from "../payment/gateway-wait.ts";
import { lockPayment, type PaymentRow } from "../payment/payments.ts";

/** A request that was cut off may still be running at the gateway: wait a minute before the first look. */
const STEPS_LATER = 2;

/** A requested refund, with how its money came. */
export type PromisedRefund = Pick<
  ClaimedRefund,
  | "business_id"
  | "id"
  | "payment_id"
  | "booking_id"
  | "amount_minor"
  | "currency"
  | "destination"
  | "reason"
  | "customer_id"
> &
  Pick<PaymentRow, "gateway">;

/**
 * Completes a refund and posts it, in one transaction and once. The caller has the platform's reach.
 *
 * @param now epoch milliseconds
 * @returns false when it was completed already
 */
export async function completeRefund(
  tx: Tx,
  refund: PromisedRefund,
  now: number,
): Promise<boolean> {
  // The trigger updates the payment next: lock it first, as everybody does.
  await lockPayment(tx, refund.payment_id);
  const { numAffectedRows } = await sql`
    update refunds set status = 'succeeded', succeeded_at = app_now(), claimed_until = null, next_attempt_at = null,
      failure_message = case when destination = 'wallet' then failure_message end
    where business_id = ${refund.business_id} and id = ${refund.id} and status = 'requested'
      and destination = ${refund.destination}`.execute(tx);
  if (!numAffectedRows) return false;
  await postLedger(
    tx,
    {
      kind: "refund_paid",
      key: `refund:${refund.id}:paid`,
      currency: refund.currency,
      bookingId: refund.booking_id,
      paymentId: refund.payment_id,
      refundId: refund.id,
      memo: refund.reason,
      transfers: [
        {
          from: { kind: "refunds_payable" },
          to: receiver(refund),
          amountMinor: refund.amount_minor,
        },
      ],
    },
    now,
  );
  return true;
}

function receiver({ destination, customer_id: userId, ...refund }: PromisedRefund): Account {
  if (refund.gateway === "venue") return { kind: "venue_cash", businessId: refund.business_id };
  if (destination === "source") return { kind: "gateway_clearing", gateway: refund.gateway };
  if (userId === null) throw new Error(`refund ${refund.id}: a wallet refund needs a customer`);
  return { kind: "customer_wallet", userId };
}

/**
 * Schedules a refund that failed or is unclear for a retry, if it is still this worker's.
 *
 * @param now epoch milliseconds
 */
export async function putBackRefund(
  tx: Tx,
  refund: ClaimedRefund,
  failure: string,
  now: number,
): Promise<void> {
  const next = instantText(now + gatewayWaitSeconds(refund.attempts + STEPS_LATER) * 1_000);
  await sql`
    update refunds set claimed_until = null, next_attempt_at = ${next}, failure_message = ${failure.slice(0, 500)}
    where business_id = ${refund.business_id} and id = ${refund.id} and status = 'requested'
      and attempts = ${refund.attempts}`.execute(tx);
}

/** Redirects a refund that the gateway refuses to the customer's wallet. */
export async function redirectRefund(
  tx: Tx,
  refund: ClaimedRefund,
  refusal: string,
): Promise<void> {
  await sql`
    update refunds set destination = 'wallet', claimed_until = null, next_attempt_at = app_now(),
      failure_message = ${`to the wallet instead: ${refusal}`.slice(0, 500)}
    where business_id = ${refund.business_id} and id = ${refund.id} and status = 'requested'
      and attempts = ${refund.attempts}`.execute(tx);
}
