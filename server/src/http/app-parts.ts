import type { Logger } from "pino";
import type { Metrics } from "../base/metrics.ts";
import type { Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";

/** Requests per minute, counted in this process: a brake on floods, not a quota. */
export type RateLimits = {
  anonymousPerMinute: number;
  signedInPerMinute: number;
  keyPerMinute: number;
};

export const usualRateLimits: RateLimits = {
  anonymousPerMinute: 600,
  signedInPerMinute: 1_200,
  keyPerMinute: 6_000,
};

/** The part of the configuration that the HTTP layer needs. */
export type HttpConfig = {
  env: "development" | "production";
  /** Keys the hashes of short secrets and seals stored answers that carry one; 32 characters or more. */
  secret: string;
  /** Origins besides the server's own with pages that may use the cookie, e.g. "https://book.example". */
  origins?: readonly string[];
  /** How many of your own proxies stand in front: that many entries of X-Forwarded-For are trusted. */
  trustProxy?: number | false;
  /** `false` switches the general limits off (races and measurements come from one address). */
  rateLimits: RateLimits | false;
  /** Checks every answer against its route's schema and fails loudly: for tests and development. */
  checkReplies?: boolean;
  /** Where files and an embedded server's database are kept; `/readyz` checks its free space. */
  dataFolder?: string;
  /** `/readyz` fails with less free space than this; default 100 MB. */
  leastFreeBytes?: number;
};

/** What every feature's routes are built from. */
export interface AppParts {
  db: Db;
  clock: Clock;
  log: Logger;
  config: HttpConfig;
  metrics: Metrics;
}
