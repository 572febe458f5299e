import { localeOf, withQuery } from "../pages/page.ts";
import { invoicePage, type InvoiceVisit } from "../pages/invoice-page.ts";
import type { SandboxParts } from "../parts.ts";
import { Refusal } from "../refusal.ts";
import type { Answer, Call, Operation } from "../serve.ts";
import { createPayment } from "./create-payment.ts";
import { currentInvoice, isPayable, type InvoiceRecord } from "./invoice.ts";
import { notThere } from "./refusals.ts";

/** The hosted page of an invoice: no keys, no JSON. */
export const invoicePages: Operation[] = [
  { method: "GET", path: "/invoices/:id", name: "other", run: showPage },
  { method: "POST", path: "/invoices/:id/cards", name: "other", run: takeCard },
];

/**
 * Shows the page; also the bank's return address: a paid invoice redirects to the merchant, others can be tried
 * again.
 */
function showPage(parts: SandboxParts, call: Call): Answer {
  const invoice = invoiceOf(parts, call);
  const visit = visitOf(parts, call, invoice);
  const payment = parts.state.payments.get(call.query.get("id") ?? "")?.shown;
  const isOurs = payment?.invoice_id === invoice.shown.id;
  const { status, success_url } = invoice.shown;
  if (isOurs && status === "paid" && invoice.paymentId === payment.id && success_url) {
    const { id, source } = payment;
    const invoice_id = invoice.shown.id;
    const told = { id, invoice_id, status: payment.status, message: source.message };
    return { goTo: withQuery(success_url, told) };
  }
  const declined = isOurs && payment.status === "failed" ? payment.source.message : undefined;
  return { html: invoicePage(invoice, { ...visit, declined }) };
}

function takeCard(parts: SandboxParts, call: Call): Answer {
  const invoice = invoiceOf(parts, call);
  const visit = visitOf(parts, call, invoice);
  if (!isPayable(invoice)) return { html: invoicePage(invoice, visit) };
  const { fields: typed, ip } = call;
  const { amount, currency, description, id } = invoice.shown;
  const callback_url = withQuery(visit.url, { lang: visit.locale });
  const source = { ...typed, type: "creditcard" };
  const order = { amount, currency, description, callback_url, source };
  try {
    const { shown } = createPayment(parts, order, { ip, invoiceId: id });
    const next = shown.source.transaction_url ?? callback_url;
    return { goTo: withQuery(next, { id: shown.id, lang: visit.locale }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { errors } = error.body as { errors: Record<string, string[]> };
    return { html: invoicePage(invoice, { ...visit, typed, wrong: Object.keys(errors) }) };
  }
}

function visitOf(parts: SandboxParts, call: Call, { shown }: InvoiceRecord): InvoiceVisit {
  return { locale: localeOf(call), url: `${parts.origin}/invoices/${shown.id}` };
}

function invoiceOf(parts: SandboxParts, { params }: Call): InvoiceRecord {
  const invoice = parts.state.invoices.get(params.id!);
  if (!invoice) throw notThere();
  return currentInvoice(parts, invoice);
}
