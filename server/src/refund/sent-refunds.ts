import { sql, type RawBuilder } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { ShareKey } from "../payment/earned-shares.ts";

/** A refund's key, with its business. */
export interface RefundKey {
  businessId: string;
  refundId: string;
}

/** A refund that succeeded. */
export interface SentRefund extends ShareKey {
  amountMinor: number;
  /** The amount for each item; empty when it names none. */
  items: { itemId: string; minor: number }[];
}

/** Returns a refund; undefined when there is none, or it did not succeed. */
export async function findSentRefund(
  tx: Tx,
  { businessId, refundId }: RefundKey,
): Promise<SentRefund | undefined> {
  const { rows } = await sql<SentRefund>`
    select r.business_id as "businessId", r.payment_id as "paymentId", r.booking_id as "bookingId",
      r.amount_minor as "amountMinor", coalesce((
        select jsonb_agg(jsonb_build_object('itemId', i.item_id, 'minor', i.amount_minor)) from refund_items i
        where i.business_id = r.business_id and i.refund_id = r.id), '[]') as items
    from refunds r
    where r.business_id = ${businessId} and r.id = ${refundId} and r.status = 'succeeded'`.execute(
    tx,
  );
  return rows[0];
}

/** Returns the refunds of a share that succeeded, oldest first. */
export async function sentRefundsOf(tx: Tx, share: ShareKey): Promise<RefundKey[]> {
  const { businessId, paymentId, bookingId } = share;
  const { rows } = await sql<{ id: string }>`
    select id from refunds
    where business_id = ${businessId} and payment_id = ${paymentId} and booking_id = ${bookingId}
      and status = 'succeeded'
    order by succeeded_at, id`.execute(tx);
  return rows.map(({ id: refundId }) => ({ businessId, refundId }));
}

/** Returns SQL for the cause of the refund with this id, or null. For lists in other rooms. */
export function causeOfRefund(
  businessId: RawBuilder<unknown>,
  refundId: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(select r.cause from refunds r where r.business_id = ${businessId} and r.id = ${refundId})`;
}
