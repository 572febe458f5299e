import { epochMs, instantText, type Clock } from "../base/time.ts";
import type { Db, Tx } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { subscribeMany, type Subscription } from "../queue/event.ts";
import {
  toldSteps,
  writeBookingMessages,
  writeSuspensionMessages,
  type BookingMoved,
} from "./booking-messages.ts";

/** The outbox event of a suspended business. */
interface BusinessSuspended {
  businessId: string;
  at: string;
}

/** Turns every step that a customer is told of into message rows. */
export function messageSubscriptions(db: Db, clock: Clock): Subscription[] {
  const write = (work: (tx: Tx, now: number) => Promise<void>) => {
    const now = instantText(clock.now());
    const context = { scope: "platform", actor: "system:messages", now } as const;
    return inTransaction(db, context, (tx) => work(tx, epochMs(now)));
  };
  return [
    ...toldSteps.map((step) =>
      subscribeMany(`booking.${step}`, (events) => {
        const moves = events.map(({ payload }) => payload as BookingMoved);
        return write((tx, now) => writeBookingMessages(tx, step, moves, now));
      }),
    ),
    {
      topic: "business.suspended",
      run: ({ payload }) =>
        write((tx, now) => writeSuspensionMessages(tx, payload as BusinessSuspended, now)),
    },
  ];
}
