import { Type } from "typebox";
import { PAGE_SIZE_MAX } from "../base/limits.ts";
import * as shape from "../http/shapes.ts";
import { payout } from "./ledger-shapes.ts";

const toWhom = { businessId: shape.id, businessName: shape.text };

export const payable = shape.object({ ...toWhom, amount: shape.money }, { title: "Payable" });

// A bank returns it from the file: one line, and nothing that the CSV writer must escape (base/csv.ts).
const reference = Type.String({
  minLength: 1,
  maxLength: 190,
  pattern: "^[\\p{L}\\p{N}].*$",
  description:
    "Unique among batches; begins with a letter or digit. Each payout's reference is this one, a dash and its number",
});

const about = {
  id: shape.id,
  reference,
  amount: shape.money,
  payoutCount: shape.integer(1, 1_000_000),
  createdBy: shape.nullable(shape.id),
  createdAt: shape.instant,
};

export const payoutBatch = shape.object(about, { title: "PayoutBatch" });

const batchPayout = shape.object({ ...toWhom, ...payout.properties }, { title: "BatchPayout" });

export const fullPayoutBatch = shape.object(
  {
    ...about,
    payouts: shape.list(batchPayout, PAGE_SIZE_MAX),
    nextCursor: shape.nullable(Type.String()),
  },
  { title: "FullPayoutBatch" },
);

export const newPayoutBatch = shape.object({
  currency: shape.currency,
  reference,
  minimum: shape.optional(
    shape.integer(1, shape.AMOUNT_MAX, {
      description:
        "In the currency's minor unit; businesses that are owed less are left out. Default 1",
    }),
  ),
  businessIds: shape.optional(shape.list(shape.id, 1000, 1)),
});
