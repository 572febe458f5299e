import fc from "fast-check";
import { test } from "vitest";
import { nobodyLosesMoney } from "./property.ts";
import { startModelApp } from "./world.ts";

/**
 * One seed, so that a failure is the same tomorrow. For more: MODEL_RUNS=1000 MODEL_SECONDS=3600 MODEL_SEED=$RANDOM; a
 * failure prints the seed, the path to give as MODEL_PATH, the list of what happened, and what to give as MODEL_REPLAY.
 */
const {
  MODEL_SEED = "20261121",
  MODEL_RUNS = "25",
  MODEL_PATH,
  MODEL_SECONDS = "30",
} = process.env;

const app = await startModelApp();

test(
  "whatever happens in whatever order, everybody has what they paid for or their money back",
  { timeout: 3_600_000 },
  async () => {
    await fc.assert(nobodyLosesMoney(app), {
      seed: Number(MODEL_SEED),
      numRuns: Number(MODEL_RUNS),
      path: MODEL_PATH,
      interruptAfterTimeLimit: Number(MODEL_SECONDS) * 1_000,
    });
  },
);
