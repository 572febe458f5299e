import { sql } from "kysely";
import { instantText } from "../base/time.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { GatewayName } from "./card-gateways.ts";

import { gatewayWaitSeconds } from "./gateway-wait.ts";
import { asPlatform, type MoneyParts } from "./money-parts.ts";
import type { PaymentRow } from "./payments.ts";

export interface DuePayment extends PaymentRow {
  /** When its order's holds end, or ended; null when nothing is held for it. */
  held_until: string | null;
}

/**
 * Claims payments that are due to be polled, for this worker alone. Each is postponed to its next poll before the
 * gateway is asked, so no other worker asks too, and if this one dies the payment is polled at that time.
 */
export async function claimPolls(
  { db, clock }: MoneyParts,
  gateways: readonly GatewayName[],
  most: number,
): Promise<readonly DuePayment[]> {
  return inTransaction(db, asPlatform("reconcile-payments", clock), async (tx) => {
    const { rows } = await sql<DuePayment>`
      select p.*, (select max(b.expires_at) from bookings b where b.order_id = p.order_id) as held_until
      from payments p where p.next_poll_at <= app_now() and p.gateway = any (${gateways})
      order by p.next_poll_at limit ${most} for update of p skip locked`.execute(tx);
    for (const { id, polls } of rows) {
      const next = instantText(clock.now() + gatewayWaitSeconds(polls + 1) * 1_000);
      await sql`update payments set polls = polls + 1, next_poll_at = ${next} where id = ${id}`.execute(
        tx,
      );
    }
    return rows;
  });
}
