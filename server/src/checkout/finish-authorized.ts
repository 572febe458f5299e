import { implies, type Status } from "../booking/booking.ts";
import { gatewayOf } from "../payment/card-gateways.ts";
import { sql } from "kysely";
import { inTransaction } from "../db/in-transaction.ts";
import { GatewayRefused } from "../payment/gateway.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { refOf, type PaymentRow } from "../payment/payments.ts";
import { cancelUncaptured } from "./cancel-uncaptured.ts";
import { isPartKept } from "./refund-ended.ts";
import { settlePayment } from "../payment/settle-payment.ts";

interface Held extends PaymentRow {
  booking_id: string;
  booking_status: Status;
  share_minor: number;
}

/**
 * Captures an authorised payment when the business has accepted its booking, and voids it when the booking ended –
 * unless the policy lets the business keep a part: then it is captured and the rest refunded. The booking's current
 * state decides, so duplicate, late and reordered calls do no harm; the gateway is asked outside any transaction and
 * its answer recorded after.
 *
 * @param by the payment's id, or the booking's
 */
export async function finishAuthorized(
  parts: MoneyParts,
  by: { paymentId: string } | { bookingId: string },
): Promise<void> {
  const held = await findHeld(parts, by);
  for (const payment of held) {
    const { isEarned, fellThrough } = implies[payment.booking_status];
    if (payment.unwanted) await letGoHeld(parts, payment);
    else if (isEarned || (fellThrough && (await isChargedInPart(parts, payment)))) {
      await chargeHeld(parts, payment);
    } else if (fellThrough) await letGoHeld(parts, payment);
  }
}

async function findHeld(
  { db, clock }: MoneyParts,
  by: { paymentId: string } | { bookingId: string },
): Promise<Held[]> {
  const which =
    "paymentId" in by ? sql`p.id = ${by.paymentId}` : sql`s.booking_id = ${by.bookingId}`;
  const { rows } = await inTransaction(db, asPlatform("payments", clock), (tx) =>
    sql<Held>`
      select p.*, s.booking_id, s.amount_minor as share_minor,
        case when booking_is_overdue(b.status, b.expires_at, app_now()) then 'expired' else b.status end
          as booking_status
      from payments p join payment_shares s on s.payment_id = p.id
      join bookings b on b.business_id = s.business_id and b.id = s.booking_id
      where p.status = 'authorized' and ${which}`.execute(tx),
  );
  return rows;
}

async function isChargedInPart({ db, clock }: MoneyParts, payment: Held): Promise<boolean> {
  return inTransaction(db, asPlatform("payments", clock), (tx) =>
    isPartKept(tx, payment.booking_id),
  );
}

async function chargeHeld(parts: MoneyParts, payment: Held): Promise<void> {
  const [gateway, ref] = holderOf(parts, payment);
  try {
    await settlePayment(parts, payment.id, await gateway.capture(ref, payment.share_minor));
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    // Lapsed, or voided at the gateway: the booking was accepted for money that is gone.
    const state = await gateway.find({ id: payment.id, ref });
    if (state?.status === "paid") await settlePayment(parts, payment.id, state);
    else await cancelUncaptured(parts, payment, error.message);
  }
}

async function letGoHeld(parts: MoneyParts, payment: Held): Promise<void> {
  const [gateway, ref] = holderOf(parts, payment);
  try {
    await settlePayment(parts, payment.id, await gateway.void(ref));
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    const state = await gateway.find({ id: payment.id, ref });
    if (state) await settlePayment(parts, payment.id, state);
  }
}

function holderOf({ gateways }: MoneyParts, payment: Held) {
  const gateway = gatewayOf(gateways, payment);
  const ref = refOf(payment);
  if (!gateway || !ref) throw new Error(`payment ${payment.id} is held at no gateway known here`);
  return [gateway, ref] as const;
}
