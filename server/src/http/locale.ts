import type { Locale } from "../base/text.ts";

/** Programs that name no language get English; browsers always name one. */
const DEFAULT: Locale = "en";

/** Chooses the language of the answer (RFC 9110 section 12.5.4): the better rated of ar and en, ignoring regions. */
export function chooseLocale(acceptLanguage: string | undefined): Locale {
  let best: { locale: Locale; weight: number } | undefined;
  for (const part of (acceptLanguage ?? "").slice(0, 500).split(",")) {
    const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
    const locale = range.split("-", 1)[0];
    if (locale !== "ar" && locale !== "en") continue;
    const weight = weightOf(parameters);
    if (weight > (best?.weight ?? 0)) best = { locale, weight };
  }
  return best?.locale ?? DEFAULT;
}

function weightOf(parameters: readonly string[]): number {
  const quality = parameters.map((one) => one.trim()).find((one) => one.startsWith("q="));
  if (quality === undefined) return 1;
  const weight = Number(quality.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}
