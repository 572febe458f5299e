import { implies } from "./payment.ts";
import { gatewayOf, configuredNames } from "./card-gateways.ts";
import { sql } from "kysely";
import { epochMs, HOUR_MS, instantText, MINUTE_MS } from "../base/time.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { GatewayRefused, type Gateway } from "./gateway.ts";
import { asPlatform, type MoneyParts } from "./money-parts.ts";
import { getPayment, lockPayment, refOf, type PaymentRow } from "./payments.ts";
import { checkPayment } from "./check-payment.ts";
import { claimPolls, type DuePayment } from "./claim-polls.ts";
import { nextLookAt } from "./look-again.ts";
import { failPayment, settlePayment } from "./settle-payment.ts";

/** How many are polled concurrently; uses part of one process's connections. */
const BATCH = 5;
/** A payer who has not paid this long after the hold ended has left. */
const ABANDONED_MS = HOUR_MS;
/** A request to start a payment is answered or cut off by then: after that the gateway never received it. */
const NEVER_REACHED_MS = 2 * MINUTE_MS;

/**
 * Settles every payment still open at a gateway, as if no webhook ever came. Any number of workers may run it at once;
 * a gateway that does not answer does not hold up the others. A timed task.
 *
 * @returns how many payments were moved
 */
export async function reconcilePayments(parts: MoneyParts): Promise<number> {
  const asked = new Set(configuredNames(parts.gateways));
  let moved = 0;
  for (;;) {
    const due = await claimPolls(parts, [...asked], BATCH);
    const ends = await Promise.all(due.map(async (payment) => tryToReconcile(parts, payment)));
    moved += ends.filter((end) => end === "moved").length;
    if (due.length < BATCH) return moved;
    for (const name of asked) {
      const own = ends.filter((_, index) => due[index]!.gateway === name);
      // The gateway does not answer: skip the rest; they are due again next time.
      if (own.length > 0 && own.every((end) => end === "unclear")) asked.delete(name);
    }
  }
}

async function tryToReconcile(
  parts: MoneyParts,
  payment: DuePayment,
): Promise<"moved" | "unchanged" | "unclear"> {
  try {
    await reconcile(parts, payment);
    const status = await planNextPoll(parts, payment.id);
    return status === payment.status ? "unchanged" : "moved";
  } catch (error) {
    parts.log.warn({ err: error, paymentId: payment.id }, "a payment could not be reconciled");
    return "unclear";
  }
}

async function reconcile(parts: MoneyParts, payment: DuePayment): Promise<void> {
  const { metrics } = parts;
  const now = parts.clock.now();
  const outcome = await checkPayment(parts, payment.id);
  if (outcome === "settled") return metrics.count("paymentsReconciled", "settled");
  if ((await readPayment(parts, payment.id)).status !== "initiated") return;
  const createdAt = epochMs(payment.created_at);
  if (outcome === "unknown-at-gateway") {
    if (now - createdAt < NEVER_REACHED_MS) return;
    const message = "the gateway does not know of it";
    await failPayment(parts, payment.id, { code: "never-reached", message });
    return metrics.count("paymentsReconciled", "never-reached");
  }
  const heldUntil = payment.held_until === null ? createdAt : epochMs(payment.held_until);
  if (now - Math.max(createdAt, heldUntil) >= ABANDONED_MS) await abandon(parts, payment);
}

/**
 * Closes the page of an abandoned payment, then asks the gateway once more, because it may have been paid just before.
 */
async function abandon(parts: MoneyParts, payment: DuePayment): Promise<void> {
  const { metrics, gateways } = parts;
  const { id } = payment;
  const gateway = gatewayOf(gateways, payment)!;
  const ref = refOf(await readPayment(parts, id));
  if (ref) await close(gateway, ref);
  const state = await gateway.find({ id, ref });
  if (state?.status === "paid" || state?.status === "authorized") {
    if ((await settlePayment(parts, id, state)) === "settled") {
      metrics.count("paymentsReconciled", "settled");
    }
    return;
  }
  await failPayment(parts, id, { code: "abandoned", message: "nobody paid" });
  metrics.count("paymentsReconciled", "abandoned");
}

/** Closes the page; a payment with nothing to close cannot take money either. */
async function close(gateway: Gateway, ref: Parameters<Gateway["close"]>[0]): Promise<void> {
  try {
    await gateway.close(ref);
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
  }
}

/**
 * Plans the next poll: none for final payments, one more day for failed ones and paid pages, the usual intervals for
 * open ones.
 */
async function planNextPoll({ db, clock }: MoneyParts, id: string): Promise<PaymentRow["status"]> {
  return inTransaction(db, asPlatform("reconcile-payments", clock), async (tx) => {
    const payment = await lockPayment(tx, id);
    const { status } = payment;
    if (implies[status].isOpen) return status;
    const next = nextLookAt(payment, clock.now());
    await sql`update payments set next_poll_at = ${next === undefined ? null : instantText(next)}
      where id = ${id}`.execute(tx);
    return status;
  });
}

async function readPayment({ db, clock }: MoneyParts, id: string): Promise<PaymentRow> {
  return inTransaction(db, asPlatform("reconcile-payments", clock), (tx) => getPayment(tx, id));
}
