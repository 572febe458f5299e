import { addressBlock } from "../base/address-block.ts";
import type { Actor } from "../base/actor.ts";
import { tooManyRequests } from "../base/problem.ts";
import type { RateLimits } from "./app-parts.ts";

type Bucket = { tokens: number; filledAt: number };

/** Above this number the least recently seen callers are forgotten: a flood of addresses must not fill the memory. */
const BUCKETS_MAX = 50_000;

/** Token buckets that hold one minute's requests and refill evenly. `now` is in milliseconds. */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Takes one request from the caller's bucket.
   *
   * @throws Problem too-many-requests when it is empty
   */
  take(caller: string, perMinute: number): void {
    const bucket = this.#filled(caller, perMinute);
    if (bucket.tokens < 1) throw tooManyRequests(((1 - bucket.tokens) * 60) / perMinute);
    bucket.tokens -= 1;
  }

  #filled(caller: string, perMinute: number): Bucket {
    const now = this.#now();
    const known = this.#buckets.get(caller);
    const gained = known ? ((now - known.filledAt) * perMinute) / 60_000 : perMinute;
    const bucket = { tokens: Math.min(perMinute, (known?.tokens ?? 0) + gained), filledAt: now };
    // Deleted first, so that the map is in order of last use.
    this.#buckets.delete(caller);
    this.#buckets.set(caller, bucket);
    if (this.#buckets.size > BUCKETS_MAX) this.#forgetOldest();
    return bucket;
  }

  #forgetOldest(): void {
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}

/** Returns the caller whose bucket a request uses, and its size. */
export function bucketOf(
  actor: Actor,
  ip: string | undefined,
  limits: RateLimits,
): [caller: string, perMinute: number] {
  switch (actor.kind) {
    case "user":
      return [actor.label, limits.signedInPerMinute];
    case "key":
      return [actor.label, limits.keyPerMinute];
    default:
      return [addressBlock(ip), limits.anonymousPerMinute];
  }
}
