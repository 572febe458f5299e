import { type Text, text } from "../../base/text.ts";
import type { Reason, Rule } from "../planned-item.ts";

/** What people are told when a rule of appointments or rentals refuses. */
const messages: Partial<Record<Rule, Text>> = {
  "not-on-sale": text("غير معروض للحجز حاليًا.", "It is not offered for booking at present."),
  "in-the-past": text("هذا الوقت مضى.", "That time has passed."),
  "inside-lead-time": text(
    "الوقت قريب جدًا؛ تطلب المنشأة الحجز قبل ذلك بمدة أطول.",
    "That is too soon: the business asks for more notice.",
  ),
  "beyond-horizon": text(
    "الوقت بعيد؛ لم يُفتح الحجز لهذا التاريخ بعد.",
    "That is too far ahead: booking for that date has not opened yet.",
  ),
  "outside-business-hours": text("خارج ساعات العمل.", "That is outside business hours."),
  holiday: text("الفرع مغلق في هذا اليوم.", "The location is closed that day."),
  "outside-staff-hours": text(
    "خارج أوقات دوام الموظف.",
    "That is outside the staff member's working hours.",
  ),
  "staff-on-break": text("الموظف في استراحة.", "The staff member has a break then."),
  "staff-time-off": text("الموظف في إجازة.", "The staff member is away then."),
  "staff-cannot-do-service": text(
    "لا يوجد موظف متاح لهذه الخدمة.",
    "Nobody asked for takes bookings for this service.",
  ),
  "off-step": text(
    "لا تبدأ المواعيد في هذه الدقيقة؛ اختر أحد الأوقات المعروضة.",
    "Nothing begins at that minute: choose one of the times offered.",
  ),
  "not-enough-units": text("لا يوجد هذا العدد من الوحدات.", "There are not that many units."),
};

export function slotReasons(rules: readonly Rule[]): Reason[] {
  return rules.map((rule) => ({ rule, message: messages[rule] ?? text(rule, rule) }));
}
