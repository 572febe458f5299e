import { pino } from "pino";
import { afterAll } from "vitest";
import { composeApp, type App } from "../../src/app.ts";
import { fixedClock, systemClock, type Clock } from "../../src/base/time.ts";
import type { Gateways } from "../../src/payment/card-gateways.ts";

import { callerOf, type Caller } from "./caller.ts";
import { noLimits } from "./no-limits.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

export interface TestApp extends TestDatabase {
  app: App;
  /** "http://127.0.0.1:…" */
  origin: string;
  /** Returns a caller of the server, anonymous or with a token. */
  as(token?: string): Caller;
}

/**
 * Starts the whole program on this test file's own database, with its server listening and its background work not
 * running: a test calls what it needs. Stops when the file ends.
 */
export async function startTestApp<C extends Clock = Clock>(
  options: {
    clock?: C;
    poolSize?: number;
    /** How long a statement waits for a lock; by default as long as a test may take. */
    lockTimeoutMs?: number;
    limits?: Parameters<typeof composeApp>[0]["limits"];
    gateways?: Gateways;
    /** Where the newest seal is remembered; by default nowhere. */
    dataFolder?: string;
  } = {},
): Promise<TestApp & { clock: C }> {
  const { poolSize, lockTimeoutMs, limits = noLimits } = options;
  const clock = options.clock ?? (systemClock as C);
  const database = await createTestDatabase({ poolSize, lockTimeoutMs });
  const app = composeApp({
    config: {
      env: "development",
      secret: "a secret of tests, thirty-two letters",
      trustedProxies: 0,
      dataFolder: options.dataFolder,
    },
    db: database.db,
    clock,
    log: pino({ level: "silent" }),
    show: () => undefined,
    limits,
    gateways: options.gateways,
    checkReplies: true,
  });
  const server = await app.buildServer();
  const origin = await server.listen({ port: 0, host: "127.0.0.1" });
  afterAll(() => server.close());
  return { ...database, app, clock, origin, as: (token) => callerOf(origin, token) };
}

/** A Saturday morning in Riyadh, at which tests with a standing clock begin. */
export const morning = "2026-11-21T06:00:00.000Z";

export function standingClock() {
  return fixedClock(morning);
}
