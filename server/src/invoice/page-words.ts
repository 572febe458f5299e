import { text, type Text } from "../base/text.ts";
import type { Coverage } from "./invoice-lines.ts";
import type { InvoiceView } from "./invoice-view.ts";

/** The page's labels. */
export const words = {
  seller: text("البائع", "Seller"),
  vatNumber: text("رقم التسجيل الضريبي", "VAT registration number"),
  notRegistered: text("غير مسجل في ضريبة القيمة المضافة", "Not registered for VAT"),
  number: text("الرقم", "Number"),
  issuedAt: text("تاريخ الإصدار", "Issued"),
  booking: text("رقم الحجز", "Booking"),
  buyer: text("العميل", "Customer"),
  original: text("يصحح الفاتورة رقم", "Corrects invoice number"),
  originalReceipt: text("يصحح الإيصال رقم", "Corrects receipt number"),
  cause: text("السبب", "Reason"),
  item: text("البيان", "Description"),
  quantity: text("الكمية", "Quantity"),
  amount: text("المبلغ", "Amount"),
  amountWithVat: text("المبلغ شامل الضريبة", "Amount incl. VAT"),
  fullPrice: text("السعر الكامل", "Full price"),
  net: text("الإجمالي بدون الضريبة", "Total without VAT"),
  vat: text("ضريبة القيمة المضافة", "VAT"),
  gross: text("الإجمالي شامل الضريبة", "Total with VAT"),
  total: text("الإجمالي", "Total"),
  credited: text("المبلغ المسترد شامل الضريبة", "Total refunded with VAT"),
  refunded: text("المبلغ المسترد", "Total refunded"),
  qr: text("رمز الفاتورة الضريبية", "Tax invoice QR code"),
} satisfies Record<string, Text>;

/**
 * Returns the title. Only a registered seller may say "tax invoice"; "simplified" because the buyer need not be
 * named.
 */
export function titleOf({ kind, seller }: Pick<InvoiceView, "kind" | "seller">): Text {
  const isTax = seller.vatNumber !== null;
  if (kind === "invoice") {
    return isTax ? text("فاتورة ضريبية مبسطة", "Simplified tax invoice") : text("إيصال", "Receipt");
  }
  return isTax
    ? text("إشعار دائن لفاتورة ضريبية مبسطة", "Credit note to a simplified tax invoice")
    : text("إيصال استرداد", "Refund receipt");
}

/** Returns the label of the page's last figure. */
export function totalOf({ kind, seller }: Pick<InvoiceView, "kind" | "seller">): Text {
  const isTax = seller.vatNumber !== null;
  if (kind === "invoice") return isTax ? words.gross : words.total;
  return isTax ? words.credited : words.refunded;
}

export const coverageWords: Record<Exclude<Coverage, "full">, Text> = {
  deposit: text("عربون", "Deposit"),
  balance: text("باقي المبلغ", "Balance"),
  part: text("دفعة جزئية", "Part payment"),
};

/** Reasons by the refund's cause; an unlisted cause is shown as it is. */
const causes: Record<string, Text> = {
  cancellation: text("إلغاء الحجز", "Booking cancelled"),
  late_payment: text("وصلت الدفعة بعد انتهاء الحجز المؤقت", "Paid after the hold had ended"),
  paid_twice: text("دُفع مرتين", "Paid twice"),
  declined: text("لم تقبل المنشأة الحجز", "The business did not accept the booking"),
  amendment: text("عُدّل الحجز", "The booking was amended"),
  not_captured: text("لم يُحصّل المبلغ", "The amount was not captured"),
  business: text("استرداد من المنشأة", "Refunded by the business"),
  platform: text("استرداد من المنصة", "Refunded by the platform"),
};

export function causeWords(cause: string): Text {
  return causes[cause] ?? text(cause, cause);
}
