import { assertUser, type Actor } from "../base/actor.ts";
import type { Db } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { inRead } from "../db/in-transaction.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { seeing } from "../ledger/seeing.ts";
import { Type } from "typebox";
import { invoicePage, pagePolicy } from "./invoice-page.ts";
import { invoice } from "./invoice-shapes.ts";
import { invoiceKinds } from "./invoice-view.ts";
import { getInvoice, listInvoices } from "./invoices.ts";

const filter = {
  bookingId: shape.optional(shape.id),
  kind: shape.optional(shape.oneOf(invoiceKinds)),
  ...shape.pageQuery,
};
const whoSees =
  "Visible to the booking's customer, to the members and API keys of its business, and to the platform.";
const reads = { who: "customerOrMember", keyScope: "bookings:read" } as const;

/** Routes for invoices and credit notes: a customer's own, a business's own. */
export function invoiceRoutes(): Route[] {
  return [...listRoutes(), ...singleRoutes()];
}

function listRoutes(): Route[] {
  return [
    defineRoute({
      method: "GET",
      url: "/v1/invoices",
      summary: "List my invoices and credit notes, newest first",
      tag: "invoices",
      access: { who: "customer" },
      query: shape.object(filter),
      reply: { 200: shape.page(invoice) },
      run: async ({ db, query, actor }) => ({
        body: await listInvoices(db, { ...query, customerId: assertUser(actor).userId }),
      }),
    }),
    defineRoute({
      method: "GET",
      url: "/v1/manage/businesses/:businessId/invoices",
      summary: "List the invoices and credit notes of a business, newest first",
      tag: "invoices",
      access: { who: "member", role: "staff", keyScope: "bookings:read" },
      params: shape.businessParams,
      query: shape.object(filter),
      reply: { 200: shape.page(invoice) },
      run: async ({ db, params, query }) => ({
        body: await listInvoices(db, { ...query, ...params }),
      }),
    }),
  ];
}

function singleRoutes(): Route[] {
  return [
    defineRoute({
      method: "GET",
      url: "/v1/invoices/:id",
      summary: "Read an invoice or credit note",
      description: whoSees,
      tag: "invoices",
      access: reads,
      mode: "alone",
      params: shape.idParams,
      reply: { 200: invoice },
      run: async (asked) => ({ body: await readInvoice(asked) }),
    }),
    defineRoute({
      method: "GET",
      url: "/v1/invoices/:id/page",
      summary: "Read an invoice or credit note as a printable page",
      description: `In both languages; \`lang\`, or else \`Accept-Language\`, says which comes first. ${whoSees}`,
      tag: "invoices",
      access: reads,
      mode: "alone",
      params: shape.idParams,
      query: shape.object({ lang: shape.optional(shape.locale) }),
      contentType: "text/html",
      reply: { 200: Type.String() },
      run: async ({ query, locale, ...asked }) => {
        const lang = query.lang ?? locale;
        const body = await invoicePage(await readInvoice(asked), lang);
        const headers = { "content-language": lang, "content-security-policy": pagePolicy };
        return { body, headers };
      },
    }),
  ];
}

function readInvoice(asked: { db: Db; actor: Actor; context: Context; params: { id: string } }) {
  const { db, actor, context, params } = asked;
  return inRead(db, seeing(actor, context), (tx) => getInvoice(tx, params.id));
}
