import { shareOfMinor } from "../base/money.ts";
import { invalidAt, invalidTransition, Problem } from "../base/problem.ts";
import { text } from "../base/text.ts";
import type { PlannedItem } from "../availability/planned-item.ts";
import { blocks } from "./booking.ts";
import type { BookingView } from "./booking-view.ts";
import type { OrderItem } from "./item-rule.ts";
import { dueMinor } from "./order-plan.ts";

/** On whose behalf a booking is moved: its business may do what its customer may not. */
export type MovedBy = "customer" | "business";

/**
 * Whether a booking can be moved at all, and into this.
 *
 * @param now epoch milliseconds
 * @throws Problem invalid-transition, not-available (already-begun) for a customer, invalid-request
 */
export function assertMovable(
  booking: BookingView,
  items: readonly OrderItem[],
  by: MovedBy,
  now: number,
): void {
  if (!blocks(booking.status)) throw invalidTransition(booking.status, "rescheduled");
  // Else whoever comes late, or not at all, has a later time for nothing: no fee, no no-show.
  if (by === "customer" && Date.parse(booking.startsAt) <= now) throw alreadyBegun();
  assertSameShape(booking, items);
}

/**
 * Whether what was agreed still holds for what it is moved into: the terms of an offering that stays do, another's
 * are not had by the way.
 *
 * @throws Problem invalid-request
 */
export function assertAsAgreed(
  booking: BookingView,
  planned: readonly PlannedItem[],
  by: MovedBy,
): void {
  const foreign = planned.findIndex((item) => item.businessId !== booking.businessId);
  if (foreign >= 0) throw ofAnotherBusiness(foreign);
  if (booking.status !== "reserved" && dueAsAgreed(booking, planned) > booking.due.amount) {
    throw toBePaidFirst();
  }
  const unaccepted = by === "customer" ? findUnaccepted(booking, planned) : -1;
  if (unaccepted >= 0) throw toBeAcceptedFirst(unaccepted);
}

/** What would be due first: an offering that stays on the terms agreed, in proportion; another on its own. */
function dueAsAgreed(booking: BookingView, planned: readonly PlannedItem[]): number {
  const { due, total } = booking;
  const isKept = (item: PlannedItem, n: number) => keepsOffering(booking, item, n);
  const kept = planned.filter(isKept).reduce((sum, item) => sum + item.priceMinor, 0);
  const changed = planned.filter((item, n) => !isKept(item, n));
  const share = total.amount > 0 ? shareOfMinor(kept, due.amount, total.amount) : 0;
  return share + dueMinor(changed);
}

/** The first item whose new offering is accepted by hand, in a booking that will not be looked at any more. */
function findUnaccepted(booking: BookingView, planned: readonly PlannedItem[]): number {
  const { status, acceptance } = booking;
  // What waits for the business, or will once it is paid, is accepted as it stands then.
  if (status === "pending" || (status === "reserved" && acceptance === "manual")) return -1;
  return planned.findIndex(
    (item, n) => item.terms.acceptance === "manual" && !keepsOffering(booking, item, n),
  );
}

function keepsOffering({ items }: BookingView, item: PlannedItem, n: number): boolean {
  return item.offeringId === items[n]!.offeringId;
}

function assertSameShape(booking: BookingView, items: readonly OrderItem[]): void {
  const kinds = booking.items.map((item) => item.kind);
  if (items.length !== kinds.length) {
    throw invalidAt(
      "/items",
      `أرسل بندًا لكل بند في الحجز (${kinds.length}).`,
      `Send one item for each item of the booking (${kinds.length}).`,
    );
  }
  const wrong = items.findIndex((item, index) => item.kind !== kinds[index]);
  if (wrong >= 0) {
    throw invalidAt(
      `/items/${wrong}/kind`,
      `هذا البند من نوع ${kinds[wrong]}؛ النوع لا يتغير.`,
      `This item is of kind ${kinds[wrong]}; the kind cannot change.`,
    );
  }
}

/** No alternatives: no other time helps, only the business does. */
function alreadyBegun(): Problem {
  const message = text(
    "بدأ موعد هذا الحجز؛ تواصل مع المنشأة لتغييره.",
    "This booking has begun; ask the business to move it.",
  );
  const reasons = [{ rule: "already-begun", message }];
  return new Problem("not-available", { detail: message, extra: { reasons, alternatives: [] } });
}

function ofAnotherBusiness(index: number) {
  return invalidAt(
    `/items/${index}`,
    "هذا البند لمنشأة أخرى؛ ألغِ الحجز واحجز هناك.",
    "This item belongs to another business; cancel the booking and book there.",
  );
}

/** A booking that counts already would count on without the money that the new terms want first. */
function toBePaidFirst() {
  return invalidAt(
    "/items",
    "الموعد الجديد يتطلب دفعًا مسبقًا أكثر مما اتُّفق عليه؛ ألغِ هذا الحجز واحجز من جديد.",
    "The new one is to be paid first, by more than was agreed; cancel this booking and book anew.",
  );
}

/** And on without the word of the business that its new offering wants. */
function toBeAcceptedFirst(index: number) {
  return invalidAt(
    `/items/${index}`,
    "تؤكد المنشأة هذا العرض بنفسها؛ ابقَ على العرض نفسه، أو ألغِ هذا الحجز واحجز من جديد.",
    "The business accepts this offering by hand; keep to the same one, or cancel this booking and book anew.",
  );
}
