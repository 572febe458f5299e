import { sql } from "kysely";
import type { Db, Tx } from "../db/connection.ts";
import { vatRateOf } from "./tax-settings.ts";
import { vatOfPart } from "./vat.ts";

interface PaidShare {
  left_minor: number;
  refunded_minor: number;
  /** Null where no invoice was issued. */
  rate: number | null;
}

/**
 * The VAT that goes back with so much of what was paid for a booking, as its credit notes will say: taken from its
 * payments newest first, as refunds are, and of each at the rate of its invoice, whatever the rate is today. Today's
 * counts where there is no invoice.
 *
 * @param refundMinor of what was paid and has not gone back
 */
export async function refundVatMinor(
  db: Db | Tx,
  { businessId, bookingId }: { businessId: string; bookingId: string },
  refundMinor: number,
): Promise<number> {
  const today = await vatRateOf(db, businessId);
  let left = refundMinor;
  let vat = 0;
  for (const share of await paidShares(db, businessId, bookingId)) {
    const part = Math.min(left, share.left_minor);
    left -= part;
    vat += vatOfPart(part, share.refunded_minor, share.rate ?? today);
  }
  return vat;
}

/** In the order in which a booking that ends gives them back. */
async function paidShares(
  db: Db | Tx,
  businessId: string,
  bookingId: string,
): Promise<PaidShare[]> {
  const { rows } = await sql<PaidShare>`
    select s.amount_minor - s.refunded_minor as left_minor, s.refunded_minor, i.rate_basis_points as rate
    from payment_shares s join payments p on p.id = s.payment_id
    left join invoices i on i.business_id = s.business_id and i.payment_id = s.payment_id
      and i.booking_id = s.booking_id and i.kind = 'invoice'
    where s.business_id = ${businessId} and s.booking_id = ${bookingId}
      and p.status in ('authorized', 'paid', 'partially_refunded') and not p.unwanted
    order by p.created_at desc, p.id`.execute(db);
  return rows;
}
