import type { Planting } from "../planting.ts";

/** Deletes the ledger transactions whose key is like this. */
const forget = (key: string) => [
  `delete from ledger_entries where transaction_id in (select id from ledger_transactions where key like '${key}')`,
  `delete from ledger_transactions where key like '${key}'`,
];

const INTO_WALLETS =
  "every wallet credit is a top-up, a returned hold of the same wallet, or a refund";
const GOES_BACK = "every refund goes back where its money came from, or to the card payer's wallet";
const another = "00000000-0000-7000-8000-000000000002";

export const ledgerPlantings: readonly Planting[] = [
  {
    title: "the constraint that keeps wallets from going below zero is dropped",
    plant: "alter table ledger_accounts drop constraint wallet_never_below_zero",
    sees: "the constraints on money are in force",
  },
  {
    title: "the index that allows only one wallet debit is dropped",
    plant: "drop index one_wallet_debit",
    sees: "the constraints on money are in force",
  },
  {
    title: "ledger entries may be edited",
    plant: "alter table ledger_entries disable trigger ledger_entries_append_only",
    sees: "the triggers that guard the ledger, payments and refunds are switched on",
  },
  {
    title: "two postings are changed by amounts that cancel out",
    plant: [
      "update ledger_entries set amount_minor = amount_minor + 1 where line = 1 and amount_minor > 0",
      "update ledger_entries set amount_minor = amount_minor - 1 where line = 1 and amount_minor < 0",
    ],
    sees: "every ledger transaction balances to zero in every currency",
  },
  {
    title: "one side of a posting is increased",
    plant: "update ledger_entries set amount_minor = amount_minor + 1 where line = 2",
    sees: [
      "every ledger transaction balances to zero in every currency",
      "all accounts add up to zero in every currency",
    ],
  },
  {
    title: "an account changes its currency",
    plant: "update ledger_accounts set currency = 'KWD' where kind = 'platform_fee'",
    sees: "every entry is in the currency of its account",
  },
  {
    title: "a wallet's balance is raised by hand",
    plant:
      "update ledger_accounts set balance_minor = balance_minor + 1 where kind = 'customer_wallet'",
    sees: "every wallet holds the sum of its entries, and none is below zero",
  },
  {
    title: "the server may write the ledger directly",
    plant: "grant insert on ledger_entries to holdfast_app",
    sees: "the server can write to the ledger through one function only",
  },
  {
    title: "anyone may read every refund",
    plant: "create policy leak on refunds for select to holdfast_app using (true)",
    sees: "a stranger sees no payment, refund, payout or ledger row",
  },
  {
    title: "payments are not in the ledger",
    plant: forget("payment:%:paid"),
    sees: "every captured payment is in the ledger with its amount",
  },
  {
    title: "money reserved in a wallet was never released",
    plant: forget("payment:%:released"),
    sees: "a wallet's hold for a failed payment is back in the wallet",
  },
  {
    title: "earnings of businesses are not in the ledger",
    plant: forget("share:%:earned"),
    sees: [
      "every earned share is in the ledger with its fee",
      "an order's funds are what is neither earned nor reserved for refunds",
    ],
  },
  {
    title: "requested refunds are not in the ledger",
    plant: forget("refund:%:requested"),
    sees: "every refund is in the ledger: when requested and when completed",
  },
  {
    title: "paid refunds are not in the ledger",
    plant: forget("refund:%:paid"),
    sees: "every refund is in the ledger: when requested and when completed",
  },
  {
    title: "an adjustment adds money to a wallet",
    plant: [
      `insert into ledger_transactions (id, kind, key, actor) values ('${another}', 'adjustment', 'a gift', 'somebody')`,
      `insert into ledger_entries (transaction_id, line, account_id, amount_minor, currency)
        select '${another}', 1, id, 100, currency from ledger_accounts where kind = 'customer_wallet'`,
    ],
    sees: INTO_WALLETS,
  },
  {
    title: "a wallet is filled with more than the card was charged",
    plant: "update payments set captured_minor = captured_minor - 1 where purpose = 'top_up'",
    sees: INTO_WALLETS,
  },
  {
    title: "a payment made at the venue is refunded into a wallet",
    plant:
      "update payments set gateway = 'venue' where id in (select payment_id from refunds where destination = 'wallet')",
    sees: [INTO_WALLETS, GOES_BACK],
  },
  {
    title: "a refund into a wallet says it went to the card",
    plant: "update refunds set destination = 'source' where destination = 'wallet'",
    sees: GOES_BACK,
  },
  {
    title: "a payout has another amount than the ledger",
    plant: "update payouts set amount_minor = 1",
    sees: "every payout is in the ledger with its amount",
  },
  ...[
    ["a payout batch has lost its payouts", "delete from payouts where batch_id is not null"],
    [
      "a payout batch states another total",
      "update payout_batches set amount_minor = amount_minor + 1",
    ],
    [
      "a payout batch's payouts are in another currency",
      "update payouts set currency = 'KWD' where batch_id is not null",
    ],
    [
      "a payout is added to a batch later",
      "update payouts set batch_id = (select id from payout_batches) where batch_id is null",
    ],
  ].map(([title, plant]) => ({
    title: title!,
    plant: plant!,
    sees: "every payout batch is the sum of its payouts",
  })),
];
