import { sumMoney, type Money } from "../base/money.ts";
import { implies, orderStatus, type Status } from "./booking.ts";
import type { BookingView } from "./booking-view.ts";

/** What a customer checks out together. */
export interface OrderView {
  id: string;
  status: Status;
  /** When the first hold, or time to accept, runs out; null when nothing is held or waits. */
  expiresAt: string | null;
  total: Money;
  due: Money;
  bookings: BookingView[];
  createdAt: string;
}

/** Builds the order's view: its status, money and expiry derive from its bookings. */
export function viewOrder(
  row: { id: string; currency: string; created_at: string },
  bookings: readonly BookingView[],
): OrderView {
  const expiries = bookings
    .filter((booking) => implies[booking.status].runsOut)
    .flatMap((booking) => booking.expiresAt ?? []);
  return {
    id: row.id,
    status: orderStatus(bookings.map((booking) => booking.status)),
    expiresAt: expiries.toSorted()[0] ?? null,
    total: sumMoney(
      bookings.map((booking) => booking.total),
      row.currency,
    ),
    due: sumMoney(
      bookings.map((booking) => booking.due),
      row.currency,
    ),
    bookings: bookings.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    createdAt: row.created_at,
  };
}
