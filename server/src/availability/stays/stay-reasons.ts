import { type Text, text } from "../../base/text.ts";
import type { Reason, Rule } from "../planned-item.ts";

/** What people are told when a rule of stays refuses. */
const messages: Partial<Record<Rule, Text>> = {
  "not-on-sale": text(
    "هذه الغرف غير معروضة للحجز حاليًا.",
    "These rooms are not offered at present.",
  ),
  "in-the-past": text("تاريخ الوصول مضى.", "The day of arrival has passed."),
  "inside-lead-time": text(
    "تاريخ الوصول قريب جدًا؛ يطلب الفندق الحجز قبل ذلك بمدة أطول.",
    "Arrival is too soon: the property asks for more notice.",
  ),
  "beyond-horizon": text(
    "لم يُفتح الحجز لهذا التاريخ بعد.",
    "Booking for that date has not opened yet.",
  ),
  "night-closed": text(
    "إحدى الليالي مغلقة أمام الحجز.",
    "One of the nights is closed for booking.",
  ),
  "below-minimum-stay": text(
    "عدد الليالي أقل من الحد الأدنى للإقامة في هذا التاريخ.",
    "That is fewer nights than the shortest stay from that date.",
  ),
  "over-occupancy": text(
    "عدد الضيوف أكبر مما تتسع له هذه الغرف.",
    "That is more guests than these rooms take.",
  ),
  "not-enough-units": text(
    "لا يملك الفندق هذا العدد من الغرف من هذا النوع.",
    "The property does not have that many rooms of this type.",
  ),
};

export function stayReasons(rules: readonly Rule[]): Reason[] {
  return rules.map((rule) => ({ rule, message: messages[rule] ?? text(rule, rule) }));
}
