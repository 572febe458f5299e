import fc from "fast-check";
import { HOUR_MS, MINUTE_MS } from "../../../src/base/time.ts";
import { jobs, workOffAll, workOn, type Job } from "../background.ts";
import { deed, type Deed } from "./deed.ts";

const SECOND_MS = 1_000;

/** Seconds for retries, minutes for holds to end; rarely hours, so that bookings begin or end. */
export const waiting: fc.Arbitrary<Deed> = fc
  .oneof(
    { weight: 6, arbitrary: fc.constantFrom(5 * SECOND_MS, 20 * SECOND_MS, 70 * SECOND_MS) },
    { weight: 3, arbitrary: fc.constantFrom(3, 6, 11, 31).map((n) => n * MINUTE_MS) },
    { weight: 1, arbitrary: fc.constantFrom(1, 3, 26).map((n) => n * HOUR_MS) },
  )
  .map((ms) =>
    deed(`${ms / SECOND_MS} s pass`, async (_books, { clock }) => {
      clock.advance(ms);
    }),
  );

/** Runs some background jobs in some order. */
export const working: fc.Arbitrary<Deed> = fc
  .shuffledSubarray<Job>([...jobs], { minLength: 1, maxLength: 4 })
  .map((some) =>
    deed(`work: ${some.join(", ")}`, async (_books, world) => {
      for (const job of some) await workOn(job, world);
    }),
  );

export const workingOff: fc.Arbitrary<Deed> = fc.constant(
  deed("all work that is due", async (_books, world) => {
    await workOffAll(world);
  }),
);
