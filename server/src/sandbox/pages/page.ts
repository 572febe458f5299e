import type { Locale, Text } from "../../base/text.ts";
import { text } from "../../base/text.ts";
import type { Call } from "../serve.ts";
import { html, type Html } from "./html.ts";
import { style } from "./style.ts";

const words = {
  name: text("هولدفاست", "Holdfast"),
  badge: text("وضع التجربة", "Test mode"),
  other: text("English", "العربية"),
};

/** Returns the page's language: from `?lang=`, or else from the browser. */
export function localeOf({ query, headers }: Pick<Call, "query" | "headers">): Locale {
  const asked = query.get("lang") ?? headers["accept-language"] ?? "";
  return asked.startsWith("ar") ? "ar" : "en";
}

/** A complete page that loads nothing from elsewhere. */
export function page(options: {
  locale: Locale;
  title: Text;
  /** Identifies the page for automated clients. */
  name: string;
  /** The address of the page in the other language. */
  otherUrl: string;
  body: Html;
}): string {
  const { locale, title, name, otherUrl, body } = options;
  const other = locale === "ar" ? "en" : "ar";
  const direction = locale === "ar" ? "rtl" : "ltr";
  return html`<!doctype html>
    <html lang="${locale}" dir="${direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <title>${title[locale]}</title>
        <style>
          ${style}
        </style>
      </head>
      <body data-page="${name}">
        <header>
          <span><b>${words.name[locale]}</b> <small>${words.badge[locale]}</small></span>
          <a href="${otherUrl}" lang="${other}" hreflang="${other}">${words.other[locale]}</a>
        </header>
        <main>${body}</main>
      </body>
    </html>`.markup;
}

/** Returns the address with some parameters set. */
export function withQuery(url: string, parameters: Record<string, string | null>): string {
  const full = new URL(url);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) full.searchParams.set(name, value);
  }
  return full.href;
}
