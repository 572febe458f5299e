import { isOpen, type Unwanted } from "./amendment.ts";
import { sql } from "kysely";
import { invalidTransition } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { earnPaid } from "../refund/earn-paid.ts";
import { getAgreedBooking } from "./agreed-booking.ts";
import { getAmendment } from "./amendments.ts";
import { reallocate, returnToCustomer } from "./return-to-customer.ts";

/** An amendment's key, with its booking. */
export interface AmendmentKey {
  bookingId: string;
  id: string;
}

/**
 * Accepts a submitted amendment as the business: the new items become the booking's, the old ones are released, and
 * its payments are earned. The caller has the platform's reach, as in all functions here.
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

/** Applies a paid or accepted amendment: swaps the old items for the new and refunds any difference. */
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
 * Withdraws or declines an amendment; the event this writes refunds its payments.
 *
 * @throws Problem not-found, invalid-transition when it is not open any more
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
