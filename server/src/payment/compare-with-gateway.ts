import { gatewayOf, configuredNames, type GatewayName } from "./card-gateways.ts";
import { sql } from "kysely";
import { DAY_MS, epochMs, HOUR_MS, instantText } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { type GatewayState } from "./gateway.ts";
import { asPlatform, type MoneyParts } from "./money-parts.ts";
import { carriedId, lockPayment, refOf, type PaymentRow } from "./payments.ts";
import { replaceAlarm } from "./raise-alarm.ts";
import { firstAfter } from "./look-again.ts";
import { settlePayment } from "./settle-payment.ts";

/** How many are compared concurrently; uses part of one process's connections. */
const BATCH = 5;
/** Retry delay when a payment cannot be compared now. */
const AGAIN_MS = HOUR_MS;
/**
 * Delays after the last money movement. A refund can fail at the card's bank a month after it was accepted, and a
 * cardholder has about four months to dispute a charge; the gateway's report of the payment shows both.
 */
const AFTER_MS = [HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 120 * DAY_MS];

/**
 * Compares the ledger's balance at the gateways with what they report, payment by payment: an hour after money moved,
 * and at growing intervals for four months. A difference raises an alarm and a metric. A timed task.
 *
 * @returns the number of new differences
 */
export async function compareWithGateway(parts: MoneyParts): Promise<number> {
  const names = configuredNames(parts.gateways);
  let found = 0;
  for (;;) {
    const due = await claim(parts, names);
    const ends = await Promise.all(due.map(async (payment) => tryToCompare(parts, payment)));
    found += ends.filter(Boolean).length;
    if (due.length < BATCH) return found;
  }
}

/** Claims for this worker alone: postponed before the gateway is asked. */
async function claim(
  parts: MoneyParts,
  gateways: readonly GatewayName[],
): Promise<readonly PaymentRow[]> {
  return within(parts, async (tx) => {
    const { rows } = await sql<PaymentRow>`
      update payments set compare_at = ${instantText(parts.clock.now() + AGAIN_MS)}
      where id in (select id from payments where compare_at <= app_now() and gateway = any (${gateways})
        order by compare_at limit ${BATCH} for update skip locked)
      returning *`.execute(tx);
    return rows;
  });
}

async function tryToCompare(parts: MoneyParts, payment: PaymentRow): Promise<boolean> {
  try {
    const gateway = gatewayOf(parts.gateways, payment)!;
    const state = await gateway.find({ id: carriedId(payment), ref: refOf(payment) });
    const isNews =
      state !== undefined && (await settlePayment(parts, payment.id, state)) === "settled";
    // Apply the latest report first; compare the result next time.
    return !isNews && (await compare(parts, payment, state));
  } catch (error) {
    parts.log.warn({ err: error, paymentId: payment.id }, "a payment could not be compared");
    return false;
  }
}

async function compare(
  parts: MoneyParts,
  before: PaymentRow,
  state: GatewayState | undefined,
): Promise<boolean> {
  return within(parts, async (tx) => {
    const payment = await lockPayment(tx, before.id);
    const isMoving = payment.version !== before.version || (await isRefunding(tx, payment));
    if (isMoving) return false;
    const gatewayMinor = state?.status === "paid" ? state.capturedMinor - state.refundedMinor : 0;
    const ledgerMinor = await atGatewayMinor(tx, payment);
    const now = parts.clock.now();
    await sql`update payments set compare_at = ${nextAt(payment, now)} where id = ${payment.id}`.execute(
      tx,
    );
    if (gatewayMinor === ledgerMinor) return false;
    const alarm = `the gateway has ${gatewayMinor} ${payment.currency} of it, the ledger ${ledgerMinor}`;
    if (!(await replaceAlarm(tx, payment, alarm))) return false;
    parts.metrics.count("gatewayDifferences", payment.gateway);
    parts.log.error({ paymentId: payment.id, gatewayMinor, ledgerMinor }, "a gateway differs");
    return true;
  });
}

/** Whether a refund is on its way and may already be done at the gateway. */
async function isRefunding(tx: Tx, { id }: PaymentRow): Promise<boolean> {
  const { rows } = await sql`
    select 1 from refunds where payment_id = ${id} and status = 'requested' and destination = 'source' limit 1`.execute(
    tx,
  );
  return rows.length > 0;
}

/** Returns the gateway's balance of this payment in the ledger, in minor units. */
async function atGatewayMinor(tx: Tx, { id }: PaymentRow): Promise<number> {
  const { rows } = await sql<{ minor: number }>`
    select coalesce(-sum(e.amount_minor), 0)::bigint as minor
    from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
    join ledger_accounts a on a.id = e.account_id
    where t.payment_id = ${id} and a.kind = 'gateway_clearing'`.execute(tx);
  return rows[0]!.minor;
}

/** Returns when to compare next; null after the last comparison. */
function nextAt(payment: PaymentRow, now: number): string | null {
  const moved = [
    payment.paid_at,
    payment.partially_refunded_at,
    payment.refunded_at,
    payment.voided_at,
  ];
  const since = Math.max(...moved.map((at) => (at === null ? 0 : epochMs(at))));
  const next = firstAfter(since, AFTER_MS, now);
  return next === undefined ? null : instantText(next);
}

function within<T>({ db, clock }: MoneyParts, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(db, asPlatform("compare-with-gateway", clock), work);
}
