import { type Text, text } from "../../base/text.ts";
import type { Reason, Rule } from "../planned-item.ts";

/** Messages for refusals by the rules of stays. */
const messages: Partial<Record<Rule, Text>> = {
  "not-on-sale": text(
    "هذه الغرف غير معروضة للحجز حاليًا.",
    "These rooms are not open for booking at the moment.",
  ),
  "in-the-past": text("تاريخ الوصول مضى.", "The arrival date has passed."),
  "inside-lead-time": text(
    "تاريخ الوصول قريب جدًا؛ يطلب الفندق الحجز قبل ذلك بمدة أطول.",
    "Arrival is too soon: the property requires more notice.",
  ),
  "beyond-horizon": text(
    "لم يُفتح الحجز لهذا التاريخ بعد.",
    "Booking for this date has not opened yet.",
  ),
  "night-closed": text("إحدى الليالي مغلقة أمام الحجز.", "One of the nights is closed to booking."),
  "below-minimum-stay": text(
    "عدد الليالي أقل من الحد الأدنى للإقامة في هذا التاريخ.",
    "Shorter than the minimum stay for this arrival date.",
  ),
  "over-occupancy": text(
    "عدد الضيوف أكبر مما تتسع له هذه الغرف.",
    "More guests than these rooms can take.",
  ),
  "not-enough-units": text(
    "لا يملك الفندق هذا العدد من الغرف من هذا النوع.",
    "The property does not have enough rooms of this type.",
  ),
};

export function stayReasons(rules: readonly Rule[]): Reason[] {
  return rules.map((rule) => ({ rule, message: messages[rule] ?? text(rule, rule) }));
}
