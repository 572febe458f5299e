import { roleIn, type Actor } from "../base/actor.ts";
import { forbidden } from "../base/problem.ts";
import type { BookingView } from "./booking-view.ts";

/** On whose behalf the caller acts on a booking that it may see. */
export function sideOf(actor: Actor, booking: BookingView): "customer" | "business" {
  if (actor.kind === "key" || roleIn(actor, booking.businessId)) return "business";
  return "customer";
}

/** @throws Problem forbidden when the caller is not of the booking's business */
export function assertOfBusiness(actor: Actor, booking: BookingView): void {
  if (sideOf(actor, booking) !== "business") throw forbidden();
}
