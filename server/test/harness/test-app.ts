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
  /** Speaks to the server, as nobody or with a token. */
  as(token?: string): Caller;
}

/**
 * The whole program on a database of this file's own, its server listening, its background work not running: what
 * a test needs of that it calls itself. Gone when the file is done.
 */
export async function startTestApp<C extends Clock = Clock>(
  options: {
    clock?: C;
    poolSize?: number;
    /** How long a statement waits for a lock; else for as long as a test may take. */
    lockTimeoutMs?: number;
    limits?: Parameters<typeof composeApp>[0]["limits"];
    gateways?: Gateways;
    /** Where the newest seal is remembered; else nowhere. */
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

/** A Saturday morning in Riyadh that every test with a standing clock may begin at. */
export const morning = "2026-11-21T06:00:00.000Z";

export function standingClock() {
  return fixedClock(morning);
}
