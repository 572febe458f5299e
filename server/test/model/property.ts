import fc from "fast-check";
import { expect } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import type { Books } from "./books.ts";
import { allTerms, grace } from "./shops.ts";
import { amending } from "./steps/amend.ts";
import { closing, counting, idling, pricing } from "./steps/edit.ts";
import { reseating } from "./steps/reseat.ts";
import { restopping, retiming } from "./steps/retime.ts";
import { leaving, rescheduling, resting } from "./steps/staff.ts";
import { suspending } from "./steps/suspend.ts";
import { deciding } from "./steps/decide.ts";
import { looking } from "./steps/look.ts";
import { cancelling, checkingIn, completing, confirming, missing } from "./steps/moves.ts";
import { cancellingOrders, extending } from "./steps/orders.ts";
import { paying, payingLate } from "./steps/pay.ts";
import { waiting, waitingUntil, working } from "./steps/passing.ts";
import { placing, placingAgain } from "./steps/place.ts";
import { reading } from "./steps/read.ts";
import { repeating } from "./steps/repeat.ts";
import type { Step } from "./steps/step.ts";
import { compareWallets, completeAll, expireAll, tellAll } from "./work.ts";
import { begin, type ModelApp } from "./world.ts";

/** The possible steps with their weights. */
const kinds = {
  placing: [12, placing],
  placingAgain: [4, placingAgain],
  confirming: [3, confirming],
  cancelling: [3, cancelling],
  amending: [9, amending],
  deciding: [3, deciding],
  paying: [6, paying],
  extending: [2, extending],
  cancellingOrders: [2, cancellingOrders],
  checkingIn: [1, checkingIn],
  completing: [2, completing],
  missing: [1, missing],
  payingLate: [4, payingLate],
  waiting: [4, waiting],
  waitingUntil: [4, waitingUntil],
  working: [3, working],
  pricing: [2, pricing],
  closing: [2, closing],
  counting: [2, counting],
  idling: [2, idling],
  retiming: [2, retiming],
  restopping: [2, restopping],
  reseating: [2, reseating],
  leaving: [1, leaving],
  resting: [2, resting],
  rescheduling: [2, rescheduling],
  suspending: [2, suspending],
  repeating: [3, repeating],
  looking: [4, looking],
  reading: [2, reading],
} as const satisfies Record<string, [number, fc.Arbitrary<Step>]>;
export type StepKind = keyof typeof kinds;

function stepsOf(some: readonly StepKind[]) {
  const weighted = some.map((kind) => ({ weight: kinds[kind][0], arbitrary: kinds[kind][1] }));
  return fc.commands([fc.oneof(...weighted)], { maxCommands: 60, size: "max" });
}

/** Options that only the control tests use. */
export interface Spoilt {
  /** Changes the model before the first step. */
  spoil?: (books: Books) => void;
  /** Skips the program's own checks, which notice a missing guard before it has an effect. */
  isUnchecked?: true;
  /** The only steps to take, so that the failure comes soon. */
  only?: readonly StepKind[];
}

/**
 * For any sequence of steps by customers, desks, the clock and the worker: every answer is the model's, and after every
 * step the API and the tables match the model. At the end the program's own checks of a live database find nothing.
 */
export function theBooksAgree(app: ModelApp, test: Spoilt = {}) {
  const steps = stepsOf(test.only ?? (Object.keys(kinds) as StepKind[]));
  return fc.asyncProperty(allTerms, grace, steps, async (terms, graceMinutes, all) => {
    const setup = await begin(app, terms, graceMinutes);
    test.spoil?.(setup.model);
    await fc.asyncModelRun(() => setup, all);
    await tellAll(setup.model, setup.real);
    if (!test.isUnchecked) {
      const lagging = await brokenIn(app);
      expect(lagging.filter((title) => !OF_A_LATE_WORKER.has(title))).toEqual([]);
    }
    await expireAll(setup.real);
    await tellAll(setup.model, setup.real);
    await compareWallets(setup.model, setup.real);
    if (test.isUnchecked) return;
    await completeAll(setup.model, setup.real);
    await tellAll(setup.model, setup.real);
    expect(await brokenIn(app)).toEqual([]);
  });
}

async function brokenIn({ db, clock }: ModelApp): Promise<string[]> {
  const results = await runChecks(db, instantText(clock.now()), () => undefined);
  return results.filter((one) => one.broken > 0).map(({ title }) => title);
}

/** Checks that may fail only while no worker has run for long. */
const OF_A_LATE_WORKER = new Set([
  "no booking is still pending after its time to be accepted: it expires and is refunded",
  "every visit is completed a grace period after its end",
]);
