import { instantText } from "../../src/base/time.ts";
import { completeBookings, expireAmendments, expireHolds } from "../../src/booking/end-due.ts";
import { compareWithGateway } from "../../src/payment/compare-with-gateway.ts";
import { reconcilePayments } from "../../src/payment/reconcile.ts";
import { sendRefunds } from "../../src/refund/send-refunds.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import { subscriptions } from "../../src/schedule.ts";
import { handOverAll } from "../harness/till.ts";
import type { World } from "./world.ts";

const workers = {
  webhooks: async ({ sandbox }: World) => {
    await sandbox.sendWebhooks();
    return 0;
  },
  outbox: async ({ app: { parts } }: World) =>
    untilNone(async () => drainOutbox({ ...parts, subscriptions: subscriptions(parts) })),
  refunds: async ({ app }: World) => sendRefunds(app.parts),
  // After the process died, the desk's requests fail.
  tills: async ({ shops, managers }: World) =>
    (await handOverAll(managers.salon, shops.salon.businessId)) +
    (await handOverAll(managers.venue, shops.venue.businessId)),
  reconcile: async ({ app }: World) => reconcilePayments(app.parts),
  compare: async ({ app }: World) => compareWithGateway(app.parts),
  expire: async ({ app: { parts }, clock }: World) =>
    (await expireHolds(parts.db, system("expire", clock.now()), parts.metrics)) +
    (await expireAmendments(parts.db, system("expire", clock.now()))),
  complete: async ({ app, clock }: World) =>
    completeBookings(app.parts.db, system("complete", clock.now())),
};
export type Job = keyof typeof workers;
export const jobs = Object.keys(workers) as Job[];

/** Does the due work of one job. @returns how much there was */
export async function workOn(job: Job, world: World): Promise<number> {
  return workers[job](world);
}

function system(job: Job, now: number) {
  return { scope: "platform", actor: `system:${job}`, now: instantText(now) } as const;
}

async function untilNone(work: () => Promise<number>): Promise<number> {
  for (let total = 0; ;) {
    const done = await work();
    if (done === 0) return total;
    total += done;
  }
}

/** Does all due work and the work that follows from it. @returns how much there was */
export async function workOffAll(world: World): Promise<number> {
  return untilNone(async () => {
    let done = 0;
    for (const job of jobs) done += await workOn(job, world);
    return done;
  });
}
