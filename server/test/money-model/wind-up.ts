import { expect } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../src/base/time.ts";
import { usualFaults } from "../../src/sandbox/faults.ts";
import { workOffAll } from "./background.ts";
import { HELD_MS, type World } from "./world.ts";

/** Long enough for every hold to end, every retry to come due, and late money of failed payments to arrive for a day. */
const WAITS_MS = [
  ...[1, 2, 5, 10, 30].map((n) => n * MINUTE_MS),
  ...[1, 1, 2, 4, 8, 14, 24].map((n) => n * HOUR_MS),
];
const LAST_MS = 6 * HOUR_MS;
/** A task postponed several times by then waits at most six hours more. */
const ROUNDS_MAX = 8;

/** Ends all faults and moves time on until no work is left. */
export async function windUp(world: World): Promise<void> {
  const { clock, sandbox, life, owner } = world;
  await life.startAgain(owner);
  life.endAt(undefined);
  sandbox.set({ ...usualFaults(), delayWebhooksMs: HELD_MS });
  for (const ms of WAITS_MS) {
    await workOffAll(world);
    clock.advance(ms);
  }
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    if ((await workOffAll(world)) === 0) return;
    clock.advance(LAST_MS);
  }
  expect.fail("there is always something left to do");
}
