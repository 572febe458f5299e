/** The states of a booking and the moves between them; the database holds the same table. */
export const statuses = [
  "reserved",
  "pending",
  "confirmed",
  "completed",
  "no_show",
  "cancelled",
  "expired",
] as const;

export type Status = (typeof statuses)[number];

/** Who ended it: shown to both sides, and what decides the fee. */
export const cancellers = ["customer", "business", "system"] as const;
export type Canceller = (typeof cancellers)[number];

/** From a status to those it may become; "new" is a booking that is just being made. */
export const moves: Readonly<Record<Status | "new", readonly Status[]>> = {
  new: ["reserved", "pending", "confirmed"],
  reserved: ["pending", "confirmed", "cancelled", "expired"],
  pending: ["confirmed", "cancelled", "expired"],
  confirmed: ["completed", "no_show", "cancelled"],
  completed: [],
  no_show: [],
  cancelled: [],
  expired: ["confirmed"],
};

/** Whether a booking in this status owns inventory. */
export function blocks(status: Status): boolean {
  return status === "reserved" || status === "pending" || status === "confirmed";
}

/** An order shows what is most alive in it: money still open first, what is over last. */
const orderPrecedence: readonly Status[] = [
  "reserved",
  "pending",
  "confirmed",
  "completed",
  "no_show",
  "expired",
  "cancelled",
];

export function orderStatus(ofBookings: readonly Status[]): Status {
  return orderPrecedence.find((status) => ofBookings.includes(status)) ?? "cancelled";
}

/**
 * A hold that ran out, and what was not accepted in time, is expired even before anybody writes it down.
 *
 * @param expiresAt RFC 3339 or null
 * @param now epoch milliseconds
 */
export function statusNow(status: Status, expiresAt: string | null, now: number): Status {
  const overdue = expiresAt !== null && Date.parse(expiresAt) <= now;
  return overdue && (status === "reserved" || status === "pending") ? "expired" : status;
}
