import { notFound } from "../base/problem.ts";
import type { Db, Tx } from "../db/connection.ts";
import { bookingsOfOrder } from "./bookings.ts";
import { viewOrder, type OrderView } from "./order-view.ts";

/**
 * Returns an order with those of its bookings that the caller may see: a customer all, a business its own.
 *
 * @param now epoch milliseconds
 * @throws Problem not-found
 */
export async function getOrder(db: Db | Tx, id: string, now: number): Promise<OrderView> {
  const row = await db
    .selectFrom("orders")
    .select(["id", "currency", "created_at"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("order");
  return viewOrder(row, await bookingsOfOrder(db, id, now));
}
