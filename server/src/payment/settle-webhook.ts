import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { WebhookReceived } from "./keep-webhook.ts";
import { asPlatform, type MoneyParts } from "./money-parts.ts";
import { checkPayment } from "./check-payment.ts";

type Outcome = Awaited<ReturnType<typeof checkPayment>> | "unknown-payment" | "ignored-type";

interface Found {
  gateway: string;
  gateway_ref: string | null;
  payment_id: string | null;
  processed_at: string | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Processes a webhook: fetches its payment from the gateway and brings ours to that state. Only the payment's reference
 * is trusted, so duplicate, late and reordered webhooks do no harm.
 *
 * @throws GatewayUnclear when the gateway does not answer: to be retried
 */
export async function settleWebhook(parts: MoneyParts, received: WebhookReceived): Promise<void> {
  const { db, clock } = parts;
  const context = () => asPlatform("webhooks", clock);
  const toCheck = await inTransaction(db, context(), (tx) => lookUp(tx, received));
  if (!toCheck) return;
  const outcome: Outcome =
    "paymentId" in toCheck ? await checkPayment(parts, toCheck.paymentId) : toCheck.outcome;
  await inTransaction(db, context(), (tx) =>
    sql`update webhook_inbox set processed_at = app_now(), outcome = ${outcome}
      where id = ${received.inboxId} and processed_at is null`.execute(tx),
  );
}

/** Returns the payment to settle; undefined when there is nothing left to do. */
async function lookUp(
  tx: Tx,
  { inboxId }: WebhookReceived,
): Promise<{ paymentId: string } | { outcome: Outcome } | undefined> {
  const { rows } = await sql<Found>`
    select gateway, gateway_ref, payment_id, processed_at from webhook_inbox where id = ${inboxId}`.execute(
    tx,
  );
  const [found] = rows;
  if (!found || found.processed_at !== null) return undefined;
  const { gateway_ref: ref, payment_id: paymentId } = found;
  if (ref === null && paymentId === null) return { outcome: "ignored-type" };
  // At Moyasar our id is the reference, known before Moyasar answers.
  const ids = [paymentId, ref].filter((one) => typeof one === "string" && UUID.test(one));
  const { rows: payments } = await sql<{ id: string }>`
    select id from payments where gateway = ${found.gateway}
      and (gateway_ref = ${ref} or id = any (${ids}::uuid[]))
    order by gateway_ref = ${ref} desc nulls last limit 1`.execute(tx);
  const [payment] = payments;
  return payment ? { paymentId: payment.id } : { outcome: "unknown-payment" };
}
