import { gatewayNames } from "./card-gateways.ts";
import { Type } from "typebox";
import { AMENDED_ITEMS_MAX, ITEMS_MAX } from "../base/limits.ts";
import * as shape from "../http/shapes.ts";
import { paymentStatuses, refundStatuses } from "./payment.ts";
import { venueMethods } from "./venue-methods.ts";

/** Documented on every read of one payment. */
export const whoSees =
  "Visible to the payer, to the members and API keys of the businesses it pays, and to the platform.";

export const venueMethod = shape.oneOf(venueMethods);

const stamp = shape.nullable(shape.instant);

export const payment = shape.object(
  {
    id: shape.id,
    orderId: shape.nullable(shape.id),
    purpose: shape.oneOf(["order", "balance", "top_up"]),
    duplicateOf: shape.nullable(
      Type.String({
        format: "uuid",
        description:
          "The payment whose page was paid a second time with this one, in another tab. This one is refunded automatically; a top-up stays in the wallet",
      }),
    ),
    status: shape.oneOf(paymentStatuses),
    method: shape.oneOf(["card", "wallet", "cash", "card-terminal", "transfer"]),
    gateway: shape.oneOf([...gatewayNames, "wallet", "venue"]),
    amount: shape.money,
    captured: shape.money,
    refunded: shape.money,
    redirectUrl: shape.nullable(
      Type.String({
        description: "Send the payer's browser here; null if there is nothing to do",
      }),
    ),
    failure: shape.nullable(shape.object({ code: Type.String(), message: Type.String() })),
    card: shape.nullable(shape.object({ brand: Type.String(), last4: Type.String() })),
    shares: shape.list(
      shape.object({ bookingId: shape.id, amount: shape.money, refunded: shape.money }),
      ITEMS_MAX,
    ),
    stamps: shape.object({
      initiatedAt: stamp,
      authorizedAt: stamp,
      paidAt: stamp,
      failedAt: stamp,
      voidedAt: stamp,
      partiallyRefundedAt: stamp,
      refundedAt: stamp,
    }),
    createdAt: shape.instant,
    version: shape.version,
  },
  { title: "Payment" },
);

export const refund = shape.object(
  {
    id: shape.id,
    paymentId: shape.id,
    bookingId: shape.id,
    amount: shape.money,
    destination: shape.oneOf(["source", "wallet"], {
      description:
        "`source`: to the card, or at the venue that took the money. `wallet`: to the payer's wallet",
    }),
    cause: shape.oneOf([
      "cancellation",
      "late_payment",
      "paid_twice",
      "declined",
      "not_captured",
      "amendment",
      "business",
      "platform",
    ]),
    reason: Type.String(),
    itemIds: shape.nullable(
      Type.Array(shape.id, {
        maxItems: AMENDED_ITEMS_MAX,
        description: "The booking items the refund is for, if given",
      }),
    ),
    status: shape.oneOf(refundStatuses),
    requestedAt: shape.instant,
    succeededAt: stamp,
    failedAt: stamp,
  },
  { title: "Refund" },
);

const gateway = shape.oneOf(gatewayNames, {
  description: "Default: the first configured gateway",
});
const token = Type.String({
  format: "card-token",
  description:
    "Created in the browser by the gateway's own script: letters, digits, _ and -. Without it, the payer goes to the gateway's page. Never send a card number; it is refused.",
});
/** Only the payment's id is trusted; anything the gateway adds is ignored. */
const returnUrl = Type.String({
  format: "web-address",
  maxLength: 2000,
  description: "Where the payer's browser returns to; required for card payments",
  examples: ["https://book.example/orders/42"],
});

export const startBody = shape.object({
  method: shape.oneOf(["card", "wallet", "split"]),
  walletAmount: shape.optional(shape.money),
  gateway: shape.optional(gateway),
  token: shape.optional(token),
  returnUrl: shape.optional(returnUrl),
  whenPartlyGone: shape.optional(
    shape.oneOf(["keep", "refund"], {
      description:
        "If the money arrives after the hold ended and only part of the order is still available: keep that part (default), or refund everything",
    }),
  ),
});

export const topUpBody = shape.object({
  amount: shape.money,
  gateway: shape.optional(gateway),
  token: shape.optional(token),
  returnUrl,
});

export const refundBody = shape.object({
  bookingId: shape.optional(shape.id),
  amount: shape.optional(shape.money),
  itemIds: shape.optional(
    Type.Array(shape.id, {
      minItems: 1,
      maxItems: ITEMS_MAX,
      uniqueItems: true,
      description: "Instead of an amount: refund what was paid for these items of the booking",
    }),
  ),
  destination: shape.optional(
    shape.oneOf(["source", "wallet"], {
      description:
        "Default `source`: where the money came from. `wallet`: for card payments, if the customer wishes. Money the venue took is refunded by the venue",
    }),
  ),
  reason: shape.line(500),
});

export const venueBody = shape.object({
  method: venueMethod,
  amount: shape.money,
});
