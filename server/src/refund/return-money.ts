import type { Tx } from "../db/connection.ts";
import type { RefundTo } from "./refund-destination.ts";
import { requestRefund, type RefundRequest } from "./request-refund.ts";
import type { ShareReturn } from "./return-plan.ts";

/** Of which booking, and why. */
export type ReturnCause = Pick<
  RefundRequest,
  "businessId" | "bookingId" | "cause" | "isAutomatic" | "reason"
> & {
  /** Where it goes by the payer's choice; absent: to where it came from. */
  chosenBy?: (share: ShareReturn) => RefundTo;
};

/**
 * Promises back what was planned, payment by payment, each item its own part. The caller has the platform's reach, and the
 * shares locked.
 *
 * @param now epoch milliseconds
 * @returns how much was promised, in minor units
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
