import fc from "fast-check";
import { sql } from "kysely";
import { expect } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { expectSettled } from "./settled.ts";
import { amending, decidingChange } from "./steps/amending.ts";
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

/** What may happen, with its weight. */
const kinds = {
  buying: [8, buying],
  buyingInTwoTabs: [2, buyingInTwoTabs],
  holding: [6, holding],
  payingByCard: [8, payingByCard],
  payingFromWallet: [2, payingFromWallet],
  splitting: [3, splitting],
  toppingUp: [1, toppingUp],
  repeating: [3, repeating],
  goingToBank: [3, goingToBank],
  deciding: [8, deciding],
  returning: [2, returning],
  cancelling: [4, cancelling],
  cancellingOrder: [1, cancellingOrder],
  accepting: [4, accepting],
  amending: [9, amending],
  decidingChange: [3, decidingChange],
  ending: [2, ending],
  refunding: [4, refunding],
  movingHeld: [1, movingHeld],
  movingAtGateway: [1, movingAtGateway],
  waiting: [5, waiting],
  working: [5, working],
  workingOff: [4, workingOff],
  webhooksComing: [2, webhooksComing],
  actingUnheard: [3, actingUnheard],
  failing: [2, failing],
  dying: [4, dying],
} as const satisfies Record<string, [number, fc.Arbitrary<Deed>]>;
export type DeedKind = keyof typeof kinds;

function anyStep(some: readonly DeedKind[]): fc.Arbitrary<Step> {
  const weighted = some.map((kind) => ({ weight: kinds[kind][0], arbitrary: kinds[kind][1] }));
  const anyDeed: fc.Arbitrary<Deed> = fc.oneof(...weighted);
  return fc.oneof(
    { weight: 9, arbitrary: anyDeed.map((one) => stepOf(one)) },
    // Two deeds at once.
    { weight: 1, arbitrary: fc.tuple(anyDeed, anyDeed).map((two) => stepOf(...two)) },
  );
}

/** The replayPath that a failure prints: without it the steps that shrinking removed would return. */
const { MODEL_REPLAY: replayPath } = process.env;

/** Changes made only by the control tests. */
export interface Spoilt {
  /** Leaves out the program's own checks, which notice a missing guard before it does harm. */
  isUnchecked?: true;
  /** The only deeds that happen, so that the fault is found sooner. */
  only?: readonly DeedKind[];
}

/**
 * The property: whatever customers, businesses, the gateway, the clock and the worker do, in whatever order, and wherever
 * a process dies, once no work is left everybody has what they booked and paid the agreed price once, or has their money
 * back once.
 */
export function nobodyLosesMoney(app: ModelApp, test: Spoilt = {}) {
  const some = test.only ?? (Object.keys(kinds) as DeedKind[]);
  const steps = fc.commands([anyStep(some)], { maxCommands: 80, size: "max", replayPath });
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

/** Checks that earlier runs of the same app already broke; shrinking a failure runs the property again and again. */
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

/** Discards the work that a failed run left, so that the next run starts clean. */
async function sweep(app: ModelApp): Promise<void> {
  const { owner, life } = app;
  await life.startAgain(owner);
  life.endAt(undefined);
  await sql`update outbox set done_at = now() where done_at is null`.execute(owner);
  await sql`update payments set next_poll_at = null where next_poll_at is not null`.execute(owner);
  await sql`update refunds set next_attempt_at = null where status = 'requested'`.execute(owner);
  known.set(app, await brokenChecks(app));
}
