import { formatMoney, type Money } from "../base/money.ts";
import { text, type Locale, type Text } from "../base/text.ts";
import { both, habitsOf } from "./bilingual.ts";
import { html, type Markup } from "./html.ts";
import type { InvoiceView } from "./invoice-view.ts";
import { coverageWords, totalOf, words } from "./page-words.ts";

/** Renders the items. A line that is paid in part says which part, and the full price. */
export function linesOf({ lines, seller }: InvoiceView, locale: Locale): Markup {
  const amount = seller.vatNumber === null ? words.amount : words.amountWithVat;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${both(words.item, locale)}</th>
        <th scope="col" class="figure">${both(words.quantity, locale)}</th>
        <th scope="col" class="figure">${both(amount, locale)}</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map((line) => lineOf(line, locale))}
    </tbody>
  </table>`;
}

function lineOf(line: InvoiceView["lines"][number], locale: Locale): Markup {
  const quantity = new Intl.NumberFormat(habitsOf(locale)).format(line.quantity);
  const part =
    line.covers === "full"
      ? null
      : html`<span class="note">${both(coverageWords[line.covers], locale)}</span>
          <span class="note">${both(words.fullPrice, locale)} ${figure(line.price, locale)}</span>`;
  return html`<tr>
    <td>${both(line.name, locale)}${part}</td>
    <td class="figure">${quantity}</td>
    <td class="figure">${figure(line.amount, locale)}</td>
  </tr>`;
}

/** Renders the totals: one figure and no mention of VAT without a VAT number, otherwise the VAT of each rate. */
export function totalsOf(invoice: InvoiceView, locale: Locale): Markup {
  const { net, gross, seller } = invoice;
  const total = totalRow(totalOf(invoice), gross, locale);
  const rows =
    seller.vatNumber === null
      ? [total]
      : [totalRow(words.net, net, locale), ...vatRows(invoice, locale), total];
  return html`<table>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function vatRows({ lines, vat, rateBasisPoints }: InvoiceView, locale: Locale): Markup[] {
  if (rateBasisPoints !== null) return [totalRow(vatName(rateBasisPoints), vat, locale)];
  const rates = Map.groupBy(lines, (line) => line.rateBasisPoints);
  return [...rates].map(([rate, own]) => {
    const amount = own.reduce((sum, line) => sum + line.vat.amount, 0);
    return totalRow(vatName(rate), { ...vat, amount }, locale);
  });
}

function vatName(rateBasisPoints: number): Text {
  return text(
    `${words.vat.ar} ${percent(rateBasisPoints, "ar")}`,
    `${words.vat.en} ${percent(rateBasisPoints, "en")}`,
  );
}

function totalRow(name: Text, amount: Money, locale: Locale): Markup {
  return html`<tr>
    <th scope="row">${both(name, locale)}</th>
    <td class="figure">${figure(amount, locale)}</td>
  </tr>`;
}

function percent(basisPoints: number, locale: Locale): string {
  const style = { style: "percent", maximumFractionDigits: 2 } as const;
  return new Intl.NumberFormat(habitsOf(locale), style).format(basisPoints / 10_000);
}

function figure(amount: Money, locale: Locale): Markup {
  return html`<bdi>${formatMoney(amount, locale)}</bdi>`;
}
