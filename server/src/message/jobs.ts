import { epochMs, instantText, type Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { Subscription } from "../queue/event.ts";
import { toldSteps, writeBookingMessages, type BookingMoved } from "./booking-messages.ts";

/** Every lifecycle step that a customer hears of becomes message rows. */
export function messageSubscriptions(db: Db, clock: Clock): Subscription[] {
  return toldSteps.map((step) => ({
    topic: `booking.${step}`,
    run: async ({ payload }) => {
      const now = instantText(clock.now());
      const context = { scope: "platform", actor: "system:messages", now } as const;
      await inTransaction(db, context, (tx) =>
        writeBookingMessages(tx, step, payload as BookingMoved, epochMs(now)),
      );
    },
  }));
}
