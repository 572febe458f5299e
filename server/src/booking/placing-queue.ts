import { gather } from "../base/gather.ts";
import type { Metrics } from "../base/metrics.ts";
import type { Asker } from "../base/waiting-questions.ts";
import { isAway, isLockTimeout } from "../db/connection-error.ts";
import type { Db, Tx } from "../db/connection.ts";
import { judgeOrders, orderJudge } from "./judge-orders.ts";
import { placeBatch, type BatchPlan, type Outcome } from "./place-batch.ts";
import type { PlacingParts } from "./place-order.ts";
import { Rivals } from "./rivals.ts";

/** Decides one planned order. @throws the database's own error about it */
export type PlacePlan = (plan: BatchPlan, asker?: Asker) => Promise<Outcome>;

/** An order that may wait for locks holds up its batch: small ones, and more than one at a time. */
const PATIENT = { lanes: 2, most: 16 };

/** Places the orders of concurrent requests together: what all orders of this process go through. */
export function placeTogether(db: Db, metrics: Metrics): PlacingParts {
  return {
    db,
    metrics,
    judge: orderJudge(db, metrics),
    rivals: new Rivals(),
    place: placingQueue(db, metrics),
  };
}

/** Places every order by itself: within a transaction, or as if each came to a server of its own. */
export function placeAlone(db: Db | Tx, metrics: Metrics): PlacingParts {
  return {
    db,
    metrics,
    judge: async (order) => (await judgeOrders(db, [order]))[0]!,
    rivals: { pass: async () => () => undefined },
    place: async (plan) => (await placeOrAgain(db, [plan]))[0]!,
  };
}

/**
 * One batch under way at a time; businesses take turns. Orders that may wait for locks go in batches of their own, so
 * that one slow transaction does not hold up the others.
 */
function placingQueue(db: Db, metrics: Metrics): PlacePlan {
  const gathering = {
    station: "placing",
    metrics,
    isForAll: isAway,
    groupOf: ({ plan }: BatchPlan) => String(plan.bookings[0]?.["business_id"]),
    run: (plans: readonly BatchPlan[]) => placeOrAgain(db, plans),
  } as const;
  const prompt = gather<BatchPlan, Outcome>(gathering);
  const patient = gather<BatchPlan, Outcome>({ ...gathering, ...PATIENT });
  return (plan, asker) => (plan.mayWait ? patient : prompt)(plan, asker);
}

/** As placeBatch(), but an order alone that may not wait, and meets a lock that is held for long, is answered `again`. */
async function placeOrAgain(db: Db | Tx, plans: readonly BatchPlan[]): Promise<Outcome[]> {
  try {
    return await placeBatch(db, plans);
  } catch (error) {
    if (plans.length === 1 && !plans[0]!.mayWait && isLockTimeout(error))
      return [{ outcome: "again" }];
    throw error;
  }
}
