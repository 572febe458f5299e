import type { FirstStatus } from "./payment.ts";
import { type GatewayName } from "./card-gateways.ts";
import { sql } from "kysely";
import { instantText } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import type { PaymentMethod } from "./payments.ts";

export interface NewPayment {
  id: string;
  orderId: string | null;
  customerId: string | null;
  purpose: "order" | "balance" | "top_up";
  gateway: GatewayName | "wallet" | "venue";
  method: PaymentMethod;
  amountMinor: number;
  currency: string;
  status: FirstStatus;
  splitOf?: string;
  capture?: "automatic" | "manual";
  whenPartlyGone?: "keep" | "refund";
  returnUrl?: string;
  /** Epoch milliseconds; absent if there is no gateway to poll. */
  nextPollAt?: number;
  /** Set on payments a desk took when it confirmed: there is one such payment per booking. */
  deskConfirmationOf?: string;
  shares: readonly {
    businessId: string;
    bookingId: string;
    amendmentId?: string;
    amountMinor: number;
  }[];
}

/** Records a payment before the gateway is asked for it. */
export async function insertPayment(tx: Tx, payment: NewPayment): Promise<void> {
  await sql`
    insert into payments (id, order_id, customer_id, purpose, gateway, method, split_of, currency, amount_minor, capture,
      amendment_id, when_partly_gone, status, captured_minor, return_url, next_poll_at,
      desk_confirmation_of)
    values (${payment.id}, ${payment.orderId}, ${payment.customerId}, ${payment.purpose}, ${payment.gateway},
      ${payment.method}, ${payment.splitOf ?? null}, ${payment.currency}, ${payment.amountMinor},
      ${payment.capture ?? "automatic"}, ${onlyAmendment(payment.shares)}, ${payment.whenPartlyGone ?? "keep"}, ${payment.status},
      ${payment.status === "paid" ? payment.amountMinor : 0}, ${payment.returnUrl ?? null},
      ${payment.nextPollAt === undefined ? null : instantText(payment.nextPollAt)},
      ${payment.deskConfirmationOf ?? null})`.execute(tx);
  for (const share of payment.shares) {
    await sql`
      insert into payment_shares (business_id, payment_id, booking_id, amount_minor, amendment_id)
      values (${share.businessId}, ${payment.id}, ${share.bookingId}, ${share.amountMinor},
        ${share.amendmentId ?? null})`.execute(tx);
  }
}

/**
 * Returns the first amendment of a payment that only pays for amendments: it makes the debit distinct from the
 * order's.
 */
function onlyAmendment(shares: NewPayment["shares"]): string | null {
  const ids = shares.map(({ amendmentId }) => amendmentId);
  return ids.length > 0 && ids.every((id) => id !== undefined) ? ids.toSorted()[0]! : null;
}
