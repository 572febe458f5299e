import { sql } from "kysely";
import { text } from "../base/text.ts";
import { conflict, invalidTransition, Problem } from "../base/problem.ts";
import { instantText, MINUTE_MS } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import type { OrderView } from "./order-view.ts";

/**
 * Extends the hold of a whole order to at least `minutes` from now, never beyond 30 minutes from the first claim, nor
 * beyond its first start. A hold that already lasts that long is unchanged, so a request never shortens it.
 *
 * @param now epoch milliseconds
 * @returns whether it lasts longer than before
 * @throws Problem invalid-transition when nothing is held any more, conflict when the cap is reached
 */
export async function extendOrder(
  tx: Tx,
  order: OrderView,
  minutes: number,
  now: number,
): Promise<boolean> {
  const held = order.bookings.filter((booking) => booking.status === "reserved");
  if (held.length === 0) throw invalidTransition(order.status, "reserved");
  const asked = now + minutes * MINUTE_MS;
  const lasts = Math.min(
    ...held.map((booking) => Date.parse(booking.expiresAt ?? order.createdAt)),
  );
  if (asked <= lasts) return false;
  const target = Math.min(asked, ...held.map((booking) => Date.parse(booking.extendableUntil)));
  if (target <= lasts) throw atItsLimit(held[0]!.extendableUntil);
  await sql`select count(*) from extend_order(${order.id}, ${instantText(target)})`.execute(tx);
  return true;
}

function atItsLimit(until: string): Problem {
  const { detail } = conflict(
    "بلغ الحجز المؤقت أقصى مدته؛ أكمل الدفع أو ابدأ من جديد.",
    `This hold cannot be extended beyond ${until}; complete the payment or start again.`,
  );
  return new Problem("conflict", { detail: detail ?? text("", ""), extra: { until } });
}
