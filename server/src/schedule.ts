import { dateIn, instantText } from "./base/time.ts";
import { completeBookings, expireAmendments, expireHolds } from "./booking/end-due.ts";
import { compareWithGateway } from "./payment/compare-with-gateway.ts";
import { paymentSubscriptions } from "./payment/jobs.ts";
import { refundSubscriptions } from "./refund/jobs.ts";
import { moneySubscriptions } from "./checkout/money-jobs.ts";
import { reconcilePayments } from "./payment/reconcile.ts";
import type { Context } from "./db/context.ts";
import { inTransaction } from "./db/in-transaction.ts";
import type { AppParts } from "./http/app-parts.ts";
import { purgeIdempotencyKeys } from "./http/idempotency.ts";
import { purgeSignIn } from "./identity/purge-sign-in.ts";
import { invoiceSubscriptions } from "./invoice/jobs.ts";
import { messageSubscriptions } from "./message/jobs.ts";
import type { MoneyParts } from "./payment/money-parts.ts";
import { sendRefunds } from "./refund/send-refunds.ts";
import { purgeOutbox } from "./queue/outbox.ts";
import type { Subscription } from "./queue/event.ts";
import type { TimedTask } from "./queue/timed-task.ts";
import { sealSubscriptions } from "./seal/jobs.ts";
import { SEAL_TASK, sealMissed } from "./seal/seal-missed.ts";
import type { SealParts } from "./seal/sealer.ts";
import { makeTrips } from "./timetable/make-trips.ts";

/** How far ahead a timetable's trips are made and put on sale. */
const TRIP_DAYS = 30;

/** Lists the subscribers of committed events. */
export function subscriptions(parts: MoneyParts & SealParts): Subscription[] {
  const { db, clock } = parts;
  return [
    ...messageSubscriptions(db, clock),
    ...moneySubscriptions(parts),
    ...paymentSubscriptions(parts),
    ...refundSubscriptions(parts),
    ...invoiceSubscriptions(db, clock),
    ...sealSubscriptions(parts),
  ];
}

/** Lists every periodic task. No guarantee depends on any of them. */
export function timedTasks(parts: AppParts & MoneyParts & SealParts): TimedTask[] {
  const { db, clock, metrics } = parts;
  const money = (task: string): MoneyParts => ({ ...parts, task });
  const as = (task: string): Context => ({
    scope: "platform",
    actor: `system:${task}`,
    now: instantText(clock.now()),
  });
  return [
    {
      name: "expire-holds",
      everySeconds: 15,
      run: (stopping) => expireHolds(db, as("expire-holds"), metrics, stopping),
    },
    {
      name: "expire-amendments",
      everySeconds: 15,
      run: (stopping) => expireAmendments(db, as("expire-amendments"), stopping),
    },
    {
      name: "complete-bookings",
      everySeconds: 60,
      run: (stopping) => completeBookings(db, as("complete-bookings"), stopping),
    },
    {
      name: "reconcile-payments",
      everySeconds: 15,
      run: () => reconcilePayments(money("reconcile-payments")),
    },
    {
      name: "compare-with-gateway",
      everySeconds: 300,
      run: () => compareWithGateway(money("compare-with-gateway")),
    },
    { name: "send-refunds", everySeconds: 10, run: () => sendRefunds(parts) },
    {
      name: "make-trips",
      everySeconds: 6 * 3600,
      run: () => {
        const window = { from: dateIn(clock.now(), "UTC"), days: TRIP_DAYS };
        return inTransaction(db, as("make-trips"), (tx) => makeTrips(tx, window));
      },
    },
    { name: SEAL_TASK, everySeconds: 1200, run: (stopping) => sealMissed(parts, stopping) },
    { name: "purge-answers", everySeconds: 3600, run: () => purgeIdempotencyKeys(db, clock) },
    { name: "purge-sign-in", everySeconds: 3600, run: () => purgeSignIn(db, clock) },
    { name: "purge-outbox", everySeconds: 3600, run: () => purgeOutbox(db, clock) },
  ];
}
