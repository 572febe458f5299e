import { sql } from "kysely";
import { inTransaction } from "../db/in-transaction.ts";
import { writeMoneyMessage } from "../message/booking-messages.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { getPayment } from "../payment/payments.ts";
import type { Subscription } from "../queue/event.ts";
import { recordDeskPayment } from "./desk-payment.ts";
import { finishAuthorized } from "./finish-authorized.ts";
import { refundEnded } from "./refund-ended.ts";
import { earnAccepted } from "./take-order.ts";

interface Told {
  businessId: string;
  bookingId: string;
  paymentId: string;
  refundId: string;
}

/** What follows for the money when a booking moves, and for people when money does. */
export function moneySubscriptions(parts: MoneyParts): Subscription[] {
  const { db, clock } = parts;
  const on = (topic: string, run: (told: Told) => Promise<unknown>): Subscription => ({
    topic,
    run: ({ payload }) => run(payload as Told),
  });
  const ended = async ({ bookingId }: Told) => {
    await finishAuthorized(parts, { bookingId });
    await refundEnded(parts, bookingId);
  };
  return [
    on("booking.confirmed", async ({ bookingId }) => {
      await finishAuthorized(parts, { bookingId });
      await inTransaction(db, asPlatform("payments", clock), async (tx) => {
        const { rows } = await sql<{ payment_id: string }>`
          select distinct coalesce(p.split_of, p.id) as payment_id
          from payment_shares s join payments p on p.id = s.payment_id
          where s.booking_id = ${bookingId} and s.earned_at is null
            and p.status in ('paid', 'partially_refunded')`.execute(tx);
        for (const row of rows) {
          await earnAccepted(tx, await getPayment(tx, row.payment_id), clock.now());
        }
        await recordDeskPayment(tx, bookingId, clock.now());
      });
    }),
    on("booking.cancelled", ended),
    on("booking.expired", ended),
    on("booking.no_show", ended),
    on("payment.unwanted", ({ paymentId }) => finishAuthorized(parts, { paymentId })),
    on("refund.succeeded", (told) =>
      inTransaction(db, asPlatform("messages", clock), (tx) =>
        writeMoneyMessage(tx, told, "refund.succeeded", told.refundId, clock.now()),
      ),
    ),
  ];
}
