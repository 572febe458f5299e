import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

/** The database is down: retrying more often does not bring it back sooner. */
const AFTER_ERROR_MS = 2_000;

export type Loop = { stop(): Promise<void> };

/**
 * Repeats a step until stopped. The step returns how long to wait before the next one; one that throws is logged and
 * repeated after a while. `stop` tells the running step, lets it finish, and leaves no timer behind.
 */
export function startLoop(
  name: string,
  log: Logger,
  step: (stopping: AbortSignal) => Promise<number>,
): Loop {
  const stopping = new AbortController();
  const { signal } = stopping;
  const ended = repeat();
  return {
    stop: () => {
      stopping.abort();
      return ended;
    },
  };

  async function repeat(): Promise<void> {
    while (!signal.aborted) {
      const waitMs = await attempt();
      if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async function attempt(): Promise<number> {
    try {
      return await step(signal);
    } catch (error) {
      log.error({ err: error, loop: name }, "a background step failed");
      return AFTER_ERROR_MS;
    }
  }
}
