import type { Logger } from "pino";
import type { Metrics } from "../base/metrics.ts";
import type { Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";

/** Requests a minute, kept in this process: a brake on floods, not a quota. */
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

/** What the HTTP edge needs to know of the configuration. */
export type HttpConfig = {
  env: "development" | "production";
  /** Keys the hashes of short secrets and seals stored answers that carry one; 32 characters or more. */
  secret: string;
  /** Origins beside the server's own whose pages may use the cookie, e.g. "https://book.example". */
  origins?: readonly string[];
  /** How many proxies of one's own stand in front: so many entries of X-Forwarded-For are believed. */
  trustProxy?: number | false;
  /** `false` switches the general limits off (races and measurements come from one address). */
  rateLimits: RateLimits | false;
  /** Checks every answer against its route's schema and fails loudly: for tests and development. */
  checkReplies?: boolean;
  /** Where files are kept, and of an embedded server the database; `/readyz` looks how much room is left there. */
  dataFolder?: string;
  /** Less room than this is not enough; 100 MB unless said otherwise. */
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
