import { shareOfMinor } from "../base/money.ts";
import type { Account, Transfer } from "../ledger/post.ts";
import type { ShareRow } from "../payment/payments.ts";

/**
 * Returns the transfers that take a refunded part back from the business, and return the platform's fee on that part
 * to it: proportionally, so that over all parts it is the whole fee despite rounding.
 *
 * @param share as it was before
 * @param amountMinor the part
 */
export function returnTransfers(
  share: Pick<ShareRow, "business_id" | "amount_minor" | "refunded_minor" | "fee_minor">,
  amountMinor: number,
  to: Account,
): Transfer[] {
  const { fee_minor: fee, amount_minor: all, refunded_minor: before } = share;
  const payable: Account = { kind: "business_payable", businessId: share.business_id };
  const feeUpTo = (returned: number) => shareOfMinor(fee, Math.min(returned, all), all);
  const feeMinor = feeUpTo(before + amountMinor) - feeUpTo(before);
  return [
    { from: payable, to, amountMinor },
    ...(feeMinor > 0
      ? [{ from: { kind: "platform_fee" } as const, to: payable, amountMinor: feeMinor }]
      : []),
  ];
}
