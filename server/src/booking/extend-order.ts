import { sql } from "kysely";
import { text } from "../base/text.ts";
import { conflict, invalidTransition, Problem } from "../base/problem.ts";
import { instantText, MINUTE_MS } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import type { OrderView } from "./order-view.ts";

/**
 * Prolongs the hold of a whole order to `minutes` from now, never beyond 30 minutes from the first claim.
 *
 * @param now epoch milliseconds
 * @throws Problem invalid-transition when nothing is held any more, conflict when the cap is reached
 */
export async function extendOrder(
  tx: Tx,
  order: OrderView,
  minutes: number,
  now: number,
): Promise<void> {
  const held = order.bookings.filter((booking) => booking.status === "reserved");
  if (held.length === 0) throw invalidTransition(order.status, "reserved");
  const target = Math.min(
    now + minutes * MINUTE_MS,
    ...held.map((booking) => Date.parse(booking.extendableUntil)),
  );
  if (target <= Date.parse(order.expiresAt ?? order.createdAt))
    throw atItsLimit(held[0]!.extendableUntil);
  await sql`select count(*) from extend_order(${order.id}, ${instantText(target)})`.execute(tx);
}

function atItsLimit(until: string): Problem {
  const { detail } = conflict(
    "بلغ الحجز المؤقت أقصى مدته؛ أكمل الدفع أو ابدأ من جديد.",
    `This hold cannot be prolonged beyond ${until}; complete it, or start again.`,
  );
  return new Problem("conflict", { detail: detail ?? text("", ""), extra: { until } });
}
