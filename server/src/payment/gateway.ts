import type { GatewayName } from "./card-gateways.ts";
import type { Money } from "../base/money.ts";

/** A charge to request. Never a card number: a token made in the browser, or else a hosted page. */
export interface Charge {
  /** Our id and the gateway's idempotency key: asking twice makes one payment. */
  id: string;
  amount: Money;
  /** Shown to the payer and in the merchant's list. */
  description: string;
  /** Where the payer's browser goes afterwards. It carries the payment's id; nothing else in it is trusted. */
  returnUrl: string;
  /** Only authorise; captured when the business accepts. Needs a token where the hosted page cannot. */
  isManual: boolean;
  token?: string;
  /** When a hosted page should stop taking money; epoch milliseconds. */
  expiresAt?: number;
}

/** The gateway's reference of a payment: `object` says which of its resources `ref` names. */
export interface GatewayRef {
  object: "payment" | "invoice" | "intent";
  ref: string;
  /**
   * On a hosted page that can be paid more than once, the charge that counts, once one does. Stripe's never can: a
   * Checkout Session has exactly one PaymentIntent.
   */
  charge?: string;
}

/** A charge on a hosted page besides the one that counts: two tabs, both through 3-D Secure. */
export interface SurplusCharge {
  /** The gateway's id; of object `payment`. */
  ref: string;
  amount: Money;
  /** Cumulative, in minor units. */
  capturedMinor: number;
  refundedMinor: number;
  /** Taken, then voided in full. */
  isVoided: boolean;
  card?: { brand: string; last4: string };
}

/** A payment's state, taken from the gateway's answer to a fetch and never from a redirect or a webhook's body. */
export interface GatewayState extends GatewayRef {
  /** `unknown`: a status outside the contract; counts as not paid. */
  status: "initiated" | "authorized" | "paid" | "failed" | "voided" | "unknown";
  amount: Money;
  /** Cumulative, in minor units; of the charge that counts only. */
  capturedMinor: number;
  refundedMinor: number;
  /** Other charges taken on the same page, oldest first; absent when there are none. */
  surplus?: SurplusCharge[];
  /** Where the payer must go next, if anywhere. */
  redirectUrl?: string;
  failure?: { code: string; message: string };
  card?: { brand: string; last4: string };
}

/** A verified webhook. Its body only names a payment to fetch; nothing else in it is trusted. */
export interface GatewayEvent {
  /** The gateway's id of the event: one payment has several, and each may be delivered several times. */
  eventId: string;
  type: string;
  /** The gateway's id of the payment it is about; absent when it is about something else. */
  ref?: GatewayRef;
  /** Our id, if the gateway carries it along. */
  paymentId?: string;
  /** The stored body, without secrets. */
  body: string;
}

/**
 * A card gateway. Every call is one HTTP conversation with a time limit, outside any transaction.
 *
 * All throw `GatewayRefused` when the call certainly had no effect, `GatewayUnclear` when it may have had one.
 */
export interface Gateway {
  readonly name: GatewayName;
  /** The minimum of one payment, in minor units of the currency; 1 when any amount is accepted. */
  minimumMinor(currency: string): number;
  /** Starts a payment, or finds the one started under this id. A declined card is an answer, not an error. */
  charge(charge: Charge): Promise<GatewayState>;
  /** Fetches a payment; undefined when the gateway has no such payment. If `ref` is null, searches by our id. */
  find(payment: { id: string; ref: GatewayRef | null }): Promise<GatewayState | undefined>;
  /** Captures an authorised payment. Idempotent: answers the current state. */
  capture(ref: GatewayRef, amountMinor: number): Promise<GatewayState>;
  /** Voids an authorised payment. Idempotent likewise. */
  void(ref: GatewayRef): Promise<GatewayState>;
  /**
   * Refunds a part of a payment.
   *
   * @param refund.id our id, for gateways with idempotency keys
   * @param refund.beforeMinor the gateway's refunded amount before this refund: if it is higher now, this refund is
   *   done
   */
  refund(
    ref: GatewayRef,
    refund: { id: string; amountMinor: number; beforeMinor: number },
  ): Promise<GatewayState>;
  /** Stops a hosted page from taking money, if there is one. Harmless when it is over. */
  close(ref: GatewayRef): Promise<void>;
  /** Reads a webhook; undefined when it cannot be verified. */
  readWebhook(request: {
    body: Buffer;
    headers: Record<string, string | string[] | undefined>;
  }): GatewayEvent | undefined;
}

/** The gateway refused and did nothing. */
export class GatewayRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "GatewayRefused";
    this.code = code;
  }
}

/**
 * No answer, or none that says whether the call took effect: time-out, 5xx, a page instead of JSON. Fetch, then
 * decide.
 */
export class GatewayUnclear extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "GatewayUnclear";
  }
}
