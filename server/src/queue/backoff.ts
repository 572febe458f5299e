/** About two days from the first attempt to the last. */
export const ATTEMPTS_MAX = 20;
const FIRST_MS = 1_000;
const LONGEST_MS = 6 * 3_600_000;

/**
 * Returns how long to wait after the nth failure: doubling from a second to six hours, half of it random, so that
 * simultaneous failures do not retry together.
 */
export function backoffMs(attempts: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1));
  return Math.round(full / 2 + (random() * full) / 2);
}
