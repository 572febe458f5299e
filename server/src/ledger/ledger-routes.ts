import { defineRoute, type Route } from "../http/route.ts";
import { CURRENCIES_MAX } from "../base/limits.ts";
import * as shape from "../http/shapes.ts";
import { listLedgerAccounts, sumLedger } from "./ledger-accounts.ts";
import { account, accountKind, signedMoney, transaction } from "./ledger-shapes.ts";
import { listLedgerTransactions } from "./ledger-transactions.ts";

/** Routes for the platform to read the ledger itself. */
export function adminLedgerRoutes(): Route[] {
  const shared = { tag: "admin", access: { who: "admin" } } as const;
  return [
    defineRoute({
      ...shared,
      method: "GET",
      url: "/v1/admin/ledger/accounts",
      summary: "List all ledger accounts with their balances, which sum to zero per currency",
      query: shape.object({
        kind: shape.optional(accountKind),
        ownerId: shape.optional(shape.id),
        currency: shape.optional(shape.currency),
        ...shape.pageQuery,
      }),
      reply: {
        200: shape.object({
          ...shape.page(account).properties,
          totals: shape.list(signedMoney, CURRENCIES_MAX),
        }),
      },
      run: async ({ db, query }) => ({
        body: { ...(await listLedgerAccounts(db, query)), totals: await sumLedger(db) },
      }),
    }),
    defineRoute({
      ...shared,
      method: "GET",
      url: "/v1/admin/ledger/transactions",
      summary: "List the ledger transactions of a payment, a booking or an order, oldest first",
      description: "Send at least one of `paymentId`, `bookingId` and `orderId`.",
      query: shape.object({
        paymentId: shape.optional(shape.id),
        bookingId: shape.optional(shape.id),
        orderId: shape.optional(shape.id),
        ...shape.pageQuery,
      }),
      reply: { 200: shape.page(transaction) },
      run: async ({ db, query }) => ({ body: await listLedgerTransactions(db, query) }),
    }),
  ];
}
