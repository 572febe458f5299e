import { sql } from "kysely";
import { money } from "../base/money.ts";
import { insufficientFunds, invalidAt } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { Payable } from "./payable.ts";
import type { PaymentRequest } from "../payment/payment-request.ts";

/**
 * Returns the wallet's part of what is due, in minor units; the rest is the card's, at least the card minimum.
 *
 * @param cardMinimumMinor the gateway's minimum of one payment
 * @throws Problem invalid-request at /walletAmount or /method
 */
export function walletPart(
  { method, walletAmount }: PaymentRequest,
  totalMinor: number,
  cardMinimumMinor: number,
): number {
  const walletAmountMinor = walletAmount?.amount;
  if (method !== "split" && walletAmountMinor !== undefined) throw notSplit();
  if (method === "wallet") return totalMinor;
  if (totalMinor < cardMinimumMinor) throw tooLittleForCard(totalMinor, cardMinimumMinor);
  if (method === "card") return 0;
  const mostMinor = totalMinor - cardMinimumMinor;
  if (walletAmountMinor && walletAmountMinor > 0 && walletAmountMinor <= mostMinor) {
    return walletAmountMinor;
  }
  throw mostMinor > 0 ? otherPart(mostMinor, cardMinimumMinor) : allOrNothing(cardMinimumMinor);
}

function notSplit() {
  return invalidAt(
    "/walletAmount",
    "حصة المحفظة مع method: split فقط؛ احذفها أو غيّر الطريقة.",
    "The wallet's part is only allowed with method split; leave it out or change the method.",
  );
}

function tooLittleForCard(totalMinor: number, cardMinimumMinor: number) {
  return invalidAt(
    "/method",
    `أقل مبلغ يُدفع بالبطاقة ${cardMinimumMinor} والمستحق ${totalMinor}؛ استخدم method: wallet.`,
    `The card minimum is ${cardMinimumMinor} and only ${totalMinor} is due; use method wallet.`,
  );
}

function otherPart(mostMinor: number, cardMinimumMinor: number) {
  return invalidAt(
    "/walletAmount",
    `حصة المحفظة بين 1 و${mostMinor} لأن أقل مبلغ للبطاقة ${cardMinimumMinor}؛ وللدفع كله من إحداهما استخدم method: wallet أو card.`,
    `The wallet's part must be from 1 to ${mostMinor} because the card minimum is ${cardMinimumMinor}; to pay it all one way, use method wallet or card.`,
  );
}

function allOrNothing(cardMinimumMinor: number) {
  return invalidAt(
    "/walletAmount",
    `أقل مبلغ للبطاقة ${cardMinimumMinor} وهو كل المستحق؛ استخدم method: wallet أو card.`,
    `The card minimum is ${cardMinimumMinor}, which is everything due; use method wallet or card.`,
  );
}

/** Divides what is due: the wallet pays first, booking by booking; the card pays the rest. */
export function divide(
  payables: readonly Payable[],
  walletMinor: number,
): [byWallet: Payable[], byCard: Payable[]] {
  let left = walletMinor;
  const byWallet: Payable[] = [];
  const byCard: Payable[] = [];
  for (const one of payables) {
    const part = Math.min(left, one.amountMinor);
    left -= part;
    if (part > 0) byWallet.push({ ...one, amountMinor: part });
    if (part < one.amountMinor) byCard.push({ ...one, amountMinor: one.amountMinor - part });
  }
  return [byWallet, byCard];
}

/**
 * Checks that the wallet covers its part, counting what an open payment for the same order holds and would release. For
 * a clear message only: the constraint wallet_never_below_zero enforces it.
 *
 * @throws Problem insufficient-funds at /walletAmount
 */
export async function assertWalletCovers(
  tx: Tx,
  { customerId, orderId }: PaymentRequest,
  walletMinor: number,
  currency: string,
): Promise<void> {
  const { rows } = await sql<{ balance: number; held: number }>`
    select coalesce((select balance_minor from ledger_accounts
        where kind = 'customer_wallet' and owner_id = ${customerId} and currency = ${currency}), 0) as balance,
      coalesce((select sum(amount_minor) from payments
        where order_id = ${orderId} and customer_id = ${customerId} and gateway = 'wallet' and status = 'initiated'), 0)::bigint
        as held`.execute(tx);
  const { balance, held } = rows[0]!;
  if (walletMinor > balance + held)
    throw insufficientFunds("/walletAmount", money(balance, currency));
}
