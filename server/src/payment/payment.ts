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

/** Whether the money is with us, or was until it was given back. */
export function isTaken(status: PaymentStatus): boolean {
  return status === "paid" || status === "partially_refunded" || status === "refunded";
}
