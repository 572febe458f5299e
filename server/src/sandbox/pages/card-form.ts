import { text, type Locale, type Text } from "../../base/text.ts";
import { asWords, type Fields } from "../read-body.ts";
import { html, Html } from "./html.ts";

/** The fields' labels. */
export const cardFields: Record<string, Text> = {
  name: text("الاسم على البطاقة", "Name on card"),
  number: text("رقم البطاقة", "Card number"),
  month: text("الشهر", "Month"),
  year: text("السنة", "Year"),
  cvc: text("رمز الأمان", "Code"),
};

const words = {
  testCard: text("بطاقة للتجربة", "Test card"),
  ownCard: text("رقم آخر", "Another number"),
};

/** Fills in a test card's number when it is chosen; American Express has a four-digit code. */
const script = new Html(`
const form = document.currentScript.closest("form");
form.test_card.addEventListener("change", () => {
  if (!form.test_card.value) return form.number.focus();
  form.number.value = form.test_card.value;
  form.cvc.value = form.number.value.length === 15 ? "1234" : "123";
});
form.number.addEventListener("input", () => { form.test_card.value = ""; });
`);

/** Renders the test cards to choose from; the first of the first group is filled in. */
export interface CardGroup {
  label: string;
  cards: readonly { number: string; title: Text }[];
}

/** Renders a form that posts straight to the sandbox, filled in with an accepted card or with what was typed before. */
export function cardForm(options: {
  locale: Locale;
  action: string;
  typed: Fields;
  submit: string;
  groups: readonly CardGroup[];
}): Html {
  const { locale, action, typed, submit, groups } = options;
  const number = asWords(typed.number) || groups[0]!.cards[0]!.number;
  const year = asWords(typed.year) || String(new Date().getFullYear() + 3);
  const field = (name: string, value: string, more: Html) =>
    html`<label
      >${cardFields[name]![locale]}<input name="${name}" value="${value}" required ${more}
    /></label>`;
  const digits = (auto: string, most: number) =>
    html`class="number" inputmode="numeric" autocomplete="${auto}" maxlength="${most}"`;
  const name = asWords(typed.name) || "Sara Alqahtani";
  const month = asWords(typed.month) || "12";
  const code = number.length === 15 ? "1234" : "123";
  return html`<form method="post" action="${action}">
    <label>${words.testCard[locale]}${cardChoice(locale, number, groups)}</label>
    ${field("name", name, html`autocomplete="cc-name" dir="auto"`)}
    ${field("number", number, digits("cc-number", 23))}
    <div class="row">
      ${field("month", month, digits("cc-exp-month", 2))}
      ${field("year", year, digits("cc-exp-year", 4))} ${field("cvc", code, digits("cc-csc", 4))}
    </div>
    <button>${submit}</button>
    <script>
      ${script};
    </script>
  </form>`;
}

function cardChoice(locale: Locale, number: string, groups: readonly CardGroup[]): Html {
  const isListed = groups.some(({ cards }) => cards.some((card) => card.number === number));
  const option = (card: CardGroup["cards"][number]) =>
    html`<option value="${card.number}" ${card.number === number && html`selected`}>
      ${card.title[locale]} – ${card.number}
    </option>`;
  return html`<select name="test_card" autocomplete="off">
    <option value="" ${!isListed && html`selected`}>${words.ownCard[locale]}</option>
    ${groups.map(
      ({ label, cards }) => html`<optgroup label="${label}">${cards.map(option)}</optgroup>`,
    )}
  </select>`;
}
