import { sql } from "kysely";
import { alreadyTaken } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { PlannedItem } from "../availability/planned-item.ts";
import type { BookingView } from "./booking-view.ts";
import { findTaken } from "./engine-errors.ts";
import type { OrderItem } from "./item-rule.ts";
import { assertBookable, judgeItems } from "./judge-items.ts";
import { dueMinor, itemForEngine, storedItem, wantedOf } from "./order-plan.ts";
import { assertAsAgreed, assertMovable, type MovedBy } from "./rescheduling-rules.ts";

export interface Rescheduling {
  by: MovedBy;
  /** Epoch milliseconds. */
  now: number;
  /** From If-Match; undefined moves whatever version is there. */
  version?: number;
}

/** Judged free this often and lost nevertheless: it changes hands faster than it can be taken. */
const ATTEMPTS = 3;

/**
 * Moves a booking to other times, units or seats: the new is taken and the old given back in this
 * transaction, or nothing changes. The same rules judge it as a new booking; its own claims do not stand in
 * its way, and the terms agreed when it was made stay.
 *
 * @param items one for each item of the booking, in its order and of its kind
 * @throws Problem invalid-request, not-available, invalid-transition, already-taken; (mapped) precondition-failed
 */
export async function rescheduleBooking(
  tx: Tx,
  booking: BookingView,
  items: readonly OrderItem[],
  { by, now, version }: Rescheduling,
): Promise<void> {
  assertMovable(booking, items, by, now);
  await sql`select set_config('app.ignored_booking', ${booking.id}, true)`.execute(tx);
  for (let attempt = 1; ; attempt += 1) {
    // After a lost race once more: it then says what is free now, or that it was only an overdue hold.
    const planned = assertBookable(await judgeItems(tx, items, now));
    assertAsAgreed(booking, planned, by);
    const lost = await tryToTake(tx, reschedulingPlan(booking, planned), version);
    if (!lost) return;
    if (attempt === ATTEMPTS) throw alreadyTaken([], lost);
  }
}

/**
 * Takes the new and gives the old back, or leaves the transaction as it was.
 *
 * @returns the database's refusal when somebody has it
 */
async function tryToTake(tx: Tx, plan: object, version: number | undefined): Promise<unknown> {
  await sql`savepoint before_taking`.execute(tx);
  try {
    await sql`select reschedule_booking(${JSON.stringify(plan)}::jsonb, ${version ?? null})`.execute(
      tx,
    );
    return undefined;
  } catch (error) {
    if (!findTaken(error)) throw error;
    await sql`rollback to savepoint before_taking`.execute(tx);
    return error;
  }
}

function reschedulingPlan(booking: BookingView, planned: readonly PlannedItem[]) {
  const stored = planned.map((item, index) =>
    storedItem(item, booking.items[index]!.id, index + 1),
  );
  const totalMinor = planned.reduce((sum, item) => sum + item.priceMinor, 0);
  const row = {
    id: booking.id,
    business_id: booking.businessId,
    expires_at: booking.expiresAt,
  };
  return {
    booking: {
      id: booking.id,
      starts_at: stored.map((item) => item.starts_at).toSorted()[0],
      ends_at: stored
        .map((item) => item.ends_at)
        .toSorted()
        .at(-1),
      total_minor: totalMinor,
      // What is held owes what the new terms ask; what is sold stays as it was paid.
      due_minor:
        booking.status === "reserved"
          ? dueMinor(planned)
          : Math.min(booking.due.amount, totalMinor),
    },
    items: stored.map((item) => itemForEngine(item, row)),
    wanted: wantedOf(planned, stored, row),
  };
}
