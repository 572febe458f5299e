import { isOpen, type Unwanted } from "./amendment.ts";
import { sql } from "kysely";
import { invalidTransition } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { earnPaid } from "../refund/earn-paid.ts";
import { getAgreedBooking } from "./agreed-booking.ts";
import { getAmendment } from "./amendments.ts";
import { reallocate, returnToCustomer } from "./return-to-customer.ts";

/** Which amendment of which booking. */
export interface AmendmentKey {
  bookingId: string;
  id: string;
}

/**
 * The business accepts what waits for it: the new becomes the booking's and the old is given back; money that was paid
 * for it is the business's. The caller has the platform's reach, as in all of these.
 *
 * @param now epoch milliseconds
 * @throws Problem not-found, invalid-transition when it does not wait for the business (any more)
 */
export async function acceptAmendment(tx: Tx, key: AmendmentKey, now: number): Promise<void> {
  const { orderId } = await getAgreedBooking(tx, key.bookingId, now);
  await lockOrderMoney(tx, orderId);
  const { status } = await getAmendment(tx, key, now);
  if (status !== "awaitingAcceptance") throw invalidTransition(status, "applied");
  await applyAmendment(tx, key, now);
}

/** It is paid, or accepted: swaps the old for the new, and what the new costs less goes back. */
export async function applyAmendment(tx: Tx, key: AmendmentKey, now: number): Promise<void> {
  await sql`select apply_amendment(${key.bookingId}, ${key.id})`.execute(tx);
  await earnPaid(tx, key.bookingId, now);
  const { goesBack, reason } = await getAmendment(tx, key, now);
  const booking = await getAgreedBooking(tx, key.bookingId, now);
  if (goesBack.amount > 0) {
    await returnToCustomer(tx, booking, goesBack.amount, reason, now);
  }
  await reallocate(tx, booking);
}

/**
 * Nothing comes of it, by the word of whoever made it or of the business; what was paid for it goes back by the event
 * that this writes.
 *
 * @throws Problem not-found, invalid-transition when it does not wait any more
 */
export async function endAmendment(
  tx: Tx,
  key: AmendmentKey,
  how: Unwanted,
  now: number,
  reason?: string,
): Promise<void> {
  const { orderId } = await getAgreedBooking(tx, key.bookingId, now);
  await lockOrderMoney(tx, orderId);
  const { status } = await getAmendment(tx, key, now);
  const mayEnd = how === "declined" ? status === "awaitingAcceptance" : isOpen(status);
  if (!mayEnd) throw invalidTransition(status, how);
  await sql`select end_amendment(${key.bookingId}, ${key.id}, ${how}, ${reason ?? null})`.execute(
    tx,
  );
}
