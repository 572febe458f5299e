import fc from "fast-check";
import { test } from "vitest";
import { theBooksAgree } from "./property.ts";
import { startModelApp } from "./world.ts";

/**
 * A fixed seed, so that a failure repeats. For more: MODEL_RUNS=1000 MODEL_SEED=$RANDOM; a failure prints the seed, the
 * path for MODEL_PATH and the list of steps.
 */
const {
  MODEL_SEED = "20261121",
  MODEL_RUNS = "25",
  MODEL_PATH,
  MODEL_SECONDS = "30",
} = process.env;

const app = await startModelApp();

test(
  "after any sequence of steps the system matches the model",
  { timeout: 3_600_000 },
  async () => {
    await fc.assert(theBooksAgree(app), {
      seed: Number(MODEL_SEED),
      numRuns: Number(MODEL_RUNS),
      path: MODEL_PATH,
      interruptAfterTimeLimit: Number(MODEL_SECONDS) * 1_000,
    });
  },
);
