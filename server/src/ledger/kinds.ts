import type { Account, Posting } from "./post.ts";

/** Every kind of movement; the table ledger_transactions allows the same. */
export const transactionKinds = [
  "payment",
  "top_up",
  "wallet_hold",
  "wallet_release",
  "fee",
  "refund_requested",
  "refund_paid",
  "refund_withdrawn",
  "payout",
  "venue_payment",
  "write_off",
  "adjustment",
] as const satisfies readonly Posting["kind"][];

/** Every kind of account; the table ledger_accounts allows the same. */
export const accountKinds = [
  "customer_wallet",
  "business_payable",
  "venue_cash",
  "gateway_clearing",
  "platform_fee",
  "order_funds",
  "refunds_payable",
  "write_off",
] as const satisfies readonly Account["kind"][];
