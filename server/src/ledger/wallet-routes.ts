import { assertUser } from "../base/actor.ts";
import { defineRoute, type Route } from "../http/route.ts";
import { CURRENCIES_MAX } from "../base/limits.ts";
import * as shape from "../http/shapes.ts";
import { about, signedMoney, transactionKind } from "./ledger-shapes.ts";
import { listWalletEntries } from "./wallet-entries.ts";
import { walletBalances } from "./wallet.ts";

const balance = shape.object({ balance: shape.money }, { title: "WalletBalance" });
const entry = shape.object(
  { kind: transactionKind, amount: signedMoney, at: shape.instant, ...about },
  { title: "WalletEntry" },
);

/** Routes for a customer's own wallet. */
export function walletRoutes(): Route[] {
  const access = { who: "customer" } as const;
  return [
    defineRoute({
      method: "GET",
      url: "/v1/wallet",
      summary: "Read my wallet balances, per currency",
      tag: "wallet",
      access,
      reply: { 200: shape.items(balance, CURRENCIES_MAX) },
      run: async ({ db, actor }) => {
        const balances = await walletBalances(db, assertUser(actor).userId);
        return { body: { items: balances.map((one) => ({ balance: one })) } };
      },
    }),
    defineRoute({
      method: "GET",
      url: "/v1/wallet/entries",
      summary: "List my wallet entries, newest first",
      tag: "wallet",
      access,
      query: shape.object({ currency: shape.optional(shape.currency), ...shape.pageQuery }),
      reply: { 200: shape.page(entry) },
      run: async ({ db, actor, query }) => ({
        body: await listWalletEntries(db, assertUser(actor).userId, query),
      }),
    }),
  ];
}
