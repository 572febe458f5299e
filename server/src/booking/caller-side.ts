import { roleIn, type Actor } from "../base/actor.ts";
import { forbidden, type Problem } from "../base/problem.ts";
import { text } from "../base/text.ts";
import type { BookingView } from "./booking-view.ts";

/**
 * Returns which side of a visible booking the caller is on: decided by the booking, not by membership. People who
 * booked for themselves are its customer, even if they work for the business.
 */
export function sideOf(
  actor: Actor,
  { businessId, customer }: Pick<BookingView, "businessId" | "customer">,
): "customer" | "business" {
  if (isOneself(actor, customer.id)) return "customer";
  return actor.kind === "key" || roleIn(actor, businessId) ? "business" : "customer";
}

/** Tells whether the caller is the booking's customer. */
export function isOneself(actor: Actor, customerId: string | null): boolean {
  return actor.kind === "user" && actor.userId === customerId;
}

/** Refuses callers outside the business. @throws Problem forbidden, also when it is their own booking */
export function assertOfBusiness(actor: Actor, booking: BookingView): void {
  if (sideOf(actor, booking) === "business") return;
  throw roleIn(actor, booking.businessId) ? onesOwn() : forbidden();
}

/** Returns a 403: the caller works for the business and is also its customer. */
export function onesOwn(): Problem {
  return forbidden(
    text(
      "هذا حجزك أنت؛ يجب أن ينفّذ هذا الإجراء عضو آخر في المنشأة.",
      "This is your own booking; another member of the business must do this.",
    ),
  );
}
