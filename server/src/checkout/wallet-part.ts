import { sql } from "kysely";
import { money } from "../base/money.ts";
import { insufficientFunds, invalidAt } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { Payable } from "./payable.ts";
import type { PaymentRequest } from "./payment-request.ts";

/**
 * How much of what is due the wallet pays, in minor units.
 *
 * @throws Problem invalid-request at /walletAmount
 */
export function walletPart(request: PaymentRequest, totalMinor: number): number {
  const { method, walletAmountMinor } = request;
  if (method !== "split") {
    if (walletAmountMinor === undefined) return method === "card" ? 0 : totalMinor;
    throw invalidAt(
      "/walletAmount",
      "حصة المحفظة مع method: split فقط؛ احذفها أو غيّر الطريقة.",
      "The wallet's part goes with method split only; leave it out, or change the method.",
    );
  }
  if (walletAmountMinor && walletAmountMinor > 0 && walletAmountMinor < totalMinor) {
    return walletAmountMinor;
  }
  throw invalidAt(
    "/walletAmount",
    `حصة المحفظة يجب أن تكون بين 1 و${totalMinor - 1}؛ وما عدا ذلك استخدم method: wallet أو card.`,
    `The wallet's part must be between 1 and ${totalMinor - 1}; for all or nothing use method wallet or card.`,
  );
}

/** The wallet pays first, booking by booking; the card the rest. */
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
 * Looks whether the wallet can pay its part, with what an open payment for the same order holds of it and would give
 * back. Only a kind look: what holds is the constraint wallet_never_below_zero.
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
