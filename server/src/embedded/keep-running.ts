import { setTimeout as sleep } from "node:timers/promises";
import { startPostmaster, type Postmaster, type PostmasterOptions } from "./postmaster.ts";

/** A server that is restarted until it is stopped. */
export type Running = { stop: () => Promise<void> };

const RETRY_FIRST_MS = 100;
const RETRY_LAST_MS = 5_000;

/**
 * Starts PostgreSQL and restarts it whenever it ends unexpectedly (killed, out of memory), on the same port, so that
 * connection pools find it again. A failed first start is thrown to the caller.
 */
export async function keepRunning(options: PostmasterOptions): Promise<Running> {
  const stopping = new AbortController();
  let current = await startPostmaster(options);
  const watching = watch();
  return {
    async stop() {
      stopping.abort();
      await current.stop();
      await watching;
    },
  };

  async function watch(): Promise<void> {
    for (;;) {
      await current.exited;
      if (stopping.signal.aborted) return;
      options.log("PostgreSQL ended unexpectedly, restarting it");
      const next = await startAgain();
      if (!next) return;
      current = next;
      if (stopping.signal.aborted) await current.stop();
      else options.log("PostgreSQL is back");
    }
  }

  async function startAgain(): Promise<Postmaster | undefined> {
    for (
      let delay = RETRY_FIRST_MS;
      !stopping.signal.aborted;
      delay = Math.min(delay * 2, RETRY_LAST_MS)
    ) {
      try {
        return await startPostmaster(options);
      } catch (error) {
        // Back ends of the killed server may still hold its shared memory for a moment.
        options.log(`PostgreSQL could not be restarted yet: ${(error as Error).message}`);
        await sleep(delay, undefined, { signal: stopping.signal, ref: false }).catch(
          () => undefined,
        );
      }
    }
    return undefined;
  }
}
