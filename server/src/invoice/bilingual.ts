import type { Locale, Text } from "../base/text.ts";
import { html, type Markup } from "./html.ts";

export function directionOf(locale: Locale): "rtl" | "ltr" {
  return locale === "ar" ? "rtl" : "ltr";
}

export function otherThan(locale: Locale): Locale {
  return locale === "ar" ? "en" : "ar";
}

/**
 * Returns the locale that formats figures and dates. Dates are Gregorian, which is not Intl's default for Saudi
 * Arabia.
 */
export function habitsOf(locale: Locale): string {
  return locale === "ar" ? "ar-SA-u-ca-gregory" : "en-GB";
}

/** Shows a text in the page's language with the other beside it, unless they are the same; an empty one is left out. */
export function both(words: Text, locale: Locale): Markup {
  const other = otherThan(locale);
  const [first, second] = [words[locale], words[other]];
  if (first === second || second === "") return html`<bdi>${first}</bdi>`;
  if (first === "") return html`<bdi lang="${other}">${second}</bdi>`;
  // Two elements: the outer one begins at the page's edge, the inner one reads in its own direction.
  return html`<span>${first}</span>
    <span class="second"><bdi lang="${other}" dir="${directionOf(other)}">${second}</bdi></span>`;
}
