import { type Text, text } from "../../base/text.ts";
import type { Reason, Rule } from "../planned-item.ts";

/** Messages for refusals by the rules of trips. */
const messages: Partial<Record<Rule, Text>> = {
  "not-on-sale": text(
    "هذا الخط غير معروض للحجز حاليًا.",
    "This route is not open for booking at the moment.",
  ),
  "trip-cancelled": text("أُلغيت هذه الرحلة.", "This trip is cancelled."),
  "trip-departed": text(
    "غادرت الحافلة هذه المحطة.",
    "The trip has already left the boarding stop.",
  ),
  "inside-lead-time": text(
    "أُغلق الحجز لقرب موعد المغادرة.",
    "Booking has closed: the trip leaves too soon.",
  ),
  "beyond-horizon": text(
    "لم يُفتح الحجز لهذا التاريخ بعد.",
    "Booking for this date has not opened yet.",
  ),
  "stop-not-served": text(
    "لا يمكن الصعود أو النزول بين هاتين المحطتين في هذه الرحلة.",
    "This trip does not carry passengers between these two stops.",
  ),
  "no-such-seat": text("لا يوجد هذا المقعد في الحافلة.", "The vehicle has no such seat."),
};

export function seatReasons(rules: readonly Rule[]): Reason[] {
  return rules.map((rule) => ({ rule, message: messages[rule] ?? text(rule, rule) }));
}
