/** A payer finishes on a bank's page within minutes; a gateway that is down usually recovers within the hour. */
const WAITS_SECONDS = [15, 30, 60, 120, 300, 600, 1_800, 3_600];

/**
 * Returns how long to wait before asking a gateway about the same thing again, in seconds.
 *
 * @param asked how often it has been asked, from 1
 */
export function gatewayWaitSeconds(asked: number): number {
  return WAITS_SECONDS[Math.min(asked, WAITS_SECONDS.length) - 1]!;
}
