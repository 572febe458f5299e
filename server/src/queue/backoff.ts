/** About two days from the first attempt to the last. */
export const ATTEMPTS_MAX = 20;
const FIRST_MS = 1_000;
const LONGEST_MS = 6 * 3_600_000;

/**
 * How long to wait after the nth failure: doubling from a second to six hours, of which a random half, so that
 * what failed together does not come back together.
 */
export function backoffMs(attempts: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1));
  return Math.round(full / 2 + (random() * full) / 2);
}
