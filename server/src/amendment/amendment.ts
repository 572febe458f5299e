/** Statuses of an amendment; the database holds the same values. */
export const amendmentStatuses = [
  "applied",
  "awaitingPayment",
  "awaitingAcceptance",
  "declined",
  "expired",
  "withdrawn",
] as const;

export type AmendmentStatus = (typeof amendmentStatuses)[number];

/** On whose behalf a booking is changed: its business may do what its customer may not. */
export type AmendedBy = "customer" | "business";

/** Allowed moves by status; "new" is an amendment being made. The table amendment_moves holds the same and enforces them. */
export const amendmentMoves: Record<"new" | AmendmentStatus, readonly AmendmentStatus[]> = {
  new: ["awaitingPayment", "awaitingAcceptance", "applied"],
  awaitingPayment: ["awaitingAcceptance", "applied", "expired", "withdrawn"],
  awaitingAcceptance: ["applied", "declined", "expired", "withdrawn"],
  applied: [],
  declined: [],
  expired: [],
  withdrawn: [],
};

/**
 * Tells whether a change still waits for money or for the business: only those can still move.
 * amendment_waits() in sql/base/amendment-status.sql says the same.
 */
export function isOpen(status: AmendmentStatus): boolean {
  return amendmentMoves[status].length > 0;
}

/** How an open amendment is ended on request. */
export type Unwanted = "withdrawn" | "declined";

/**
 * Returns the status as of now: an open amendment past its time has expired, whether or not that is recorded.
 *
 * @param expiresAt RFC 3339 or null
 * @param now epoch milliseconds
 */
export function amendmentStatusNow(
  status: AmendmentStatus,
  expiresAt: string | null,
  now: number,
): AmendmentStatus {
  return isOpen(status) && expiresAt !== null && Date.parse(expiresAt) <= now ? "expired" : status;
}
