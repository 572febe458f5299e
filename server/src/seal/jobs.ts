import { subscribeMany, type OutboxEvent, type Subscription } from "../queue/event.ts";
import { NOBODY } from "./event-texts.ts";
import type { Subject } from "./seal-events.ts";
import { inBatches, sealNow, type SealParts } from "./sealer.ts";

/** Seals the events of bookings' and payments' moves as soon as they are delivered. */
export function sealSubscriptions(parts: SealParts): Subscription[] {
  const seal = inBatches((subjects) => sealNow(parts, subjects));
  const sealAll = (subjectOf: (payload: unknown) => Subject | undefined) => {
    return async (events: readonly OutboxEvent[]) => {
      const subjects = events.flatMap(({ payload }) => subjectOf(payload) ?? []);
      if (subjects.length > 0) await seal(subjects);
    };
  };
  return [
    subscribeMany("booking.*", sealAll(bookingOf)),
    subscribeMany("payment.*", sealAll(paymentOf)),
  ];
}

function bookingOf(payload: unknown): Subject | undefined {
  const { businessId, bookingId } = payload as { businessId?: string; bookingId?: string };
  return businessId && bookingId ? { kind: "booking", businessId, id: bookingId } : undefined;
}

function paymentOf(payload: unknown): Subject | undefined {
  const { paymentId } = payload as { paymentId?: string };
  return paymentId ? { kind: "payment", businessId: NOBODY, id: paymentId } : undefined;
}
