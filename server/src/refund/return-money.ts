import type { Tx } from "../db/connection.ts";
import type { RefundTo } from "./refund-destination.ts";
import { requestRefund, type RefundRequest } from "./request-refund.ts";
import type { ShareReturn } from "./return-plan.ts";

/** The booking and the reason of a refund. */
export type ReturnCause = Pick<
  RefundRequest,
  "businessId" | "bookingId" | "cause" | "isAutomatic" | "reason"
> & {
  /** The payer's choice of destination; absent: where the money came from. */
  chosenBy?: (share: ShareReturn) => RefundTo;
};

/**
 * Requests the planned refunds, payment by payment, with each item's own part. The caller has the platform's reach
 * and has locked the shares.
 *
 * @param now epoch milliseconds
 * @returns the amount requested, in minor units
 */
export async function returnMoney(
  tx: Tx,
  { chosenBy, ...why }: ReturnCause,
  plan: readonly ShareReturn[],
  now: number,
): Promise<number> {
  let promised = 0;
  for (const share of plan) {
    const items = share.items.flatMap(({ itemId, minor }) => (itemId ? [{ itemId, minor }] : []));
    const id = await requestRefund(
      tx,
      {
        ...why,
        paymentId: share.paymentId,
        amountMinor: share.minor,
        destination: chosenBy?.(share) ?? "source",
        ...(items.length > 0 && {
          items: items.map(({ itemId }) => itemId),
          itemAmounts: items.map(({ minor }) => minor),
        }),
        requestedBy: "system",
      },
      now,
    );
    if (id !== undefined) promised += share.minor;
  }
  return promised;
}
