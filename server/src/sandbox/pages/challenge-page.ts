import { formatMoney, type Money } from "../../base/money.ts";
import { text, type Locale } from "../../base/text.ts";
import { html, type Html } from "./html.ts";
import { page, withQuery } from "./page.ts";

const words = {
  title: text("التحقق من البنك", "Bank verification"),
  heading: text("أكّد عملية الدفع", "Confirm your payment"),
  headingToken: text("أكّد حفظ بطاقتك", "Confirm your card"),
  about: text(
    "هذا بنك للتجربة: اختر ما يفعله حامل البطاقة.",
    "This is a test bank: choose what the cardholder does.",
  ),
  amount: text("المبلغ", "Amount"),
  purpose: text("مقابل", "For"),
  card: text("البطاقة", "Card"),
  approve: text("موافقة", "Approve"),
  decline: text("رفض", "Decline"),
  cancel: text("إلغاء", "Cancel"),
};

/** The wording of Moyasar's own test bank. */
const results = {
  approve: "AUTHENTICATED",
  decline: "UNAUTHENTICATED",
  cancel: "CANCELLED_AUTHENTICATION",
} as const;

export type Choice = keyof typeof results;

/** Returns the payer's choice; undefined when it is none of the three. */
export function readChoice(value: unknown): Choice | undefined {
  return (Object.keys(results) as Choice[]).find((choice) => results[choice] === value);
}

/** Renders the bank's page: approve, decline or cancel. */
export function challengePage(options: {
  locale: Locale;
  url: string;
  card: string;
  /** Absent when the card is only verified. */
  amount?: Money;
  description?: string | null;
}): string {
  const { locale, url, card, amount, description } = options;
  const row = (name: string, value: string) =>
    html`<dt>${name}</dt>
      <dd><bdi>${value}</bdi></dd>`;
  const button = (choice: Choice, look: string): Html =>
    html`<button name="auth_result" value="${results[choice]}" class="${look}">
      ${words[choice][locale]}
    </button>`;
  const body = html`<h1>${(amount ? words.heading : words.headingToken)[locale]}</h1>
    ${amount && html`<p class="amount"><bdi>${formatMoney(amount, locale)}</bdi></p>`}
    <dl>
      ${description ? row(words.purpose[locale], description) : ""} ${row(words.card[locale], card)}
    </dl>
    <p class="note">${words.about[locale]}</p>
    <form method="post" action="${withQuery(url, { lang: locale })}">
      ${button("approve", "")} ${button("decline", "plain")} ${button("cancel", "plain")}
    </form>`;
  const otherUrl = withQuery(url, { lang: locale === "ar" ? "en" : "ar" });
  return page({ locale, title: words.title, name: "challenge", otherUrl, body });
}
