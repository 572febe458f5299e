/** The states of a payment; the table payment_moves holds the same moves and enforces them. */
export const paymentStatuses = [
  "initiated",
  "authorized",
  "paid",
  "failed",
  "voided",
  "partially_refunded",
  "refunded",
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

/** The initial status: cash and wallet payments are paid at once. */
export type FirstStatus = "initiated" | "paid";

/** The status while the outcome is open. */
export type OpenStatus = "initiated" | "authorized";

/** Allowed moves. `failed` to `paid`: given up here, but the gateway has the money after all. */
export const paymentMoves: Record<"new" | PaymentStatus, readonly PaymentStatus[]> = {
  new: ["initiated", "paid"],
  initiated: ["authorized", "paid", "failed"],
  authorized: ["paid", "voided", "failed"],
  failed: ["authorized", "paid"],
  paid: ["partially_refunded", "refunded"],
  partially_refunded: ["refunded"],
  voided: [],
  refunded: [],
};

/**
 * The implications of a status. Each but `isOpen` has a function in sql/base/payment-status.sql; a test compares
 * them.
 */
interface Implied {
  /** The outcome is still open. */
  isOpen: boolean;
  /** It pays for its bookings: the money is with us or authorised, or was until it was refunded. */
  counts: boolean;
  /** The money is with us, or was until it was refunded. */
  isTaken: boolean;
  /** Some of the money is with us. */
  hasMoney: boolean;
  /** It ended without any money. */
  fellThrough: boolean;
}

const nothing: Implied = {
  isOpen: false,
  counts: false,
  isTaken: false,
  hasMoney: false,
  fellThrough: false,
};

export const implies = {
  initiated: { ...nothing, isOpen: true },
  authorized: { ...nothing, isOpen: true, counts: true },
  paid: { ...nothing, counts: true, isTaken: true, hasMoney: true },
  failed: { ...nothing, fellThrough: true },
  voided: { ...nothing, fellThrough: true },
  partially_refunded: { ...nothing, counts: true, isTaken: true, hasMoney: true },
  refunded: { ...nothing, counts: true, isTaken: true },
} satisfies Record<PaymentStatus, Implied>;

/** Returns the statuses for which `what` is true, in the order of a payment's life. */
export function paymentsThat(what: keyof Implied): PaymentStatus[] {
  return paymentStatuses.filter((status) => implies[status][what]);
}

/** Tells whether the money is with us, or was until it was refunded. */
export function isTaken(status: PaymentStatus): boolean {
  return implies[status].isTaken;
}

/** Tells whether the gateway may still report money: `failed` may only mean that we gave up. */
export function mayBeHeardOf(status: PaymentStatus): boolean {
  return paymentMoves[status].includes("authorized");
}

export const refundStatuses = ["requested", "succeeded", "failed"] as const;
export type RefundStatus = (typeof refundStatuses)[number];
