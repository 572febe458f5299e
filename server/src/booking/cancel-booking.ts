import type { Actor } from "../base/actor.ts";
import { invalidAt, invalidTransition } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { RefundTo } from "../refund/refund-destination.ts";
import { moves, type Canceller } from "./booking.ts";
import type { BookingView } from "./booking-view.ts";
import { sideOf } from "./caller-side.ts";
import { closedDoor, doorClosed } from "./doors.ts";
import type { OrderView } from "./order-view.ts";
import { moveBooking } from "./move-booking.ts";

/** Options of a cancellation. */
export interface Cancellation {
  reason?: string;
  /** Only the customer may choose: refund to their wallet instead of the source. */
  refundTo?: RefundTo;
}

/**
 * Ends a booking and frees what it owned. The database checks again that a customer still may.
 *
 * @throws (mapped) not-found, invalid-transition, precondition-failed; not-available when a customer cancels after it
 *   has begun or after check-in; invalid-request when anybody but the customer chooses the wallet
 */
export async function cancelBooking(
  tx: Tx,
  bookingId: string,
  by: Canceller,
  options: Cancellation & { version?: number } = {},
): Promise<void> {
  if (options.refundTo === "wallet" && by !== "customer") throw notTheirs();
  await moveBooking(tx, { bookingId, to: "cancelled", by, ...options });
}

/**
 * Cancels every booking of an order that the caller may still cancel, in the engine's lock order.
 *
 * @param now epoch milliseconds
 * @throws Problem invalid-transition when there is none, not-available when all have begun
 */
export async function cancelOrder(
  tx: Tx,
  order: OrderView,
  actor: Actor,
  now: number,
  cancellation: Cancellation = {},
): Promise<void> {
  const open = order.bookings.filter((booking) => moves[booking.status].includes("cancelled"));
  if (open.length === 0) throw invalidTransition(order.status, "cancelled");
  const doors = open.map((booking) => {
    const by = sideOf(actor, booking);
    return {
      booking,
      by,
      door: closedDoor(by, booking, now),
    };
  });
  const [closed] = doors.flatMap(({ door }) => door || []);
  const left = doors.filter(({ door }) => !door);
  if (left.length === 0) throw doorClosed(closed!);
  for (const { booking, by } of left.toSorted(byBusiness)) {
    await cancelBooking(tx, booking.id, by, cancellation);
  }
}

function byBusiness(a: { booking: BookingView }, b: { booking: BookingView }): number {
  return a.booking.businessId < b.booking.businessId ? -1 : 1;
}

function notTheirs() {
  return invalidAt(
    "/refundTo",
    "العميل وحده يختار الاسترداد إلى محفظته؛ احذف refundTo.",
    "Only the customer may choose a refund to their wallet; leave refundTo out.",
  );
}
