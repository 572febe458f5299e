import type { Route } from "../http/route.ts";
import { adminBusinessMoneyRoutes } from "./admin-routes.ts";
import { adminLedgerRoutes } from "./ledger-routes.ts";
import { manageLedgerRoutes } from "./manage-routes.ts";
import { payoutBatchRoutes } from "./payout-batch-routes.ts";
import { walletRoutes } from "./wallet-routes.ts";

/**
 * Wallets for customers, statements for businesses, the books for the platform.
 *
 * @param options.mainGateway the gateway whose money payouts are made of
 */
export function ledgerRoutes(options: { mainGateway: string }): Route[] {
  return [
    ...walletRoutes(),
    ...manageLedgerRoutes(),
    ...adminBusinessMoneyRoutes(options.mainGateway),
    ...payoutBatchRoutes(options.mainGateway),
    ...adminLedgerRoutes(),
  ];
}
