export type Locale = "ar" | "en";

/** A text for people, in both languages of the product. */
export type Text = { ar: string; en: string };

export function text(ar: string, en: string): Text {
  return { ar, en };
}
