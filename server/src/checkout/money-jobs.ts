import { confirmUndue } from "../booking/confirm-undue.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { writeMoneyMessage } from "../message/booking-messages.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { earnPaid } from "../refund/earn-paid.ts";
import type { Subscription } from "../queue/event.ts";
import { recordDeskPayment } from "./desk-payment.ts";
import { finishAuthorized } from "./finish-authorized.ts";
import { refundEnded } from "./refund-ended.ts";
import { refundAmendment } from "./refund-amendment.ts";

interface Told {
  businessId: string;
  bookingId: string;
  orderId: string;
  paymentId: string;
  refundId: string;
  amendmentId: string;
}

/** Jobs that move money when a booking moves, and tell people when money moves. */
export function moneySubscriptions(parts: MoneyParts): Subscription[] {
  const { db, clock } = parts;
  const on = (topic: string, run: (told: Told) => Promise<unknown>): Subscription => ({
    topic,
    run: ({ payload }) => run(payload as Told),
  });
  const refunded = ({ bookingId, amendmentId }: Told) =>
    refundAmendment(parts, { bookingId, id: amendmentId });
  const freed = ({ orderId }: Told) =>
    inTransaction(db, asPlatform("orders", clock), (tx) => confirmUndue(tx, orderId));
  const ended = async ({ bookingId }: Told) => {
    await finishAuthorized(parts, { bookingId });
    await refundEnded(parts, bookingId);
  };
  return [
    on("booking.confirmed", async ({ bookingId }) => {
      await finishAuthorized(parts, { bookingId });
      await inTransaction(db, asPlatform("payments", clock), async (tx) => {
        await earnPaid(tx, bookingId, clock.now());
        await recordDeskPayment(tx, bookingId, clock.now());
      });
    }),
    // The rest of its order may have nothing left to pay.
    on("booking.confirmed", freed),
    on("booking.pending", freed),
    on("booking.cancelled", freed),
    on("booking.amended", freed),
    on("booking.cancelled", ended),
    on("booking.expired", ended),
    on("booking.no_show", ended),
    on("amendment.declined", refunded),
    on("amendment.expired", refunded),
    on("amendment.withdrawn", refunded),
    on("payment.unwanted", ({ paymentId }) => finishAuthorized(parts, { paymentId })),
    on("refund.succeeded", (told) =>
      inTransaction(db, asPlatform("messages", clock), (tx) =>
        writeMoneyMessage(tx, told, "refund.succeeded", told.refundId, clock.now()),
      ),
    ),
  ];
}
