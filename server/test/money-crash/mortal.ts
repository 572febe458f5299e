import { afterAll } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import type { Sandbox } from "../../src/sandbox/open-sandbox.ts";
import { callerOf, type Caller } from "../harness/caller.ts";
import { openRelay, type Relay } from "../harness/relay.ts";
import { openTestSandbox, sandboxKeys } from "../harness/sandbox.ts";
import { startServer, type Ground, type ServerProcess } from "../harness/server-processes.ts";
import { createTestDatabase, type TestDatabase } from "../harness/test-database.ts";
import { waitAt, type Point } from "./points.ts";

/** Longer than any worker's lease and any request in progress; shorter than a hold. */
const STEP_MS = 3 * MINUTE_MS;

/** A server process that can be killed at a point, and its successor, which continues from what it left. */
export interface Mortal extends TestDatabase {
  sandbox: Sandbox;
  /** The relay in front of the sandbox: the server's requests to its gateway. */
  gateway: Relay;
  /** The relay in front of the server: the gateway's webhooks. */
  front: Relay;
  as(token: string): Caller;
  /** Runs a background task in the living process. */
  work(task: string): Promise<void>;
  /** Runs all work due by now, the gateway's webhooks included. */
  workAll(): Promise<void>;
  /**
   * Lets `act` run until the process reaches the point, and kills it there with -9. When this resolves, another process
   * serves, one step later by its clock and the gateway's. Fails when `act` ends without reaching the point.
   */
  killAt(point: Point, act: () => Promise<unknown>): Promise<void>;
  /** Moves time on: another process serves `ms` later; by default one step, for which a spare process is ready. */
  later(ms?: number): Promise<void>;
}

/** @param stepMs how much later each next process serves; three minutes by default */
export async function openMortal(stepMs = STEP_MS): Promise<Mortal> {
  const database = await createTestDatabase({ poolSize: 4 });
  let aheadMs = 0;
  const clock = { now: () => Date.now() + aheadMs };
  const sandbox = await openTestSandbox({ clock });
  const gateway = await openRelay(sandbox.origin);
  const front = await openRelay("");
  const { secretKey, webhookSecret } = sandboxKeys;
  sandbox.notify({
    moyasar: { url: `${front.origin}/webhooks/moyasar`, secret: webhookSecret },
  });
  const moyasar = { url: `${gateway.origin}/v1`, secretKey, webhookSecret };
  const start = (ahead: number) => {
    const ground: Ground = { url: database.url, poolSize: 6, aheadMs: ahead, moyasar };
    return startServer([ground]);
  };
  let alive: ServerProcess = await start(0);
  front.to = alive.origins[0]!;
  // The next process starts while the one before still serves, because starting takes a moment.
  let next = { ahead: stepMs, server: start(stepMs) };
  afterAll(async () => {
    await alive.stop();
    await (await next.server).stop();
  });

  async function replace(ahead: number): Promise<void> {
    if (next.ahead !== ahead) {
      await (await next.server).stop();
      next = { ahead, server: start(ahead) };
    }
    alive = await next.server;
    aheadMs = ahead;
    front.to = alive.origins[0]!;
    next = { ahead: ahead + stepMs, server: start(ahead + stepMs) };
  }

  const mortal: Mortal = {
    ...database,
    sandbox,
    gateway,
    front,
    as: (token) => callerOf(alive.origins[0]!, token),
    work: (task) => alive.work(task),
    async workAll() {
      for (let round = 0; round < 3; round += 1) {
        await sandbox.sendWebhooks();
        await alive.work("outbox");
        await alive.work("send-refunds");
      }
    },
    async killAt(point, act) {
      const { isReached, release } = await waitAt(mortal, point);
      const cut = act().catch(() => undefined);
      const tooSoon = cut.then(() => Promise.reject(new Error("it was over before it came there")));
      try {
        await Promise.race([isReached, tooSoon]);
        await alive.kill();
      } finally {
        await release();
      }
      await cut;
      await replace(aheadMs + stepMs);
    },
    async later(ms = stepMs) {
      await alive.stop();
      await replace(aheadMs + ms);
    },
  };
  return mortal;
}
