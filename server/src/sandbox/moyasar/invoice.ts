import { randomUUID } from "node:crypto";
import { epochMs, instantText } from "../../base/time.ts";
import type { SandboxParts } from "../parts.ts";
import type { Fields } from "../read-body.ts";
import { Checks, type Metadata } from "./checks.ts";
import { inWords, showPayment, type PaymentRecord } from "./payment.ts";
import { wrongState } from "./refusals.ts";

type InvoiceStatus =
  | "initiated"
  | "paid"
  | "failed"
  | "refunded"
  | "canceled"
  | "on_hold"
  | "expired"
  | "voided";

export interface InvoiceFacts {
  id: string;
  status: InvoiceStatus;
  amount: number;
  currency: string;
  description: string;
  logo_url: string | null;
  url: string;
  callback_url: string | null;
  expired_at: string | null;
  created_at: string;
  updated_at: string;
  back_url: string | null;
  success_url: string | null;
  metadata: Metadata | null;
}

export interface InvoiceRecord {
  shown: InvoiceFacts;
  paymentId: string | null;
  paidAt: string | null;
}

/** Handles `POST /invoices`. @throws Refusal 400 naming the wrong fields */
export function createInvoice(parts: SandboxParts, fields: Fields): InvoiceRecord {
  const checks = new Checks();
  const amount = checks.amount(fields, 100);
  const currency = checks.currency(fields, "SAR");
  const description = checks.words(fields, "description", { isNeeded: true }) ?? "";
  const addresses = {
    callback_url: checks.url(fields, "callback_url", false),
    success_url: checks.url(fields, "success_url", false),
    back_url: checks.url(fields, "back_url", false),
  };
  const expired_at = readExpiry(fields, checks);
  const metadata = checks.metadata(fields);
  checks.done();
  const id = randomUUID();
  const now = instantText(parts.now());
  const said = { amount, currency, description, expired_at, metadata, ...addresses };
  const url = `${parts.origin}/invoices/${id}?lang=en`;
  const rest = { logo_url: null, url, created_at: now, updated_at: now };
  const shown: InvoiceFacts = { id, status: "initiated", ...said, ...rest };
  const invoice: InvoiceRecord = { shown, paymentId: null, paidAt: null };
  parts.state.invoices.set(id, invoice);
  return invoice;
}

/** Reads the expiry; a bare date is the beginning of that day. */
function readExpiry(fields: Fields, checks: Checks): string | null {
  const value = checks.words(fields, "expired_at", { isNeeded: false });
  if (value === null) return null;
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) checks.add("expired_at", "is not a valid date");
  return Number.isNaN(ms) ? null : instantText(ms);
}

/** Shows one invoice with its payments. */
export function showInvoice(parts: SandboxParts, invoice: InvoiceRecord) {
  const { shown } = currentInvoice(parts, invoice);
  const payments = paymentsOf(parts, shown.id).map(showPayment);
  return { ...shown, amount_format: inWords(shown.amount, shown.currency), payments };
}

/** Shows an invoice in a list, with the payment that paid it. */
export function listInvoice(parts: SandboxParts, invoice: InvoiceRecord) {
  const { shown, paymentId, paidAt } = currentInvoice(parts, invoice);
  const amount_format = inWords(shown.amount, shown.currency);
  return { ...shown, amount_format, payment_id: paymentId, paid_at: paidAt };
}

function paymentsOf({ state }: SandboxParts, invoiceId: string): PaymentRecord[] {
  return [...state.payments.values()].filter((one) => one.shown.invoice_id === invoiceId);
}

/** Returns the invoice as of now: expiry is only noticed when somebody reads it. */
export function currentInvoice(parts: SandboxParts, invoice: InvoiceRecord): InvoiceRecord {
  const { shown } = invoice;
  if (isPayable(invoice) && shown.expired_at && parts.now() >= epochMs(shown.expired_at)) {
    shown.status = "expired";
    shown.updated_at = shown.expired_at;
  }
  return invoice;
}

/** Tells whether its page still takes cards; a declined card does not end it. */
export function isPayable({ shown }: InvoiceRecord): boolean {
  return shown.status === "initiated" || shown.status === "failed";
}

/** Cancels an invoice. @throws Refusal 400 when it is over */
export function cancelInvoice(parts: SandboxParts, invoice: InvoiceRecord): void {
  if (!isPayable(currentInvoice(parts, invoice))) throw wrongState("Invoice can not be canceled");
  invoice.shown.status = "canceled";
  invoice.shown.updated_at = instantText(parts.now());
}

/**
 * Updates the invoice after one of its payments moved. A payer who was at the bank when the invoice expired or was
 * cancelled has still paid it, and one who was there when somebody else paid it has paid it a second time: the
 * documents do not exclude it, and losing the money would be worse than refunding it.
 */
export function followPayment(parts: SandboxParts, { shown: payment }: PaymentRecord): void {
  const invoice = parts.state.invoices.get(payment.invoice_id ?? "");
  if (!invoice) return;
  const { shown } = currentInvoice(parts, invoice);
  if (payment.status === "paid") {
    Object.assign(invoice, { paymentId: payment.id, paidAt: payment.updated_at });
    shown.status = "paid";
  } else if (payment.status === "failed" && isPayable(invoice)) {
    shown.status = parts.faults.declinedInvoiceStatus;
  } else if (payment.status === "refunded" || payment.status === "voided") {
    shown.status = payment.status;
  } else return;
  shown.updated_at = payment.updated_at;
  if (shown.status !== "paid" || !shown.callback_url) return;
  const payload = structuredClone(showInvoice(parts, invoice));
  parts.notices.push({ to: "invoice", type: "invoice_paid", payload, url: shown.callback_url });
}
