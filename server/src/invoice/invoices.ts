import { sql, type RawBuilder } from "kysely";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import { notFound } from "../base/problem.ts";
import { joinBooking } from "../booking/invoiced-booking.ts";
import { causeOfRefund } from "../refund/sent-refunds.ts";
import type { Db } from "../db/connection.ts";
import {
  viewInvoice,
  type InvoiceKind,
  type InvoiceRow,
  type InvoiceView,
} from "./invoice-view.ts";

/** Columns with context for readers: the booking's reference, the corrected invoice, the reason. */
const fullInvoice = sql`
  select i.*, b.reference as booking_reference, o.number as original_number,
    ${causeOfRefund(sql`i.business_id`, sql`i.refund_id`)} as refund_cause
  from invoices i
  ${joinBooking(sql`i.business_id`, sql`i.booking_id`)}
  left join invoices o on o.business_id = i.business_id and o.id = i.original_id`;

/**
 * Returns a document. The database decides who may see it.
 *
 * @throws Problem not-found when there is none, or it is not the caller's
 */
export async function getInvoice(db: Db, id: string): Promise<InvoiceView> {
  const { rows } = await sql<InvoiceRow>`${fullInvoice} where i.id = ${id}`.execute(db);
  if (!rows[0]) throw notFound("invoice");
  return viewInvoice(rows[0]);
}

/** One of the first two is always given: a list belongs to a customer or a business. */
export interface InvoiceFilter {
  businessId?: string;
  customerId?: string;
  bookingId?: string;
  kind?: InvoiceKind;
  limit?: number;
  cursor?: string;
}

/**
 * Lists documents, newest first.
 *
 * @throws Problem invalid-request for a cursor of another list
 */
export async function listInvoices(db: Db, filter: InvoiceFilter): Promise<Page<InvoiceView>> {
  const size = pageSize(filter.limit);
  const [before] = filter.cursor ? decodeCursor(filter.cursor, ["id"]) : [];
  const wanted = [
    filter.businessId && sql`i.business_id = ${filter.businessId}`,
    filter.customerId && sql`b.customer_id = ${filter.customerId}`,
    filter.bookingId && sql`i.booking_id = ${filter.bookingId}`,
    filter.kind && sql`i.kind = ${filter.kind}`,
    before && sql`i.id < ${before}::uuid`,
  ].filter((one): one is RawBuilder<unknown> => typeof one === "object");
  const { rows } = await sql<InvoiceRow>`
    ${fullInvoice} where ${sql.join(wanted, sql` and `)}
    order by i.id desc limit ${size + 1}`.execute(db);
  return toPage(rows, size, (row) => [row.id], viewInvoice);
}
