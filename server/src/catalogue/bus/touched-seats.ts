import { TOUCHED_MAX } from "../../base/limits.ts";
import { text } from "../../base/text.ts";
import {
  refusedForBookings,
  type Touched,
  type TouchedBooking,
} from "../../business/touched-bookings.ts";
import type { Problem } from "../../base/problem.ts";
import type { SoldSeat } from "./sold-seats.ts";

/** Sold seats as an error lists them, one entry for each booking item. */
export function touchedBySeat(
  seats: readonly SoldSeat[],
  reasons: readonly string[],
): TouchedBooking[] {
  return [...Map.groupBy(seats, (seat) => seat.itemId).values()].map((own) => {
    const { bookingId, reference, itemId, start, end, customerName } = own[0] as SoldSeat;
    const labels = own.map((seat) => seat.label).join(", ");
    const unit = text(labels, labels);
    return {
      id: bookingId,
      reference,
      itemId,
      kind: "seat",
      start,
      end,
      customerName,
      unit,
      reasons,
    };
  });
}

/** Names the first bookings and counts the others. */
export function firstOf<Booking extends TouchedBooking>(
  bookings: readonly Booking[],
): Touched & { bookings: Booking[] } {
  const shown = bookings.slice(0, TOUCHED_MAX);
  const named = new Set(shown.map((one) => one.id));
  const rest = new Set(bookings.map((one) => one.id).filter((id) => !named.has(id)));
  return { bookings: shown, more: rest.size };
}

/** 409: the new list of stops removes a stop from a sold segment, or adds one to it. */
export function refusedForWay(seats: readonly SoldSeat[]): Problem {
  return refusedForBookings(
    firstOf(touchedBySeat(seats, ["stops-changed"])),
    text(
      "هناك مقاعد مباعة تمر بالمحطات التي يمسها هذا التعديل. غيّر الأوقات فقط، أو انقل هذه الحجوزات أو ألغها أولًا.",
      "Seats are sold across the stops that this edit adds or removes. Change only the times, or move or cancel these bookings first.",
    ),
    "/stops",
  );
}

/** 409: sold seats would be removed from the seat map or change their class. */
export function refusedForSeats(seats: readonly SoldSeat[]): Problem {
  const labels = [...new Set(seats.map((seat) => seat.label))].slice(0, 10).join(", ");
  return refusedForBookings(
    firstOf(touchedBySeat(seats, ["seat-removed"])),
    text(
      `مقاعد مباعة لا يمكن حذفها أو تغيير درجتها: ${labels}. انقل هذه الحجوزات أو ألغها أولًا.`,
      `These seats are sold and cannot be removed or change class: ${labels}. Move or cancel these bookings first.`,
    ),
    "/seats",
  );
}
