import { sql } from "kysely";
import { conflict, invalidAt } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { ShareRow } from "./payments.ts";

/**
 * Returns what a payment paid for some of a booking's items: the part of its share allocated to them and not
 * refunded. The caller has locked the payment, so nobody refunds the same money meanwhile.
 *
 * @returns minor units, above zero
 * @throws Problem invalid-request at /itemIds, conflict when one was refunded before
 */
export async function paidForItems(
  tx: Tx,
  share: ShareRow,
  wanted: readonly string[],
): Promise<number> {
  const { business_id: businessId, booking_id: bookingId, payment_id: paymentId } = share;
  const { rows } = await sql<{ id: string; paid: number; left: number }>`
    select i.id, coalesce(x.amount_minor, 0) as paid, coalesce(x.amount_minor - x.refunded_minor, 0) as left
    from booking_items i left join payment_share_items x on x.business_id = i.business_id
      and x.booking_id = i.booking_id and x.item_id = i.id and x.payment_id = ${paymentId}
    where i.business_id = ${businessId} and i.booking_id = ${bookingId} order by i.position`.execute(
    tx,
  );
  let minor = 0;
  for (const [index, id] of wanted.entries()) {
    const at = rows.findIndex((row) => row.id === id.toLowerCase());
    if (at === -1) throw ofAnother(index);
    const { paid, left } = rows[at]!;
    if (paid > 0 && left === 0) throw returnedBefore(index);
    minor += left;
  }
  if (minor === 0) throw nothingPaid();
  return minor;
}

function ofAnother(index: number) {
  return invalidAt(
    `/itemIds/${index}`,
    "هذا البند ليس من هذا الحجز؛ أرسل بنود الحجز الذي دفعت له الدفعة.",
    "This item is not part of this booking; send items of the booking that the payment is for.",
  );
}

function returnedBefore(index: number) {
  return conflict(
    "سبق استرداد ما دفعته هذه الدفعة لهذا البند.",
    "This payment's share of this item has already been refunded.",
    `/itemIds/${index}`,
  );
}

function nothingPaid() {
  return invalidAt(
    "/itemIds",
    "لم يُدفع شيء لهذه البنود؛ أرسل مبلغًا بدلًا منها.",
    "Nothing was paid for these items; send an amount instead.",
  );
}
