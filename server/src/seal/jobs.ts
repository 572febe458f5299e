import type { Subscription } from "../queue/event.ts";
import { NOBODY } from "./event-texts.ts";
import { inBatches, sealNow, type SealParts } from "./sealer.ts";

/** Seals the event of every booking or payment move as soon as it is delivered. */
export function sealSubscriptions(parts: SealParts): Subscription[] {
  const seal = inBatches((subjects) => sealNow(parts, subjects));
  return [
    {
      topic: "booking.*",
      run: async ({ payload }) => {
        const { businessId, bookingId } = payload as { businessId?: string; bookingId?: string };
        if (businessId && bookingId) await seal({ kind: "booking", businessId, id: bookingId });
      },
    },
    {
      topic: "payment.*",
      run: async ({ payload }) => {
        const { paymentId } = payload as { paymentId?: string };
        if (paymentId) await seal({ kind: "payment", businessId: NOBODY, id: paymentId });
      },
    },
  ];
}
