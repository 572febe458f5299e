import { sql } from "kysely";
import type { BeginOnce } from "../db/idempotency-keys.ts";
import type { Tx } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { askGateway } from "../payment/ask-gateway.ts";
import { chargePayment, type PageAbout } from "../payment/charge-payment.ts";
import { withReach, type MoneyParts } from "../payment/money-parts.ts";
import { giveUpPages } from "../payment/open-pages.ts";
import type { PaymentRequest } from "../payment/payment-request.ts";
import type { PaymentRow } from "../payment/payments.ts";
import { isUnasked, resumeBegun } from "../payment/resume-begun.ts";
import { beginPayment } from "./begin-payment.ts";

/** The recorded payment. */
interface Begun {
  begun: string;
  payment: PaymentRow;
  /** The text of its page, if the gateway is still to be asked. */
  about?: PageAbout;
}

/** Nothing recorded yet: these pages are given up first. */
interface Waiting {
  begun?: undefined;
  open: PaymentRow[];
}

/**
 * Starts a payment for an order: what is due is recorded first, the gateway is asked outside any transaction with our
 * id as its idempotency key, and its answer is recorded last. If cut off at any point, the reconciler finishes it.
 * Repeated with the same key, it is the same payment.
 *
 * @param once runs the first half once per key
 * @returns the payment's id, or the stored answer of the same request
 * @throws Problem conflict when all is paid or another payment is open, idempotency-key-reused,
 *   idempotency-in-progress, unavailable when the gateway of an open payment does not answer. Other refusals are stored
 *   as the answer: not-found, invalid-transition when nothing is held any more, insufficient-funds, invalid-request
 */
export async function startPayment<Answer>(
  parts: MoneyParts,
  context: Context,
  request: PaymentRequest,
  once: BeginOnce<Answer>,
): Promise<{ paymentId: string } | { answer: Answer }> {
  const begin = (replacing: boolean) =>
    inTransaction(parts.db, withReach(context), (tx, after) =>
      once<Begun | Waiting>(tx, {
        begin: async () => {
          const begun = await beginPayment(tx, parts, request, { replacing, after });
          return "open" in begun ? begun : withPage(tx, begun.payment);
        },
        resume: async (id) => withPage(tx, await resumeBegun(tx, id, parts.clock.now())),
      }),
    );
  let first = await begin(false);
  if ("outcome" in first && first.outcome.begun === undefined) {
    const { open } = first.outcome;
    await askGateway(() => giveUpPages(parts, open));
    first = await begin(true);
  }
  if ("answer" in first) return first;
  const { payment, about } = first.outcome as Begun;
  if (about) await chargePayment(parts, payment, about, request.token);
  return { paymentId: payment.id };
}

async function withPage(tx: Tx, payment: PaymentRow): Promise<Begun> {
  const begun = { begun: payment.id, payment };
  return isUnasked(payment) ? { ...begun, about: await aboutOrder(tx, payment.order_id!) } : begun;
}

/** Returns the page's text in both languages, because the payer's is unknown. */
async function aboutOrder(tx: Tx, orderId: string): Promise<PageAbout> {
  const { rows } = await sql<{ references: string; expiresAt: string | null }>`
    select string_agg(reference, ', ' order by reference) as references, min(expires_at) as "expiresAt"
    from bookings where order_id = ${orderId}`.execute(tx);
  const { references, expiresAt } = rows[0]!;
  return {
    description: `حجز · Booking ${references}`.slice(0, 200),
    ...(expiresAt !== null && { expiresAt: Date.parse(expiresAt) }),
  };
}
