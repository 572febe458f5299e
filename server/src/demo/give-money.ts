import { sql } from "kysely";
import { insertPayment } from "../payment/insert-payment.ts";
import { postArrival } from "../payment/post-arrival.ts";
import type { Tx } from "../db/connection.ts";
import { getPayment } from "../payment/payments.ts";
import { demoId } from "./demo-ids.ts";
import { riyals } from "./demo-business.ts";
import { customer, type Person } from "./people.ts";

const TOP_UP = riyals(300);

/** Tops up the wallet of the customer account by card. @param now epoch milliseconds */
export async function giveMoney(
  tx: Tx,
  people: ReadonlyMap<string, Person>,
  now: number,
): Promise<void> {
  const id = demoId("demo/top-up", now);
  await insertPayment(tx, {
    id,
    orderId: null,
    customerId: people.get(customer.phone)!.id,
    purpose: "top_up",
    gateway: "moyasar",
    method: "card",
    amountMinor: TOP_UP.amount,
    currency: TOP_UP.currency,
    status: "paid",
    shares: [],
  });
  // No gateway knows this payment, so it is never compared.
  await sql`
    update payments set gateway_object = 'payment', gateway_ref = ${id}, gateway_charge = ${id}, card_brand = 'mada',
      card_last4 = '1111', compare_at = null
    where id = ${id}`.execute(tx);
  await postArrival(tx, await getPayment(tx, id), TOP_UP.amount, now);
}
