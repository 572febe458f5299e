import { sql } from "kysely";
import { splitMinor } from "../base/money.ts";
import { conflict, invalidAt } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { ShareRow } from "../payment/payments.ts";

/**
 * What a payment paid for some of a booking's items: its share, split by their prices as the invoice splits it. Its
 * caller holds the payment, so that nobody gives the same back meanwhile.
 *
 * @returns minor units, above zero
 * @throws Problem invalid-request at /items, conflict when one was given back before
 */
export async function paidForItems(
  tx: Tx,
  share: ShareRow,
  wanted: readonly string[],
): Promise<number> {
  const { business_id: businessId, booking_id: bookingId, payment_id: paymentId } = share;
  const { rows } = await sql<{ id: string; price: number; is_returned: boolean }>`
    select i.id, i.price_minor as price, exists (
        select from refunds r where r.business_id = i.business_id and r.booking_id = i.booking_id
          and r.payment_id = ${paymentId} and r.status <> 'failed' and i.id = any (r.items)) as is_returned
    from booking_items i where i.business_id = ${businessId} and i.booking_id = ${bookingId}
    order by i.position`.execute(tx);
  const parts = splitMinor(
    share.amount_minor,
    rows.map(({ price }) => price),
  );
  let minor = 0;
  for (const [index, id] of wanted.entries()) {
    const at = rows.findIndex((row) => row.id === id.toLowerCase());
    if (at === -1) throw ofAnother(index);
    if (rows[at]!.is_returned) throw returnedBefore(index);
    minor += parts[at]!;
  }
  if (minor === 0) throw nothingPaid();
  return minor;
}

function ofAnother(index: number) {
  return invalidAt(
    `/items/${index}`,
    "هذا البند ليس من هذا الحجز؛ أرسل بنود الحجز الذي دفعت له الدفعة.",
    "This item is not of that booking; send items of the booking that the payment is for.",
  );
}

function returnedBefore(index: number) {
  return conflict(
    "رُدّ ثمن هذا البند من هذه الدفعة من قبل.",
    "What this payment paid for this item was given back before.",
    `/items/${index}`,
  );
}

function nothingPaid() {
  return invalidAt(
    "/items",
    "لم يُدفع شيء لهذه البنود؛ أرسل مبلغًا بدلًا منها.",
    "Nothing was paid for these items; send an amount instead.",
  );
}
