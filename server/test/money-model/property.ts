import fc from "fast-check";
import { sql } from "kysely";
import { expect } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { expectSettled } from "./settled.ts";
import {
  buying,
  buyingInTwoTabs,
  holding,
  payingByCard,
  payingFromWallet,
  repeating,
  splitting,
  toppingUp,
} from "./steps/buying.ts";
import { stepOf, type Deed, type Step } from "./steps/deed.ts";
import {
  accepting,
  cancelling,
  cancellingOrder,
  ending,
  movingAtGateway,
  movingHeld,
  refunding,
} from "./steps/moves.ts";
import { waiting, working, workingOff } from "./steps/passing.ts";
import { deciding, goingToBank, returning } from "./steps/payer.ts";
import { actingUnheard, dying, failing, webhooksComing } from "./steps/trouble.ts";
import { windUp } from "./wind-up.ts";
import { begin, type ModelApp } from "./world.ts";

const weights: [number, fc.Arbitrary<Deed>][] = [
  [8, buying],
  [2, buyingInTwoTabs],
  [6, holding],
  [8, payingByCard],
  [2, payingFromWallet],
  [3, splitting],
  [1, toppingUp],
  [3, repeating],
  [3, goingToBank],
  [8, deciding],
  [2, returning],
  [4, cancelling],
  [1, cancellingOrder],
  [4, accepting],
  [2, ending],
  [4, refunding],
  [1, movingHeld],
  [1, movingAtGateway],
  [5, waiting],
  [5, working],
  [4, workingOff],
  [2, webhooksComing],
  [3, actingUnheard],
  [2, failing],
  [4, dying],
];

const anyDeed = fc.oneof(...weights.map(([weight, arbitrary]) => ({ weight, arbitrary })));

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: anyDeed.map((one) => stepOf(one)) },
  // Whatever happens to meet.
  { weight: 1, arbitrary: fc.tuple(anyDeed, anyDeed).map((two) => stepOf(...two)) },
);

/** What a failure prints as replayPath: without it the steps that were left out would be back. */
const { MODEL_REPLAY: replayPath } = process.env;

const steps = fc.commands([anyStep], { maxCommands: 80, size: "max", replayPath });

/**
 * Whatever customers, businesses, the gateway, the clock and the worker do in whatever order, and wherever a process
 * dies: when nothing is left to be done, everybody has what they booked and paid what was agreed, once, or has
 * their money back, once.
 *
 * @param test what only the test of the test changes: leaving out the program's own checks, which notice a missing guard
 *   before anything came of it
 */
export function nobodyLosesMoney(app: ModelApp, test: { isUnchecked?: true } = {}) {
  return fc.asyncProperty(steps, async (all) => {
    const setup = await begin(app);
    try {
      await fc.asyncModelRun(() => setup, all);
      await windUp(setup.real);
      await expectSettled(setup.model, setup.real);
      if (!test.isUnchecked) await expectChecksPass(app);
    } catch (error) {
      await sweep(app);
      throw error;
    }
  });
}

/** What the program's own checks found broken in earlier runs: a failure is looked into by running it again and again. */
const known = new WeakMap<ModelApp, Map<string, number>>();

async function expectChecksPass(app: ModelApp): Promise<void> {
  const broken = await brokenChecks(app);
  const before = known.get(app);
  const more = [...broken].filter(([title, count]) => count > (before?.get(title) ?? 0));
  known.set(app, broken);
  expect(more, "what the program's own checks find broken").toEqual([]);
}

async function brokenChecks(app: ModelApp): Promise<Map<string, number>> {
  const results = await runChecks(app.db, instantText(app.clock.now()), () => undefined);
  return new Map(results.filter((one) => one.broken > 0).map((one) => [one.title, one.broken]));
}

/** What a run that failed left undone is nobody's any more: the next begins afresh. */
async function sweep(app: ModelApp): Promise<void> {
  const { owner, life } = app;
  await life.startAgain(owner);
  life.endAt(undefined);
  await sql`update outbox set done_at = now() where done_at is null`.execute(owner);
  await sql`update payments set next_poll_at = null where next_poll_at is not null`.execute(owner);
  await sql`update refunds set next_attempt_at = null where status = 'requested'`.execute(owner);
  known.set(app, await brokenChecks(app));
}
