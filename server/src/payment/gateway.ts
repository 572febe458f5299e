import type { GatewayName } from "./card-gateways.ts";
import type { Money } from "../base/money.ts";

/** What a gateway is asked to take. Never a card number: a token made in the browser, or else a hosted page. */
export interface Charge {
  /** Ours; the gateway's idempotency value, so that asking twice is one payment. */
  id: string;
  amount: Money;
  /** For the payer's eyes and the merchant's list. */
  description: string;
  /** Where the payer's browser goes afterwards. It is given the payment's id and is believed in nothing else. */
  returnUrl: string;
  /** Only hold the money; captured when the business accepts. Needs a token where the hosted page cannot. */
  isManual: boolean;
  token?: string;
  /** When a hosted page should no longer take money; epoch milliseconds. */
  expiresAt?: number;
}

/** What a gateway calls its payment: `object` says which of its resources `ref` names. */
export interface GatewayRef {
  object: "payment" | "invoice" | "intent";
  ref: string;
  /**
   * Of a hosted page that can be paid more than once: which of the charges on it counts, once one does. Stripe's never
   * can: a Checkout Session has exactly one PaymentIntent.
   */
  charge?: string;
}

/** A charge on a hosted page beside the one that counts: two tabs, both through 3-D Secure. */
export interface SurplusCharge {
  /** What the gateway calls it; of object `payment`. */
  ref: string;
  amount: Money;
  /** Cumulative, in minor units. */
  capturedMinor: number;
  refundedMinor: number;
  /** Taken and let go of again, all of it. */
  isVoided: boolean;
  card?: { brand: string; last4: string };
}

/** What the gateway says of a payment, by its own answer to a fetch – never by a redirect or a webhook's body. */
export interface GatewayState extends GatewayRef {
  /** `unknown`: a word that the contract does not have; counts as not paid. */
  status: "initiated" | "authorized" | "paid" | "failed" | "voided" | "unknown";
  amount: Money;
  /** Cumulative, in minor units; of the charge that counts alone. */
  capturedMinor: number;
  refundedMinor: number;
  /** What was taken on the same page besides, oldest first; absent when nothing was. */
  surplus?: SurplusCharge[];
  /** Where the payer must go next, if anywhere. */
  redirectUrl?: string;
  failure?: { code: string; message: string };
  card?: { brand: string; last4: string };
}

/** A webhook that proved where it comes from. Its body names a payment to be fetched, and decides nothing. */
export interface GatewayEvent {
  /** The gateway's id of the event: one payment has several, and each may come several times. */
  eventId: string;
  type: string;
  /** The payment it is about, by the gateway's id; absent where it is about something else. */
  ref?: GatewayRef;
  /** Our id, if the gateway carries it along. */
  paymentId?: string;
  /** What is kept of the body: everything but secrets. */
  body: string;
}

/**
 * One company that takes cards. Every call is one HTTP conversation with a time limit, outside any transaction.
 *
 * All throw `GatewayRefused` when it certainly did nothing, `GatewayUnclear` when it may have.
 */
export interface Gateway {
  readonly name: GatewayName;
  /** The least it takes in one payment, in minor units of the currency; 1 where it takes any amount. */
  minimumMinor(currency: string): number;
  /** Starts a payment, or finds the one that was started under this id. A declined card is an answer, not an error. */
  charge(charge: Charge): Promise<GatewayState>;
  /** Undefined: the gateway knows no such payment. With `ref` unknown (null) it is looked for by our id. */
  find(payment: { id: string; ref: GatewayRef | null }): Promise<GatewayState | undefined>;
  /** Charges what was authorised. Doing it again, or after it was done, answers the state as it is. */
  capture(ref: GatewayRef, amountMinor: number): Promise<GatewayState>;
  /** Lets go of what was authorised. Likewise. */
  void(ref: GatewayRef): Promise<GatewayState>;
  /**
   * Gives back a part.
   *
   * @param refund.id ours, for gateways that know idempotency keys
   * @param refund.beforeMinor what the gateway had given back before: if it is more by now, this one was done
   */
  refund(
    ref: GatewayRef,
    refund: { id: string; amountMinor: number; beforeMinor: number },
  ): Promise<GatewayState>;
  /** Stops a hosted page from taking money any more, where there is one. Harmless when it is over. */
  close(ref: GatewayRef): Promise<void>;
  /** Undefined when it does not prove where it comes from. */
  readWebhook(request: {
    body: Buffer;
    headers: Record<string, string | string[] | undefined>;
  }): GatewayEvent | undefined;
}

/** The gateway said no, and did nothing. */
export class GatewayRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "GatewayRefused";
    this.code = code;
  }
}

/** No answer, or none that says whether it was done: time-out, 5xx, a page where JSON was due. Fetch, then decide. */
export class GatewayUnclear extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "GatewayUnclear";
  }
}
