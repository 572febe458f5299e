import fc from "fast-check";
import { expect } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import type { Books } from "./books.ts";
import { allTerms } from "./shops.ts";
import { looking } from "./steps/look.ts";
import { cancelling, checkingIn, completing, confirming, missing } from "./steps/moves.ts";
import { cancellingOrders, extending } from "./steps/orders.ts";
import { payingLate, waiting, waitingUntil, working } from "./steps/passing.ts";
import { placing, placingAgain } from "./steps/place.ts";
import { reading } from "./steps/read.ts";
import { repeating } from "./steps/repeat.ts";
import { rescheduling } from "./steps/reschedule.ts";
import type { Step } from "./steps/step.ts";
import { begin, type ModelApp } from "./world.ts";

const weights: [number, fc.Arbitrary<Step>][] = [
  [12, placing],
  [4, placingAgain],
  [3, confirming],
  [3, cancelling],
  [7, rescheduling],
  [2, extending],
  [2, cancellingOrders],
  [1, checkingIn],
  [2, completing],
  [1, missing],
  [4, payingLate],
  [4, waiting],
  [4, waitingUntil],
  [3, working],
  [3, repeating],
  [4, looking],
  [2, reading],
];

const steps = fc.commands(
  [fc.oneof(...weights.map(([weight, arbitrary]) => ({ weight, arbitrary })))],
  { maxCommands: 60, size: "max" },
);

/**
 * Whatever people, the desk, the clock and the worker do in whatever order: every answer is the one the books
 * give, and after every step what is read and what the tables hold is what the books say. At the end the program's
 * own checks of a live database find nothing.
 *
 * @param test what only the test of the test changes: the books before the first step, and leaving out the
 *   program's checks, which notice a missing guard before anything came of it
 */
export function theBooksAgree(
  app: ModelApp,
  test: { spoil?: (books: Books) => void; isUnchecked?: true } = {},
) {
  return fc.asyncProperty(allTerms, steps, async (terms, all) => {
    const setup = await begin(app, terms);
    test.spoil?.(setup.model);
    await fc.asyncModelRun(() => setup, all);
    if (test.isUnchecked) return;
    const results = await runChecks(app.db, instantText(app.clock.now()), () => undefined);
    expect(results.filter((one) => one.broken > 0)).toEqual([]);
  });
}
