import { instantText } from "../../src/base/time.ts";
import { completeBookings, expireHolds } from "../../src/booking/end-due.ts";
import { reconcilePayments } from "../../src/checkout/reconcile.ts";
import { sendRefunds } from "../../src/payment/send-refunds.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import { subscriptions } from "../../src/schedule.ts";
import type { World } from "./world.ts";

export const jobs = ["webhooks", "outbox", "refunds", "reconcile", "expire", "complete"] as const;
export type Job = (typeof jobs)[number];

/** Does one kind of background work as far as it is due. @returns how much there was */
export async function workOn(job: Job, { app, clock, sandbox }: World): Promise<number> {
  const { parts } = app;
  const context = () =>
    ({ scope: "platform", actor: `system:${job}`, now: instantText(clock.now()) }) as const;
  switch (job) {
    case "webhooks":
      await sandbox.sendWebhooks();
      return 0;
    case "outbox":
      return untilNone(async () =>
        drainOutbox({ ...parts, subscriptions: subscriptions(parts) }),
      );
    case "refunds":
      return sendRefunds(parts);
    case "reconcile":
      return reconcilePayments(parts);
    case "expire":
      return expireHolds(parts.db, context(), parts.metrics);
    case "complete":
      return completeBookings(parts.db, context());
  }
}

async function untilNone(work: () => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const done = await work();
    if (done === 0) return total;
    total += done;
  }
}

/** Everything that is due by now, whatever it sets off included. @returns how much there was */
export async function workOffAll(world: World): Promise<number> {
  return untilNone(async () => {
    let done = 0;
    for (const job of jobs) done += await workOn(job, world);
    return done;
  });
}
