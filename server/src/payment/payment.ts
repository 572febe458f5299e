/** The states of a payment; the table payment_moves says the same and is what holds. */
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

/** As which one begins: what is paid over the counter or from the wallet is paid at once. */
export type FirstStatus = "initiated" | "paid";

/** What it is while nobody has said what becomes of it. */
export type OpenStatus = "initiated" | "authorized";

/** Allowed moves. `failed` to `paid`: given up here, and the gateway has the money after all. */
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

/** What a status implies. Each but `isOpen` has a function in sql/base/payment-status.sql; a test compares them. */
interface Implied {
  /** Nobody has said yet what becomes of it. */
  isOpen: boolean;
  /** It pays for its bookings: the money is with us or held for us, or was until it was given back. */
  counts: boolean;
  /** The money is with us, or was until it was given back. */
  isTaken: boolean;
  /** Some of the money is with us. */
  hasMoney: boolean;
  /** No money came of it. */
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

/** Those of which something is true, in the order of a payment's life. */
export function paymentsThat(what: keyof Implied): PaymentStatus[] {
  return paymentStatuses.filter((status) => implies[status][what]);
}

/** Whether the money is with us, or was until it was given back. */
export function isTaken(status: PaymentStatus): boolean {
  return implies[status].isTaken;
}

/** Whether its gateway may still say that there is money: `failed` was given up here alone. */
export function mayBeHeardOf(status: PaymentStatus): boolean {
  return paymentMoves[status].includes("authorized");
}

export const refundStatuses = ["requested", "succeeded", "failed"] as const;
export type RefundStatus = (typeof refundStatuses)[number];
