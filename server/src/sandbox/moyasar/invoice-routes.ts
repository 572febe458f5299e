import { instantText } from "../../base/time.ts";
import type { SandboxParts } from "../parts.ts";
import { isFields } from "../read-body.ts";
import type { Call, Operation } from "../serve.ts";
import { Checks } from "./checks.ts";
import {
  cancelInvoice,
  createInvoice,
  currentInvoice,
  listInvoice,
  showInvoice,
  type InvoiceRecord,
} from "./invoice.ts";
import { listPage } from "./list.ts";
import { notThere, wrongState } from "./refusals.ts";

const BULK_MAX = 50;

export const invoiceRoutes: Operation[] = [
  {
    method: "POST",
    path: "/v1/invoices",
    name: "create",
    run: (parts, { fields }) => ({
      status: 201,
      json: showInvoice(parts, createInvoice(parts, fields)),
    }),
  },
  { method: "POST", path: "/v1/invoices/bulk", name: "create", run: createMany },
  {
    method: "GET",
    path: "/v1/invoices",
    name: "read",
    run(parts, { query }) {
      const all = [...parts.state.invoices.values()].map((one) => currentInvoice(parts, one));
      const { page, meta } = listPage(all, query);
      return { json: { invoices: page.map((one) => listInvoice(parts, one)), meta } };
    },
  },
  {
    method: "GET",
    path: "/v1/invoices/:id",
    name: "read",
    run: (parts, call) => ({ json: showInvoice(parts, invoiceOf(parts, call)) }),
  },
  {
    method: "PUT",
    path: "/v1/invoices/:id",
    name: "other",
    run(parts, call) {
      const invoice = invoiceOf(parts, call);
      const checks = new Checks();
      const metadata = checks.metadata(call.fields, invoice.shown.metadata);
      checks.done();
      Object.assign(invoice.shown, { metadata, updated_at: instantText(parts.now()) });
      return { json: showInvoice(parts, invoice) };
    },
  },
  {
    method: "PUT",
    path: "/v1/invoices/:id/cancel",
    name: "void",
    run(parts, call) {
      const invoice = invoiceOf(parts, call);
      cancelInvoice(parts, invoice);
      return { json: showInvoice(parts, invoice) };
    },
  },
];

function createMany(parts: SandboxParts, { fields }: Call) {
  const wanted = Object.values((fields.invoices as unknown[] | undefined) ?? []);
  if (wanted.length === 0 || wanted.length > BULK_MAX || !wanted.every(isFields)) {
    throw wrongState(`invoices must be a list of 1 to ${BULK_MAX}`);
  }
  const invoices = wanted.map((one) => showInvoice(parts, createInvoice(parts, one)));
  return { status: 201, json: { invoices } };
}

function invoiceOf({ state }: SandboxParts, { params }: Call): InvoiceRecord {
  const invoice = state.invoices.get(params.id!);
  if (!invoice) throw notThere();
  return invoice;
}
