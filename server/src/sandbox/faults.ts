import { Type, type Static } from "typebox";

/** The kind of a request, by which a fault selects it. */
const operations = ["create", "capture", "void", "refund", "read", "other"] as const;
export type OperationName = (typeof operations)[number];

const flag = Type.Boolean();
const count = Type.Integer({ minimum: 0, maximum: 10_000 });
const milliseconds = Type.Integer({ minimum: 0, maximum: 100 * 365 * 86_400_000 });
const only = Type.Optional(Type.Enum([...operations]));

/**
 * Everything that can go wrong between a gateway and its merchant, and the cases the published contract leaves open.
 */
export const faultsSchema = Type.Object(
  {
    /** Webhooks are never sent, and not retried later. */
    dropWebhooks: flag,
    /** How many times each webhook is sent, all at once and with the same event id. */
    webhookCopies: Type.Integer({ minimum: 1, maximum: 100 }),
    /** Webhooks are held until `sendWebhooks()`, then sent newest first, one after the other. */
    reorderWebhooks: flag,
    delayWebhooksMs: milliseconds,
    /** Webhooks arrive before the answer to the request that caused them. */
    webhookBeforeResponse: flag,
    /** Divides the retry delays by this; 1 is the published table. */
    retrySpeed: Type.Number({ minimum: 1, maximum: 1e9 }),
    /** The spelling of the event for a failed payment; the documents disagree. */
    failureEvent: Type.Enum(["payment_failed", "payment_faild"]),
    /** The next requests take effect and are never answered. */
    actThenTimeOut: Type.Object({ count, operation: only }, { additionalProperties: false }),
    /** The next requests have no effect and get this answer. */
    failNext: Type.Object(
      { count, as: Type.Enum(["429", "500", "503", "html-403", "timeout"]), operation: only },
      { additionalProperties: false },
    ),
    /** How long an unanswered request stays open before its connection is cut. */
    hangMs: milliseconds,
    /** A second payment under the same id: refused, or answered with the first one. */
    usedGivenId: Type.Enum(["reject", "replay"]),
    /** The status of a payment after a partial refund. */
    partialRefundStatus: Type.Enum(["refunded", "paid"]),
    /** The status of an invoice after a declined card; it can be paid in either case. */
    declinedInvoiceStatus: Type.Enum(["initiated", "failed"]),
    /** A coupon of the card's bank: the charge is lower by this much. */
    couponDiscountMinor: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
    /**
     * Stripe: the part of a hold that is not captured is released or, as its older documents say, counts as refunded.
     */
    capturedRemainder: Type.Enum(["released", "refunded"]),
    /** A verified token needs 3-D Secure again. */
    challengeTokens: flag,
    /** How far the sandbox's clock runs ahead of the machine's. */
    aheadMs: milliseconds,
  },
  { additionalProperties: false },
);

export type Faults = Static<typeof faultsSchema>;

/** Returns the faults of a sandbox that works as published: none. */
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

/** Tells whether the next request of this kind is faulty, and counts it if so. */
export function takeFault(
  fault: { count: number; operation?: OperationName },
  operation: OperationName,
): boolean {
  if (fault.count === 0 || (fault.operation && fault.operation !== operation)) return false;
  fault.count -= 1;
  return true;
}
