import { Type, type Static } from "typebox";

/** What a request does, so that a fault can pick it out. */
const operations = ["create", "capture", "void", "refund", "read", "other"] as const;
export type OperationName = (typeof operations)[number];

const flag = Type.Boolean();
const count = Type.Integer({ minimum: 0, maximum: 10_000 });
const milliseconds = Type.Integer({ minimum: 0, maximum: 100 * 365 * 86_400_000 });
const only = Type.Optional(Type.Enum([...operations]));

/** Everything that can go wrong between a gateway and its merchant, and what the published contract leaves open. */
export const faultsSchema = Type.Object(
  {
    /** Webhooks are not sent at all, nor tried again later. */
    dropWebhooks: flag,
    /** How often each webhook is sent, all at once and with the same event id. */
    webhookCopies: Type.Integer({ minimum: 1, maximum: 100 }),
    /** Webhooks are held until `sendWebhooks()`, then sent newest first, one after the other. */
    reorderWebhooks: flag,
    delayWebhooksMs: milliseconds,
    /** Webhooks arrive before the answer to the request that caused them. */
    webhookBeforeResponse: flag,
    /** The table of retries runs so many times faster; 1 is the published one. */
    retrySpeed: Type.Number({ minimum: 1, maximum: 1e9 }),
    /** Documents differ about the spelling. */
    failureEvent: Type.Enum(["payment_failed", "payment_faild"]),
    /** The next requests do what they ask for and are never answered. */
    actThenTimeOut: Type.Object({ count, operation: only }, { additionalProperties: false }),
    /** The next requests do nothing and are answered like this. */
    failNext: Type.Object(
      { count, as: Type.Enum(["429", "500", "503", "html-403", "timeout"]), operation: only },
      { additionalProperties: false },
    ),
    /** How long an unanswered request is kept open; then its connection is cut. */
    hangMs: milliseconds,
    /** A second payment under the same id: refused, or the first one answered again. */
    usedGivenId: Type.Enum(["reject", "replay"]),
    /** What a payment is called when a part of it was given back. */
    partialRefundStatus: Type.Enum(["refunded", "paid"]),
    /** What an invoice is called when a card was declined on it; it can be paid in either case. */
    declinedInvoiceStatus: Type.Enum(["initiated", "failed"]),
    /** A coupon of the card's bank: so much less than asked for is charged. */
    couponDiscountMinor: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
    /** Stripe: what is not captured of a hold is let go of, or – as its older documents say – counts as refunded. */
    capturedRemainder: Type.Enum(["released", "refunded"]),
    /** A verified token needs 3-D Secure again. */
    challengeTokens: flag,
    /** How far the sandbox's clock runs ahead of the machine's. */
    aheadMs: milliseconds,
  },
  { additionalProperties: false },
);

export type Faults = Static<typeof faultsSchema>;

/** A sandbox that works as published. */
export function usualFaults(): Faults {
  return {
    dropWebhooks: false,
    webhookCopies: 1,
    reorderWebhooks: false,
    delayWebhooksMs: 0,
    webhookBeforeResponse: false,
    retrySpeed: 1,
    failureEvent: "payment_failed",
    actThenTimeOut: { count: 0 },
    failNext: { count: 0, as: "500" },
    hangMs: 0,
    usedGivenId: "reject",
    partialRefundStatus: "refunded",
    declinedInvoiceStatus: "initiated",
    couponDiscountMinor: 0,
    capturedRemainder: "released",
    challengeTokens: false,
    aheadMs: 0,
  };
}

/** Whether the next request of this kind is to suffer; counts it if so. */
export function takeFault(
  fault: { count: number; operation?: OperationName },
  operation: OperationName,
): boolean {
  if (fault.count === 0 || (fault.operation && fault.operation !== operation)) return false;
  fault.count -= 1;
  return true;
}
