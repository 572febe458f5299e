import { createHash } from "node:crypto";
import { toString as drawQr } from "qrcode";
import type { Locale } from "../base/text.ts";
import { both, directionOf, otherThan } from "./bilingual.ts";
import { html, markup, type Markup } from "./html.ts";
import type { InvoiceView } from "./invoice-view.ts";
import { linesOf, totalsOf } from "./page-figures.ts";
import { factsOf, sellerOf } from "./page-parties.ts";
import { pageStyle } from "./page-style.ts";
import { titleOf, words } from "./page-words.ts";

const styleHash = createHash("sha256").update(pageStyle).digest("base64");

/** Allows only the page's own style: no script, no frame, nothing from elsewhere. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Kept separate because the style's hash covers every byte between its tags. */
const style = markup(`<style>${pageStyle}</style>`);

const languageNames = { ar: "العربية", en: "English" };

/** Renders the document for a phone and for printing on A4, in both languages, `locale` first. */
export async function invoicePage(invoice: InvoiceView, locale: Locale): Promise<string> {
  const title = titleOf(invoice);
  const other = otherThan(locale);
  const page = html`<!doctype html>
    <html lang="${locale}" dir="${directionOf(locale)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>${title[locale]} ${invoice.number} – ${invoice.seller.name[locale]}</title>
        ${style}
      </head>
      <body>
        <main>
          <header>
            <h1>${both(title, locale)}</h1>
            <a class="turn" href="?lang=${other}" lang="${other}">${languageNames[other]}</a>
          </header>
          <section class="parties">${sellerOf(invoice, locale)}${factsOf(invoice, locale)}</section>
          ${linesOf(invoice, locale)}
          <section class="end">${await qrOf(invoice, locale)}${totalsOf(invoice, locale)}</section>
        </main>
      </body>
    </html> `;
  return page.text;
}

/** Draws the QR code with the quiet zone of four modules that the standard requires. */
async function qrOf({ qr }: InvoiceView, locale: Locale): Promise<Markup | null> {
  if (qr === null) return null;
  const drawing = await drawQr(qr, { type: "svg", errorCorrectionLevel: "M", margin: 4 });
  return html`<figure class="qr" role="img" aria-label="${words.qr[locale]}">
    ${markup(drawing)}
  </figure>`;
}
