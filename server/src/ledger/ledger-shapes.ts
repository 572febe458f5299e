import { Type } from "typebox";
import * as shape from "../http/shapes.ts";
import { accountKinds, transactionKinds } from "./kinds.ts";
import { TRANSFERS_MAX } from "./post.ts";
import { statementParts } from "./statement-part.ts";

/** An amount that may be below zero. */
export const signedMoney = shape.object(
  {
    amount: Type.Integer({
      description: "In the currency's minor unit; negative for money taken away or owed",
    }),
    currency: shape.currency,
  },
  { title: "SignedMoney" },
);

export const transactionKind = shape.oneOf(transactionKinds);
export const accountKind = shape.oneOf(accountKinds);

/** What a movement is for. */
export const about = {
  orderId: shape.nullable(shape.id),
  bookingId: shape.nullable(shape.id),
  paymentId: shape.nullable(shape.id),
  refundId: shape.nullable(shape.id),
};

const statementLine = shape.object(
  {
    part: shape.oneOf(statementParts),
    kind: transactionKind,
    amount: signedMoney,
    at: shape.instant,
    ...about,
    memo: Type.String({ description: "The reference of a payout" }),
  },
  { title: "StatementLine" },
);

export const statement = shape.object(
  {
    currency: shape.currency,
    timezone: shape.timezone,
    from: shape.nullable(shape.date),
    to: shape.nullable(shape.date),
    openingBalance: signedMoney,
    gross: signedMoney,
    fees: signedMoney,
    refunds: signedMoney,
    adjustments: signedMoney,
    net: signedMoney,
    collectedAtVenue: signedMoney,
    paidOut: signedMoney,
    balance: signedMoney,
    ...shape.page(statementLine).properties,
  },
  { title: "Statement" },
);

export const format = shape.oneOf(["json", "csv"], {
  description: "Default `json`; `csv` returns everything as one file, without pages",
});

export const statementQuery = shape.object({
  from: shape.optional(shape.date),
  to: shape.optional(shape.date),
  currency: shape.optional(shape.currency),
  format: shape.optional(format),
  ...shape.pageQuery,
});

const reference = shape.line(200, {
  description: "The bank's reference, or anything else that identifies the transfer",
});

export const payout = shape.object(
  {
    id: shape.id,
    amount: shape.money,
    reference,
    batchId: shape.nullable(shape.id),
    createdBy: shape.nullable(shape.id),
    createdAt: shape.instant,
  },
  { title: "Payout" },
);

export const newPayout = shape.object({
  amount: shape.object({
    amount: shape.integer(1, shape.AMOUNT_MAX),
    currency: shape.currency,
  }),
  reference,
});

export const fee = shape.object(
  {
    basisPoints: shape.integer(0, 5000, { description: "Hundredths of a percent: 250 is 2.5 %" }),
    version: shape.version,
  },
  { title: "BusinessFee" },
);

const accountName = {
  id: shape.id,
  kind: accountKind,
  ownerId: shape.nullable(shape.id),
  gateway: shape.nullable(Type.String()),
};

export const account = shape.object(
  { ...accountName, balance: signedMoney },
  { title: "LedgerAccount" },
);

export const transaction = shape.object(
  {
    id: shape.id,
    kind: transactionKind,
    key: Type.String(),
    ...about,
    actor: Type.String({ description: "user:<id>, key:<id> or system:<task>" }),
    requestId: shape.nullable(Type.String()),
    memo: Type.String(),
    at: shape.instant,
    entries: shape.list(
      shape.object({ account: shape.object(accountName), amount: signedMoney }),
      2 * TRANSFERS_MAX,
    ),
  },
  { title: "LedgerTransaction" },
);
