import { text, type Locale } from "../../base/text.ts";
import { testCards, type Company } from "../test-cards.ts";
import type { CardGroup } from "./card-form.ts";

const secure = text("حالات التحقق بالخطوتين", "3-D Secure cases");

const companies: Record<Company, string> = {
  mada: "mada",
  visa: "Visa",
  master: "Mastercard",
  amex: "American Express",
  unionpay: "UnionPay",
};

/** The published test cards, by issuer. */
export function moyasarCards(locale: Locale): CardGroup[] {
  const plain = testCards.filter((card) => card.challenge === "ask");
  const special = testCards.filter((card) => card.challenge !== "ask");
  const groups = Object.entries(companies).map(([company, label]) => ({
    label,
    cards: plain.filter((card) => card.company === company),
  }));
  return [...groups, { label: secure[locale], cards: special }];
}
