/** The states of a booking and the allowed moves; the database holds the same table. */
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

/** Who ended it: shown to both sides, and decides the fee. */
export const cancellers = ["customer", "business", "system"] as const;
export type Canceller = (typeof cancellers)[number];

/** Allowed moves by status; "new" is a booking being created. */
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

/**
 * The implications of a status. Each but `isOver` has a function in sql/base/booking-status.sql; a test compares
 * them.
 */
interface Implied {
  /** It owns what its items need. */
  blocks: boolean;
  /** It ends by itself when its time runs out. */
  runsOut: boolean;
  /** It is agreed and not over: it may have an open amendment. */
  stands: boolean;
  /** What was due first has been paid, and it can still be paid for. */
  isSold: boolean;
  /** Its business has accepted it and has earned what was paid. */
  isEarned: boolean;
  /** It ended early or not as agreed: payments are refunded, less a fee. */
  givesBack: boolean;
  /** It ended without taking place: only a fee is charged. */
  fellThrough: boolean;
  /** An outcome that its business reports once it has begun. */
  isOutcome: boolean;
  /** It is over for good: only late money can follow. */
  isOver: boolean;
}

const nothing: Implied = {
  blocks: false,
  runsOut: false,
  stands: false,
  isSold: false,
  isEarned: false,
  givesBack: false,
  fellThrough: false,
  isOutcome: false,
  isOver: false,
};

export const implies = {
  reserved: { ...nothing, blocks: true, runsOut: true },
  pending: { ...nothing, blocks: true, runsOut: true, stands: true, isSold: true },
  confirmed: { ...nothing, blocks: true, stands: true, isSold: true, isEarned: true },
  completed: { ...nothing, isSold: true, isEarned: true, isOutcome: true, isOver: true },
  no_show: { ...nothing, isEarned: true, givesBack: true, isOutcome: true, isOver: true },
  cancelled: { ...nothing, givesBack: true, fellThrough: true, isOver: true },
  expired: { ...nothing, givesBack: true, fellThrough: true, isOver: true },
} satisfies Record<Status, Implied>;

/** Tells whether a booking in this status owns inventory. */
export function blocks(status: Status): boolean {
  return implies[status].blocks;
}

/** Returns the statuses for which `what` is true, in the order of a booking's life. */
export function statusesThat(what: keyof Implied): Status[] {
  return statuses.filter((status) => implies[status][what]);
}

/** The outcomes that a business reports. */
export type Outcome = "completed" | "no_show";

/** How a booking ended when payments are refunded. */
export type GivesBack = "cancelled" | "expired" | "no_show";

/** An order shows its most active booking status: open payments first, finished ones last. */
const orderPrecedence = {
  reserved: 1,
  pending: 2,
  confirmed: 3,
  completed: 4,
  no_show: 5,
  expired: 6,
  cancelled: 7,
} satisfies Record<Status, number>;

export function orderStatus(ofBookings: readonly Status[]): Status {
  const byLife = ofBookings.toSorted((a, b) => orderPrecedence[a] - orderPrecedence[b]);
  return byLife[0] ?? "cancelled";
}

/**
 * Returns the status as of now: an expired hold, and a booking not accepted in time, count as expired even before
 * that is recorded.
 *
 * @param expiresAt RFC 3339 or null
 * @param now epoch milliseconds
 */
export function statusNow(status: Status, expiresAt: string | null, now: number): Status {
  const overdue = expiresAt !== null && Date.parse(expiresAt) <= now;
  return overdue && implies[status].runsOut ? "expired" : status;
}
