import { sql } from "kysely";
import { shareOfMinor } from "../base/money.ts";
import { invalidAt, invalidTransition } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { PlannedItem } from "../availability/planned-item.ts";
import { blocks } from "./booking.ts";
import type { BookingView } from "./booking-view.ts";
import type { OrderItem } from "./item-rule.ts";
import { assertBookable, judgeItems } from "./judge-items.ts";
import { dueMinor, itemForEngine, storedItem } from "./order-plan.ts";

/**
 * Moves a booking to other times, units or seats: the new is taken and the old given back in this
 * transaction, or nothing changes. The same rules judge it as a new booking; its own claims do not stand in
 * its way, and the terms agreed when it was made stay.
 *
 * @param items one for each item of the booking, in its order and of its kind
 * @param now epoch milliseconds
 * @throws Problem invalid-request, not-available, invalid-transition; (mapped) already-taken,
 *   precondition-failed
 */
export async function rescheduleBooking(
  tx: Tx,
  booking: BookingView,
  items: readonly OrderItem[],
  now: number,
  version?: number,
): Promise<void> {
  if (!blocks(booking.status)) throw invalidTransition(booking.status, "rescheduled");
  assertSameShape(booking, items);
  await sql`select set_config('app.ignored_booking', ${booking.id}, true)`.execute(tx);
  const planned = assertBookable(await judgeItems(tx, items, now));
  const foreign = planned.findIndex((item) => item.businessId !== booking.businessId);
  if (foreign >= 0) throw ofAnotherBusiness(foreign);
  if (booking.status !== "reserved" && dueAsAgreed(booking, planned) > booking.due.amount) {
    throw toBePaidFirst();
  }
  const plan = reschedulingPlan(booking, planned);
  await sql`select reschedule_booking(${JSON.stringify(plan)}::jsonb, ${version ?? null})`.execute(
    tx,
  );
}

/** What would be due first: an offering that stays on the terms agreed, in proportion; another on its own. */
function dueAsAgreed({ items, due, total }: BookingView, planned: readonly PlannedItem[]): number {
  const isSame = (item: PlannedItem, n: number) => item.offeringId === items[n]!.offeringId;
  const kept = planned.filter(isSame).reduce((sum, item) => sum + item.priceMinor, 0);
  const changed = planned.filter((item, n) => !isSame(item, n));
  const share = total.amount > 0 ? shareOfMinor(kept, due.amount, total.amount) : 0;
  return share + dueMinor(changed);
}

function reschedulingPlan(booking: BookingView, planned: readonly PlannedItem[]) {
  const stored = planned.map((item, index) =>
    storedItem(item, booking.items[index]!.id, index + 1),
  );
  const totalMinor = planned.reduce((sum, item) => sum + item.priceMinor, 0);
  return {
    booking: {
      id: booking.id,
      startsAt: stored.map((item) => item.starts_at).toSorted()[0],
      endsAt: stored
        .map((item) => item.ends_at)
        .toSorted()
        .at(-1),
      totalMinor,
      // What is held owes what the new terms ask; what is sold stays as it was paid.
      dueMinor:
        booking.status === "reserved"
          ? dueMinor(planned)
          : Math.min(booking.due.amount, totalMinor),
    },
    items: stored.map(itemForEngine),
    wanted: planned.map((item, index) => ({
      businessId: booking.businessId,
      bookingId: booking.id,
      itemId: stored[index]!.id,
      claims: item.claims,
      picks: item.picks,
      nights: item.nights,
    })),
  };
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
