import { type Text, text } from "../../base/text.ts";
import type { Reason, Rule } from "../planned-item.ts";

/** Messages for refusals by the rules of appointments and rentals. */
const messages: Partial<Record<Rule, Text>> = {
  "not-on-sale": text("غير معروض للحجز حاليًا.", "Not open for booking at the moment."),
  "in-the-past": text("هذا الوقت مضى.", "This time has passed."),
  "inside-lead-time": text(
    "الوقت قريب جدًا؛ تطلب المنشأة الحجز قبل ذلك بمدة أطول.",
    "Too soon: the business requires more notice.",
  ),
  "beyond-horizon": text(
    "الوقت بعيد؛ لم يُفتح الحجز لهذا التاريخ بعد.",
    "Too far ahead: booking for this date has not opened yet.",
  ),
  "outside-business-hours": text("خارج ساعات العمل.", "Outside business hours."),
  holiday: text("الفرع مغلق في هذا اليوم.", "The location is closed on this day."),
  "outside-staff-hours": text(
    "خارج أوقات دوام الموظف.",
    "Outside the staff member's working hours.",
  ),
  "staff-on-break": text("الموظف في استراحة.", "The staff member is on a break."),
  "staff-time-off": text("الموظف في إجازة.", "The staff member is on leave."),
  "staff-cannot-do-service": text(
    "لا يوجد موظف متاح لهذه الخدمة.",
    "No requested staff member takes bookings for this service.",
  ),
  "off-step": text(
    "لا تبدأ المواعيد في هذه الدقيقة؛ اختر أحد الأوقات المعروضة.",
    "Bookings do not start at this minute; choose one of the times offered.",
  ),
  "not-enough-units": text("لا يوجد هذا العدد من الوحدات.", "There are not enough units."),
};

export function slotReasons(rules: readonly Rule[]): Reason[] {
  return rules.map((rule) => ({ rule, message: messages[rule] ?? text(rule, rule) }));
}
