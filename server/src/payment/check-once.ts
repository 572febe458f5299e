import { setTimeout as sleep } from "node:timers/promises";
import { inTransaction } from "../db/in-transaction.ts";
import { endLease, isLeased, takeLease } from "../identity/lease.ts";
import { checkPayment } from "./check-payment.ts";
import { asPlatform, type MoneyParts } from "./money-parts.ts";

/** Longer than the time limit of a gateway call. */
const LEASE_SECONDS = 30;
const LOOK_AGAIN_MS = 100;

const asking = new Map<string, Promise<void>>();

/**
 * Asks the gateway for a payment's state, once for everybody who asks at the same moment on any server. Resolves when
 * the answer is recorded.
 *
 * @throws GatewayUnclear when the gateway does not answer, Problem not-found
 */
export function checkOnce(parts: MoneyParts, paymentId: string): Promise<void> {
  const joined = asking.get(paymentId);
  if (joined) return joined;
  const asked = ask(parts, paymentId).finally(() => asking.delete(paymentId));
  asking.set(paymentId, asked);
  return asked;
}

async function ask(parts: MoneyParts, paymentId: string): Promise<void> {
  const { db, clock } = parts;
  const lease = `payment check ${paymentId}`;
  const isMine = await inTransaction(db, asPlatform("payments", clock), (tx) =>
    takeLease(tx, lease, LEASE_SECONDS),
  );
  if (!isMine) return untilEnded(parts, lease);
  try {
    await checkPayment(parts, paymentId);
  } finally {
    await inTransaction(db, asPlatform("payments", clock), (tx) => endLease(tx, lease));
  }
}

/** Another server is asking; its answer is in the database when its lease ends. */
async function untilEnded({ db }: MoneyParts, lease: string): Promise<void> {
  const deadline = performance.now() + LEASE_SECONDS * 1_000;
  while (performance.now() < deadline && (await isLeased(db, lease))) await sleep(LOOK_AGAIN_MS);
}
