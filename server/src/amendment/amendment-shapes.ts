import { Type } from "typebox";
import { item } from "../booking/item-shapes.ts";
import { AMENDED_ITEMS_MAX, ITEMS_MAX } from "../base/limits.ts";
import * as shape from "../http/shapes.ts";
import { amendmentStatuses } from "./amendment.ts";
import { itemChange } from "./change-shapes.ts";

const instantOrNull = shape.nullable(shape.instant);

export const amendmentBody = shape.object(
  {
    items: shape.optional(
      Type.Array(itemChange, {
        minItems: 1,
        maxItems: ITEMS_MAX,
        description: "Items to change or add. Send only the fields that change",
      }),
    ),
    remove: shape.optional(
      Type.Array(shape.id, { minItems: 1, maxItems: ITEMS_MAX, description: "Items to remove" }),
    ),
    reason: shape.optional(shape.line(500)),
  },
  { title: "AmendmentRequest" },
);

export const reasonBody = shape.object({ reason: shape.optional(shape.line(500)) });

const amendedItem = shape.object(
  {
    id: shape.id,
    before: shape.nullable(item),
    after: shape.nullable(item),
    price: shape.object({ before: shape.money, after: shape.money }),
  },
  { title: "AmendedItem" },
);

const quoteFields = {
  status: shape.oneOf(amendmentStatuses, {
    description: "In a quote: the status the amendment would have",
  }),
  price: shape.object({ before: shape.money, after: shape.money }),
  dueNow: shape.money,
  goesBack: shape.money,
  fee: shape.object(
    {
      amount: shape.money,
      floor: shape.money,
      reason: shape.nullable(shape.oneOf(["partial-cancellation", "frozen"])),
    },
    { title: "AmendmentFee" },
  ),
  acceptance: shape.oneOf(["none", "again"]),
  expiresAt: instantOrNull,
  items: shape.list(amendedItem, AMENDED_ITEMS_MAX),
};

export const amendmentQuote = shape.object(quoteFields, {
  title: "AmendmentQuote",
  description:
    "`dueNow` must be paid before the amendment applies; `goesBack` is refunded automatically. `fee.amount` is kept for what is removed; `fee.floor` is the minimum fee of a later cancellation.",
});

export const amendment = shape.object(
  {
    id: shape.id,
    bookingId: shape.id,
    by: shape.oneOf(["customer", "business", "system"]),
    reason: Type.String(),
    ...quoteFields,
    createdAt: shape.instant,
    stamps: shape.object(
      {
        awaitingPaymentAt: instantOrNull,
        awaitingAcceptanceAt: instantOrNull,
        appliedAt: instantOrNull,
        declinedAt: instantOrNull,
        expiredAt: instantOrNull,
        withdrawnAt: instantOrNull,
      },
      { title: "AmendmentStamps" },
    ),
  },
  { title: "Amendment" },
);

export const amendmentParams = shape.object({ id: shape.id, amendmentId: shape.id });
