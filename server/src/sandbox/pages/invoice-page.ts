import { formatMoney } from "../../base/money.ts";
import { text, type Locale, type Text } from "../../base/text.ts";
import { isPayable, type InvoiceRecord } from "../moyasar/invoice.ts";
import type { Fields } from "../read-body.ts";
import { cardFields, cardForm } from "./card-form.ts";
import { html, type Html } from "./html.ts";
import { moyasarCards } from "./moyasar-cards.ts";
import { testCards } from "../test-cards.ts";
import { page, withQuery } from "./page.ts";

const words = {
  title: text("دفع الفاتورة", "Pay invoice"),
  toPay: text("المبلغ المطلوب", "Amount due"),
  amount: text("المبلغ", "Amount"),
  pay: text("ادفع", "Pay"),
  back: text("العودة إلى المتجر", "Back to the merchant"),
  paid: text("تم دفع هذه الفاتورة.", "This invoice is paid."),
  proceed: text("متابعة", "Continue"),
  expired: text("انتهت صلاحية هذه الفاتورة.", "This invoice has expired."),
  canceled: text("أُلغيت هذه الفاتورة.", "This invoice was cancelled."),
  over: text("أُعيد مبلغ هذه الفاتورة.", "This invoice was refunded."),
  declined: text("لم تُقبل البطاقة. جرّب بطاقة أخرى.", "The card was not accepted. Try another one."),
  wrong: text("تحقق من هذه الحقول:", "Check these fields:"),
};
const refusedAtBank = text(
  "لم يُؤكَّد الدفع لدى البنك.",
  "The payment was not confirmed at the bank.",
);

export interface InvoiceVisit {
  locale: Locale;
  /** "http://…/invoices/<id>" */
  url: string;
  /** Why the last card was declined. */
  declined?: string | null;
  /** The typed values, and the wrong fields. */
  typed?: Fields;
  wrong?: string[];
}

/** Renders the page where a person pays an invoice; it takes cards while the invoice can be paid. */
export function invoicePage(invoice: InvoiceRecord, visit: InvoiceVisit): string {
  const { locale, url } = visit;
  const { shown } = invoice;
  const amount = formatMoney({ amount: shown.amount, currency: shown.currency }, locale);
  const body = html`<h1>${(isPayable(invoice) ? words.toPay : words.amount)[locale]}</h1>
    <p class="amount"><bdi>${amount}</bdi></p>
    <p class="about"><bdi>${shown.description}</bdi></p>
    ${isPayable(invoice) ? payment(visit, amount) : ending(invoice, locale)}
    ${
      shown.back_url &&
      shown.status !== "paid" &&
      html`<a class="back" rel="prev" href="${shown.back_url}">${words.back[locale]}</a>`
    }`;
  const otherUrl = withQuery(url, { lang: locale === "ar" ? "en" : "ar" });
  return page({ locale, title: words.title, name: "invoice", otherUrl, body });
}

function payment({ locale, url, declined, typed = {}, wrong }: InvoiceVisit, amount: string): Html {
  const note = (said: string, detail: string) =>
    html`<div class="note bad" role="alert">
      <p>${said}</p>
      <p><bdi>${detail}</bdi></p>
    </div>`;
  const action = `${url}/cards?lang=${locale}`;
  const submit = `${words.pay[locale]} ${amount}`;
  return html`${declined && note(words.declined[locale], reasonIn(locale, declined))}
  ${wrong && note(words.wrong[locale], namesOf(wrong, locale))}
  ${cardForm({ locale, action, typed, submit, groups: moyasarCards(locale) })}`;
}

function namesOf(fields: string[], locale: Locale): string {
  const names = fields.map((field) => cardFields[field]?.[locale] ?? field);
  return names.join(locale === "ar" ? "، " : ", ");
}

/** Explains a decline by the test card's outcome; all choices at the bank share one sentence. */
function reasonIn(locale: Locale, message: string): string {
  const card = testCards.find((one) => one.message === message);
  return card?.title[locale] ?? refusedAtBank[locale];
}

function ending({ shown }: InvoiceRecord, locale: Locale): Html {
  const said: Partial<Record<typeof shown.status, Text>> = {
    paid: words.paid,
    expired: words.expired,
    canceled: words.canceled,
  };
  const isGood = shown.status === "paid";
  return html`<div class="note ${isGood ? "" : "bad"}" role="status">
      <p>${(said[shown.status] ?? words.over)[locale]}</p>
    </div>
    ${
      isGood &&
      shown.success_url &&
      html`<a class="back" rel="next" href="${shown.success_url}">${words.proceed[locale]}</a>`
    }`;
}
