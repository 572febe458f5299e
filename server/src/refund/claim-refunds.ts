import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { GatewayName } from "../payment/card-gateways.ts";
import type { GatewayRef } from "../payment/gateway.ts";
import type { RefundTo } from "./refund-destination.ts";

/** Longer than all gateway calls of one refund can take, each at its time limit. */
const LEASE_SECONDS = 120;

/** A refund claimed by this worker until its lease runs out. */
export interface ClaimedRefund {
  business_id: string;
  id: string;
  payment_id: string;
  booking_id: string;
  amount_minor: number;
  currency: string;
  destination: RefundTo;
  before_minor: number | null;
  /** Including this one: a worker that takes it over increments it. */
  attempts: number;
  reason: string;
  gateway: GatewayName | "wallet";
  gateway_object: GatewayRef["object"] | null;
  gateway_ref: string | null;
  gateway_charge: string | null;
  duplicate_of: string | null;
  customer_id: string | null;
}

/**
 * Due, unclaimed, and no other refund of the same payment in progress: a gateway reports only one refunded total,
 * which shows whether a refund was done only while nothing else changes it. A refund that was begun is finished
 * first.
 */
const isNext = sql`r.status = 'requested' and r.next_attempt_at <= app_now()
  and (r.claimed_until is null or r.claimed_until <= app_now())
  and not exists (
    select from refunds o where o.payment_id = r.payment_id and o.id <> r.id and o.status = 'requested'
      and (o.claimed_until > app_now()
        or (o.before_minor is not null and o.destination = 'source' and r.destination = 'source')))`;

/**
 * Claims refunds of different payments for this worker, committed before the gateway is asked. Refunds of money a
 * venue took are handed over at its desk, not here. The caller has the platform's reach.
 *
 * @param paymentId only of this payment
 */
export async function claimRefunds(
  tx: Tx,
  most: number,
  paymentId: string | null,
): Promise<ClaimedRefund[]> {
  // The lock on the payment's row decides which of its refunds is next, as the next statement sees them.
  const { rows: payments } = await sql<{ id: string }>`
    select p.id from payments p where p.gateway <> 'venue' and p.id in (
      select r.payment_id from refunds r
      where ${isNext} and (${paymentId}::uuid is null or r.payment_id = ${paymentId}))
    limit ${most} for update skip locked`.execute(tx);
  if (payments.length === 0) return [];
  const ids = payments.map(({ id }) => id);
  const { rows } = await sql<ClaimedRefund>`
    with next as (
      select distinct on (r.payment_id) r.business_id, r.id from refunds r
      where r.payment_id = any (${ids}::uuid[]) and ${isNext}
      order by r.payment_id, r.requested_at, r.id)
    update refunds r set attempts = r.attempts + 1,
      claimed_until = app_now() + make_interval(secs => ${LEASE_SECONDS})
    from next, payments p
    where r.business_id = next.business_id and r.id = next.id and p.id = r.payment_id
    returning r.*, p.gateway, p.gateway_object, p.gateway_ref, p.gateway_charge, p.duplicate_of, p.customer_id`.execute(
    tx,
  );
  return rows;
}

/**
 * Records the amount the gateway had refunded before, and renews the lease.
 *
 * @returns whether it is still this worker's
 */
export async function beginRefund(
  tx: Tx,
  refund: ClaimedRefund,
  beforeMinor: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update refunds set before_minor = ${beforeMinor},
      claimed_until = app_now() + make_interval(secs => ${LEASE_SECONDS})
    where business_id = ${refund.business_id} and id = ${refund.id} and attempts = ${refund.attempts}
      and status = 'requested'`.execute(tx);
  return numAffectedRows === 1n;
}
