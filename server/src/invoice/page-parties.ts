import type { Locale, Text } from "../base/text.ts";
import { both, habitsOf } from "./bilingual.ts";
import { html, type Markup } from "./html.ts";
import type { InvoiceView } from "./invoice-view.ts";
import { causeWords, words } from "./page-words.ts";

export function sellerOf({ seller }: InvoiceView, locale: Locale): Markup {
  const { name, address, vatNumber } = seller;
  const registered =
    vatNumber === null
      ? both(words.notRegistered, locale)
      : html`${both(words.vatNumber, locale)} <bdi>${vatNumber}</bdi>`;
  return html`<div>
    <h2>${both(words.seller, locale)}</h2>
    <p class="name">${both(name, locale)}</p>
    ${address.ar || address.en ? html`<p class="address">${both(address, locale)}</p>` : null}
    <p>${registered}</p>
  </div>`;
}

/** Renders the number, date, booking, buyer and, for a correction, its original and reason. */
export function factsOf(invoice: InvoiceView, locale: Locale): Markup {
  const { seller, originalNumber, refundCause, buyerName } = invoice;
  const original = seller.vatNumber === null ? words.originalReceipt : words.original;
  const facts: [Text, Markup | string | number][] = [
    [words.number, invoice.number],
    [words.issuedAt, dateOf(invoice, locale)],
    [words.booking, html`<bdi>${invoice.bookingReference}</bdi>`],
  ];
  if (buyerName) facts.push([words.buyer, html`<bdi>${buyerName}</bdi>`]);
  if (originalNumber !== null) facts.push([original, originalNumber]);
  if (refundCause !== null) facts.push([words.cause, both(causeWords(refundCause), locale)]);
  const rows = facts.map(
    ([name, value]) =>
      html`<dt>${both(name, locale)}</dt>
        <dd>${value}</dd>`,
  );
  return html`<dl>${rows}</dl>`;
}

/** Formats an instant in the location's timezone. */
function dateOf({ issuedAt, seller: { timezone } }: InvoiceView, locale: Locale): Markup {
  const shown = new Intl.DateTimeFormat(habitsOf(locale), {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: timezone,
  }).format(Date.parse(issuedAt));
  return html`<time datetime="${issuedAt}">${shown}</time> <bdi class="second">${timezone}</bdi>`;
}
