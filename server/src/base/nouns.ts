import { text, type Text } from "./text.ts";

/** What a caller can name and fail to find, with its words. */
export const nouns = {
  address: text("العنوان", "page"),
  amendment: text("التعديل", "amendment"),
  apiKey: text("مفتاح الواجهة البرمجية", "API key"),
  booking: text("الحجز", "booking"),
  break: text("الاستراحة", "break"),
  business: text("المنشأة", "business"),
  calendar: text("جدول التشغيل", "calendar"),
  exception: text("الاستثناء", "exception"),
  fare: text("الأجرة", "fare"),
  item: text("البند", "item"),
  journey: text("مسار الرحلة", "journey"),
  location: text("الفرع", "location"),
  member: text("العضو", "member"),
  message: text("الرسالة", "message"),
  invoice: text("الفاتورة", "invoice"),
  offering: text("العرض", "offering"),
  order: text("الطلب", "order"),
  payment: text("الدفعة", "payment"),
  payout: text("التحويل", "payout"),
  payoutBatch: text("دفعة التحويلات", "payout batch"),
  price: text("السعر", "price"),
  rate: text("سعر الليلة", "nightly rate"),
  refund: text("المبلغ المسترد", "refund"),
  rental: text("خدمة التأجير", "rental"),
  roomType: text("نوع الغرفة", "room type"),
  route: text("الخط", "route"),
  seat: text("المقعد", "seat"),
  service: text("الخدمة", "service"),
  session: text("الجلسة", "session"),
  staff: text("الموظف", "staff member"),
  stop: text("المحطة", "stop"),
  trip: text("الرحلة", "trip"),
  unit: text("الوحدة", "unit"),
  user: text("المستخدم", "user"),
  vehicle: text("المركبة", "vehicle"),
  webhook: text("إشعار البوابة", "webhook"),
  window: text("فترة العمل", "working window"),
} satisfies Record<string, Text>;

export type Noun = keyof typeof nouns;

/** Statuses in words, for refusals that mention them. */
const statuses: Record<string, Text> = {
  new: text("جديد", "new"),
  reserved: text("محجوز مؤقتًا", "reserved"),
  pending: text("بانتظار الموافقة", "pending"),
  confirmed: text("مؤكد", "confirmed"),
  completed: text("مكتمل", "completed"),
  no_show: text("لم يحضر", "no-show"),
  cancelled: text("ملغى", "cancelled"),
  expired: text("منتهي", "expired"),
  initiated: text("قيد الدفع", "initiated"),
  authorized: text("محجوز على البطاقة", "authorized"),
  paid: text("مدفوع", "paid"),
  failed: text("فشل", "failed"),
  voided: text("أُلغي حجزه", "voided"),
  partially_refunded: text("مسترد جزئيًا", "partly refunded"),
  refunded: text("مسترد", "refunded"),
  draft: text("مسودة", "draft"),
  submitted: text("مقدّم للمراجعة", "submitted"),
  approved: text("معتمد", "approved"),
  rejected: text("مرفوض", "rejected"),
  suspended: text("موقوف", "suspended"),
  amended: text("معدّل", "amended"),
  awaitingPayment: text("بانتظار الدفع", "awaiting payment"),
  awaitingAcceptance: text("بانتظار موافقة المنشأة", "awaiting acceptance"),
  applied: text("مطبَّق", "applied"),
  declined: text("مرفوض من المنشأة", "declined"),
  withdrawn: text("مسحوب", "withdrawn"),
  requested: text("مطلوب", "requested"),
  succeeded: text("مكتمل", "succeeded"),
};

/** The words for a status; an unlisted one is named as it is. */
export function statusText(status: string): Text {
  return statuses[status] ?? text(status, status);
}
