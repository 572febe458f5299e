import type { Tx } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { beginRefund, claimRefunds, type ClaimedRefund } from "./claim-refunds.ts";
import { completeRefund, putBackRefund, redirectRefund } from "./end-refund.ts";
import {
  GatewayRefused,
  GatewayUnclear,
  type Gateway,
  type GatewayRef,
} from "../payment/gateway.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { raiseAlarm } from "../payment/raise-alarm.ts";
import { carriedId, refOf } from "../payment/payments.ts";
import { refundDestination } from "./refund-destination.ts";

/** How many are sent concurrently; uses part of one process's connections. */
const BATCH = 5;
/** Nearly five hours of refusals: longer than a gateway's outage. */
const REFUSALS_MAX = 10;

/**
 * Sends the requested refunds. A timed task, also run at once when a refund is requested. Any number of workers may
 * run it, and each may die at any point: a refund is claimed before the gateway is asked, the amount refunded before
 * is recorded before more is requested, and a worker that takes over compares.
 *
 * @param paymentId only the next refund of this payment
 * @returns how many were completed
 */
export async function sendRefunds(parts: MoneyParts, paymentId?: string): Promise<number> {
  let completed = 0;
  for (;;) {
    const claimed = await within(parts, (tx) => claimRefunds(tx, BATCH, paymentId ?? null));
    const ends = await Promise.all(claimed.map(async (refund) => tryToSend(parts, refund)));
    completed += ends.filter(Boolean).length;
    if (claimed.length === 0 || paymentId !== undefined) return completed;
  }
}

async function tryToSend(parts: MoneyParts, refund: ClaimedRefund): Promise<boolean> {
  try {
    if (refund.destination === "wallet") return await complete(parts, refund);
    return await sendToSource(parts, refund);
  } catch (error) {
    const { id: refundId, payment_id: paymentId } = refund;
    parts.log.warn({ err: error, refundId, paymentId }, "a refund was not sent");
    parts.metrics.count("refunds", "retried");
    await tryToPutBack(parts, refund, error);
    return false;
  }
}

async function sendToSource(parts: MoneyParts, refund: ClaimedRefund): Promise<boolean> {
  const { amount_minor: amountMinor, before_minor: known } = refund;
  const [gateway, ref] = gatewayOf(parts, refund);
  const refundedMinor = await readRefunded(gateway, refund, ref);
  const beforeMinor = known ?? refundedMinor;
  // An earlier attempt succeeded, but its worker died before recording it.
  if (refundedMinor >= beforeMinor + amountMinor) return complete(parts, refund);
  if (!(await within(parts, (tx) => beginRefund(tx, refund, beforeMinor)))) return false;
  try {
    const state = await gateway.refund(ref, { id: refund.id, amountMinor, beforeMinor });
    if (state.refundedMinor < beforeMinor + amountMinor) {
      throw new GatewayUnclear(`asked for ${amountMinor} more, ${state.refundedMinor} is refunded`);
    }
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    // It may refuse because it has already done it.
    const afterwardsMinor = await readRefunded(gateway, refund, ref);
    if (afterwardsMinor >= beforeMinor + amountMinor) return complete(parts, refund);
    await takeNo(parts, refund, error);
    return false;
  }
  return complete(parts, refund);
}

function gatewayOf({ gateways }: MoneyParts, refund: ClaimedRefund): [Gateway, GatewayRef] {
  const { gateway: name } = refund;
  const ref = refOf(refund);
  const gateway = name === "wallet" ? undefined : gateways[name];
  if (!gateway) throw new GatewayUnclear(`no gateway ${name} is configured`);
  if (!ref) throw new GatewayUnclear("the gateway has not given its id yet");
  return [gateway, ref];
}

/**
 * Returns the gateway's refunded total of the payment.
 *
 * @throws GatewayUnclear also when it refuses to say, which is no answer to the refund
 */
async function readRefunded(
  gateway: Gateway,
  refund: ClaimedRefund,
  ref: GatewayRef,
): Promise<number> {
  const id = carriedId({ ...refund, id: refund.payment_id });
  let state;
  try {
    state = await gateway.find({ id, ref });
  } catch (cause) {
    if (!(cause instanceof GatewayRefused)) throw cause;
    throw new GatewayUnclear(`cannot read the payment: ${cause.message}`, { cause });
  }
  if (!state) throw new GatewayUnclear("the gateway does not know the payment");
  return state.refundedMinor;
}

async function complete(parts: MoneyParts, refund: ClaimedRefund): Promise<boolean> {
  const isNew = await within(parts, (tx) => completeRefund(tx, refund, parts.clock.now()));
  if (isNew) parts.metrics.count("refunds", `to-${refund.destination}`);
  return isNew;
}

/** After repeated refusals, sends it to the payer's wallet; without one, raises an alarm. */
async function takeNo(
  parts: MoneyParts,
  refund: ClaimedRefund,
  error: GatewayRefused,
): Promise<void> {
  const refusal = `${error.code}: ${error.message}`;
  const isFinal = refund.attempts >= REFUSALS_MAX;
  if (!isFinal || refundDestination(refund, "wallet") !== "wallet")
    return putBack(parts, refund, `refused: ${refusal}`);
  await within(parts, (tx) => redirectRefund(tx, refund, refusal));
  parts.metrics.count("refunds", "redirected");
}

async function putBack(parts: MoneyParts, refund: ClaimedRefund, failure: string): Promise<void> {
  await within(parts, async (tx) => {
    await putBackRefund(tx, refund, failure, parts.clock.now());
    if (refund.attempts >= REFUSALS_MAX) {
      await raiseAlarm(tx, refund.payment_id, `refund ${refund.id} keeps failing: ${failure}`);
    }
  });
}

/** If even this cannot be recorded, the lease runs out and another worker takes over. */
async function tryToPutBack(
  parts: MoneyParts,
  refund: ClaimedRefund,
  error: unknown,
): Promise<void> {
  try {
    await putBack(parts, refund, error instanceof Error ? error.message : String(error));
  } catch (cause) {
    parts.log.error(
      { err: cause, refundId: refund.id },
      "a failed refund could not be queued again",
    );
  }
}

async function within<T>({ db, clock }: MoneyParts, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(db, asPlatform("send-refunds", clock), work);
}
