import { sql } from "kysely";
import { newId } from "../base/id.ts";
import {
  alreadyTaken,
  conflict,
  invalidTransition,
  preconditionFailed,
  type Problem,
} from "../base/problem.ts";
import { blocks } from "../booking/booking.ts";
import { customerMayStillChange, doorClosed } from "../booking/doors.ts";
import { findTaken, isStale } from "../booking/engine-errors.ts";
import type { PlaceLimits } from "../booking/place-limits.ts";
import type { Tx } from "../db/connection.ts";
import { sqlState } from "../db/sql-error.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { acceptItems } from "./accept-items.ts";
import { getAgreedBooking, type AgreedBooking } from "./agreed-booking.ts";
import type { AmendedBy } from "./amendment.ts";
import { planAmendment, type AmendmentPlan } from "./amendment-plan.ts";
import type { ItemChange } from "./change-shapes.ts";
import { feeReason, storeOutcomes } from "./quote.ts";
import { reallocate, returnToCustomer } from "./return-to-customer.ts";
import { readChange } from "./wanted-item.ts";

/** A requested change of a booking. */
export interface AmendmentRequest {
  bookingId: string;
  items: readonly ItemChange[];
  remove: readonly string[];
  by: AmendedBy;
  reason: string;
  /** Epoch milliseconds. */
  now: number;
  /** From If-Match; undefined amends any version. */
  version?: number | undefined;
  /** Null when hoarding is impossible: the business's own change. */
  limits: PlaceLimits | null;
}

/** How often a lost race is judged again; after that the inventory changes hands too fast. */
const ATTEMPTS = 3;

interface Made {
  booking: AgreedBooking;
  plan: AmendmentPlan;
  /** The amendment's id. */
  id: string;
}

/**
 * Quotes a change: makes it and rolls it back, so that the quote matches the command.
 *
 * @throws Problem what `amendBooking` throws
 */
export async function quoteAmendment(
  tx: Tx,
  request: AmendmentRequest,
): Promise<Pick<Made, "booking" | "plan">> {
  const quoted = await tryUntilMade(tx, request);
  await sql`rollback to savepoint before_taking`.execute(tx);
  return quoted;
}

async function planChange(
  tx: Tx,
  request: AmendmentRequest,
): Promise<Pick<Made, "booking" | "plan">> {
  const { bookingId, by, now } = request;
  const booking = await getAgreedBooking(tx, bookingId, now);
  if (request.version !== undefined && request.version !== booking.version) {
    throw preconditionFailed();
  }
  assertAmendable(booking, by, now);
  const change = readChange(booking, request.items, request.remove);
  const accepted = await acceptItems(tx, booking, change, now);
  const plan = planAmendment(booking, accepted, change.removed, by, () => newId(now), now);
  return { booking, plan };
}

/**
 * Changes a booking that was sold: new inventory is taken, old inventory released and the difference refunded in this
 * transaction. If money is due first, or the business accepts by hand, the new is held beside the old and waits. The
 * caller has the platform's reach and has checked whose booking it is.
 *
 * @returns the amendment's id
 * @throws Problem invalid-request, not-available with reasons and alternatives, already-taken, invalid-transition,
 *   conflict when another amendment waits, precondition-failed, hold-limit
 */
export async function amendBooking(tx: Tx, request: AmendmentRequest): Promise<string> {
  const { orderId } = await getAgreedBooking(tx, request.bookingId, request.now);
  await lockOrderMoney(tx, orderId);
  const { booking, plan, id } = await tryUntilMade(tx, request);
  if (plan.status === "applied" && plan.goesBackMinor > 0) {
    await returnToCustomer(tx, booking, plan.goesBackMinor, request.reason, request.now);
  }
  if (plan.status === "applied") await reallocate(tx, booking);
  return id;
}

/** Judges again after a lost race: that shows what is free now, or that only an overdue hold was in the way. */
async function tryUntilMade(tx: Tx, request: AmendmentRequest): Promise<Made> {
  for (let attempt = 1; ; attempt += 1) {
    const { booking, plan } = await planChange(tx, request);
    const id = newId(request.now);
    const lost = await tryToAmend(tx, request, booking, plan, id);
    if (lost === undefined) return { booking, plan, id };
    if (attempt === ATTEMPTS) throw isStale(lost) ? lost : alreadyTaken([], lost);
  }
}

/**
 * Refuses a booking that cannot be amended. @throws Problem invalid-transition; for a customer also not-available
 * (already-begun, already-checked-in)
 */
export function assertAmendable(booking: AgreedBooking, by: AmendedBy, now: number): void {
  if (!blocks(booking.status)) throw invalidTransition(booking.status, "amended");
  const door =
    by === "customer"
      ? customerMayStillChange({ ...booking, start: booking.startsAt }, now)
      : undefined;
  if (door) throw doorClosed(door);
}

/**
 * Takes the new inventory, or leaves the transaction unchanged.
 *
 * @returns the database's refusal when it is taken, or the booking changed meanwhile
 */
async function tryToAmend(
  tx: Tx,
  request: AmendmentRequest,
  booking: AgreedBooking,
  plan: AmendmentPlan,
  id: string,
): Promise<Error | undefined> {
  const input = {
    amendment: amendmentRow(request, booking, plan, id),
    ...plan.engine,
    confirm: true,
    limits: request.limits ?? {},
  };
  await sql`savepoint before_taking`.execute(tx);
  try {
    await sql`select amend_booking(${JSON.stringify(input)}::jsonb, ${request.version ?? null})`.execute(
      tx,
    );
    return undefined;
  } catch (error) {
    if (sqlState(error) === "HF011") throw anotherWaits();
    const isToBeRead = sqlState(error) === "HF014" || isStale(error);
    if (!findTaken(error) && !isToBeRead) throw error;
    await sql`rollback to savepoint before_taking`.execute(tx);
    return error as Error;
  }
}

function amendmentRow(
  { by, reason }: AmendmentRequest,
  booking: AgreedBooking,
  plan: AmendmentPlan,
  id: string,
) {
  return {
    id,
    booking_id: booking.id,
    status: plan.status,
    made_by: by,
    reason,
    price_before_minor: plan.priceBeforeMinor,
    price_after_minor: plan.priceAfterMinor,
    due_now_minor: plan.dueNowMinor,
    goes_back_minor: plan.goesBackMinor,
    fee_minor: plan.feeMinor,
    fee_floor_minor: plan.feeFloorMinor,
    fee_reason: feeReason(plan),
    acceptance: plan.acceptance,
    items: storeOutcomes(plan.outcomes),
    expires_at: plan.expiresAt,
  };
}

function anotherWaits(): Problem {
  return conflict(
    "لهذا الحجز تعديل آخر لم يكتمل؛ أكمله أو اسحبه أولًا.",
    "This booking already has an open amendment; complete or withdraw it first.",
  );
}
