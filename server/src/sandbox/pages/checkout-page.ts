import { formatMoney } from "../../base/money.ts";
import { text } from "../../base/text.ts";
import type { Fields } from "../read-body.ts";
import type { Locale } from "../../base/text.ts";
import type { SessionRecord } from "../stripe/records.ts";
import { stripeCards } from "../stripe/test-cards.ts";
import { cardForm } from "./card-form.ts";
import { html, type Html } from "./html.ts";
import { page, withQuery } from "./page.ts";

const words = {
  title: text("الدفع", "Checkout"),
  amount: text("المبلغ", "Amount"),
  toPay: text("المبلغ المطلوب", "Amount due"),
  pay: text("ادفع", "Pay"),
  back: text("العودة إلى المتجر", "Back to the merchant"),
  complete: text("تم الدفع.", "The payment is complete."),
  expired: text("انتهت صلاحية هذه الصفحة.", "This page has expired."),
  visa: text("بطاقات Stripe التجريبية", "Stripe test cards"),
  declined: text("لم تُقبل البطاقة. جرّب بطاقة أخرى.", "The card was not accepted. Try another one."),
  atBank: text("لم يُؤكَّد الدفع لدى البنك.", "The payment was not confirmed at the bank."),
  number: text("هذا ليس رقم بطاقة تجريبية.", "This is not a test card number."),
};

/** Why the last card was declined: Stripe's own code, or `incorrect_number`. */
function problemIn(locale: Locale, reason: string): Html {
  const card = stripeCards.find(({ decline }) => decline?.decline_code === reason);
  const why = card?.title ?? (reason === "incorrect_number" ? words.number : words.atBank);
  return html`<div class="note bad" role="alert">
    <p>${words.declined[locale]}</p>
    <p>${why[locale]}</p>
  </div>`;
}

/** Renders Stripe's hosted page for one payment. */
export function checkoutPage(
  { shown, purpose }: SessionRecord,
  visit: { locale: Locale; url: string; problem?: string; typed?: Fields },
): string {
  const { locale, url, problem, typed = {} } = visit;
  const currency = shown.currency.toUpperCase();
  const amount = formatMoney({ amount: shown.amount_total, currency }, locale);
  const groups = [{ label: words.visa[locale], cards: stripeCards }];
  const submit = `${words.pay[locale]} ${amount}`;
  const form = cardForm({ locale, action: `${url}/cards?lang=${locale}`, typed, submit, groups });
  const note = shown.status === "complete" ? words.complete : words.expired;
  const body = html`<h1>${(shown.status === "open" ? words.toPay : words.amount)[locale]}</h1>
    <p class="amount"><bdi>${amount}</bdi></p>
    <p class="about"><bdi>${purpose}</bdi></p>
    ${problem !== undefined && problemIn(locale, problem)}
    ${shown.status === "open" ? form : html`<p class="note" role="status">${note[locale]}</p>`}
    ${
      shown.cancel_url &&
      shown.status !== "complete" &&
      html`<a class="back" rel="prev" href="${shown.cancel_url}">${words.back[locale]}</a>`
    }`;
  const otherUrl = withQuery(url, { lang: locale === "ar" ? "en" : "ar" });
  return page({ locale, title: words.title, name: "checkout", otherUrl, body });
}
