import { confirmUndue } from "../booking/confirm-undue.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { writeMoneyMessage } from "../message/booking-messages.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { earnPaid } from "../refund/earn-paid.ts";
import type { Tx } from "../db/connection.ts";
import type { Subscription } from "../queue/event.ts";
import { recordDeskPayment } from "./desk-payment.ts";
import { finishAuthorized } from "./finish-authorized.ts";
import { withHeldBookings, withMoney, withPayments } from "./money-work.ts";
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
  /** Leaves the events with something to do to be delivered alone: usually they are few. */
  const onFew = (
    topic: string,
    key: "bookingId" | "orderId",
    find: (tx: Tx, told: readonly Told[]) => Promise<string[]>,
    run: (told: Told) => Promise<unknown>,
  ): Subscription => ({
    ...on(topic, run),
    runMany: async (events) => {
      const told = events.map(({ payload }) => payload as Told);
      const context = asPlatform("payments", clock);
      const found = new Set(await inTransaction(db, context, (tx) => find(tx, told)));
      return events.filter((_, index) => found.has(told[index]![key]));
    },
  });
  const freed = (topic: string) =>
    onFew(topic, "orderId", withHeldBookings, ({ orderId }) =>
      inTransaction(db, asPlatform("orders", clock), (tx) => confirmUndue(tx, orderId)),
    );
  const ended = (topic: string) =>
    onFew(topic, "bookingId", withPayments, async ({ bookingId }) => {
      await finishAuthorized(parts, { bookingId });
      await refundEnded(parts, bookingId);
    });
  const confirmed = onFew("booking.confirmed", "bookingId", withMoney, async ({ bookingId }) => {
    await finishAuthorized(parts, { bookingId });
    await inTransaction(db, asPlatform("payments", clock), async (tx) => {
      await earnPaid(tx, bookingId, clock.now());
      await recordDeskPayment(tx, bookingId, clock.now());
    });
  });
  return [
    confirmed,
    // The rest of its order may have nothing left to pay.
    freed("booking.confirmed"),
    freed("booking.pending"),
    freed("booking.cancelled"),
    freed("booking.amended"),
    ended("booking.cancelled"),
    ended("booking.expired"),
    ended("booking.no_show"),
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
