import { sql } from "kysely";
import { CURRENCIES_MAX } from "../base/limits.ts";
import { money, type Money } from "../base/money.ts";
import { insufficientFunds } from "../base/problem.ts";
import type { Db, Tx } from "../db/connection.ts";
import { postLedger, type Account } from "./post.ts";

/** The currency of an empty wallet: that of the first market. */
const USUAL_CURRENCY = "SAR";

/** A wallet's payment towards an order. */
export interface WalletPart {
  userId: string;
  /** The wallet's own payment: debited and released once each. */
  paymentId: string;
  orderId: string;
  /** Above zero. */
  amount: Money;
}

/** Returns a person's wallet balances, one per currency; zero SAR for those who never had any. */
export async function walletBalances(db: Db | Tx, userId: string): Promise<Money[]> {
  const { rows } = await sql<{ amount: number; currency: string }>`
    select balance_minor as amount, currency from ledger_accounts
    where kind = 'customer_wallet' and owner_id = ${userId} order by currency limit ${CURRENCIES_MAX}`.execute(
    db,
  );
  if (rows.length === 0) return [money(0, USUAL_CURRENCY)];
  return rows.map(({ amount, currency }) => money(amount, currency));
}

/**
 * Holds the wallet's part of a payment for the order: it leaves the wallet at once, so that it cannot be spent twice
 * while a card pays the rest. Does nothing when it is held already. The caller has the platform's reach.
 *
 * @param now epoch milliseconds
 * @returns whether it was held now
 * @throws Problem insufficient-funds at /walletAmount, also (mapped) when another debit was faster
 */
export async function holdFromWallet(tx: Tx, part: WalletPart, now: number): Promise<boolean> {
  assertSomething(part);
  const { amount, currency } = part.amount;
  const { balanceMinor, isHeld } = await lookAhead(tx, part);
  if (isHeld) return false;
  if (balanceMinor < amount)
    throw insufficientFunds("/walletAmount", money(balanceMinor, currency));
  const transfers = [{ from: walletOf(part), to: orderFunds, amountMinor: amount }];
  const posting = { kind: "wallet_hold", key: heldKey(part), currency, transfers } as const;
  return postLedger(tx, { ...posting, ...aboutOf(part) }, now);
}

/**
 * Releases the held part of a failed payment back to the wallet. Does nothing when it was released already or never
 * held. The caller has the platform's reach.
 *
 * @param now epoch milliseconds
 * @returns whether it was released now
 */
export async function releaseToWallet(tx: Tx, part: WalletPart, now: number): Promise<boolean> {
  const heldMinor = await findHeldMinor(tx, part);
  if (heldMinor === undefined) return false;
  const { amount, currency } = part.amount;
  if (heldMinor !== amount) {
    throw new Error(`payment ${part.paymentId} holds ${heldMinor} of the wallet, not ${amount}`);
  }
  const transfers = [{ from: orderFunds, to: walletOf(part), amountMinor: amount }];
  const key = `payment:${part.paymentId}:released`;
  const posting = { kind: "wallet_release", key, currency, transfers } as const;
  return postLedger(tx, { ...posting, ...aboutOf(part) }, now);
}

const orderFunds: Account = { kind: "order_funds" };

function walletOf({ userId }: WalletPart): Account {
  return { kind: "customer_wallet", userId };
}

function aboutOf({ paymentId, orderId }: WalletPart) {
  return { paymentId, orderId };
}

function heldKey({ paymentId }: WalletPart): string {
  return `payment:${paymentId}:paid`;
}

/** Refuses a negative amount, which would fill the wallet instead. */
function assertSomething({ amount: { amount } }: WalletPart): void {
  if (!Number.isSafeInteger(amount) || amount <= 0) throw new RangeError(`not a debit: ${amount}`);
}

/**
 * For a clear message only, since two concurrent debits may both pass: the constraint wallet_never_below_zero
 * enforces it.
 */
async function lookAhead(tx: Tx, part: WalletPart) {
  const { rows } = await sql<{ balanceMinor: number; isHeld: boolean }>`
    select coalesce((select balance_minor from ledger_accounts
        where kind = 'customer_wallet' and owner_id = ${part.userId} and currency = ${part.amount.currency}), 0)
        as "balanceMinor",
      exists (select from ledger_transactions where key = ${heldKey(part)}) as "isHeld"`.execute(
    tx,
  );
  return rows[0]!;
}

/** Returns what left this wallet for this payment. */
async function findHeldMinor(tx: Tx, part: WalletPart): Promise<number | undefined> {
  const { rows } = await sql<{ minor: number }>`
    select -e.amount_minor as minor from ledger_transactions t
    join ledger_entries e on e.transaction_id = t.id
    join ledger_accounts a on a.id = e.account_id
    where t.key = ${heldKey(part)} and a.kind = 'customer_wallet' and a.owner_id = ${part.userId}
      and a.currency = ${part.amount.currency}`.execute(tx);
  return rows[0]?.minor;
}
