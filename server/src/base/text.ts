export type Locale = "ar" | "en";

/** Words for a person, in both languages the product speaks. */
export type Text = { ar: string; en: string };

export function text(ar: string, en: string): Text {
  return { ar, en };
}
