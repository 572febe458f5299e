import { sql } from "kysely";
import type { Actor } from "../base/actor.ts";
import { isOneself, onesOwn } from "../booking/caller-side.ts";
import { noteAction } from "../audit/note-action.ts";
import { conflict, invalidTransition, notFound } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { completeRefund, type PromisedRefund } from "../refund/end-refund.ts";
import { findCashOwed, type CashOwed } from "./cash-owed.ts";

/**
 * Records that the venue has handed a refund to the customer: until then it is owed (`refunds_payable`), afterwards
 * the venue has that much less cash (`venue_cash`). The caller has the platform's reach.
 *
 * @param now epoch milliseconds
 * @throws Problem not-found; forbidden when it is the caller's own; conflict when no venue took the money;
 *   invalid-transition when it was handed over before
 */
export async function handOverRefund(
  tx: Tx,
  key: { businessId: string; refundId: string },
  actor: Actor,
  now: number,
): Promise<CashOwed> {
  const refund = await findRefund(tx, key);
  if (isOneself(actor, refund.customer_id)) throw onesOwn();
  if (refund.gateway !== "venue") throw notAtVenue();
  if (!(await completeRefund(tx, refund, now))) {
    throw invalidTransition("succeeded", "succeeded");
  }
  const handedOver = (await findCashOwed(tx, key.businessId, key.refundId))!;
  await noteAction(tx, {
    businessId: key.businessId,
    action: "refund.handedOver",
    subjectKind: "refund",
    subjectId: key.refundId,
    after: handedOver,
  });
  return handedOver;
}

async function findRefund(
  tx: Tx,
  { businessId, refundId }: { businessId: string; refundId: string },
): Promise<PromisedRefund> {
  const { rows } = await sql<PromisedRefund>`
    select r.*, p.gateway, p.customer_id from refunds r join payments p on p.id = r.payment_id
    where r.business_id = ${businessId} and r.id = ${refundId}`.execute(tx);
  if (!rows[0]) throw notFound("refund");
  return rows[0];
}

function notAtVenue() {
  return conflict(
    "هذا المبلغ لم تستلمه المنشأة، ويعود تلقائيًا إلى البطاقة أو المحفظة؛ لا شيء لتسليمه.",
    "The venue did not take this money; it is refunded to the card or wallet automatically, and there is nothing to hand over.",
  );
}
