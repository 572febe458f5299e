import type { Idempotency } from "../base/idempotency.ts";
import { idempotencyKeyReused } from "../base/problem.ts";
import type { OrderView } from "./order-view.ts";

/** The answer that an earlier copy of the same request got. */
export interface StoredAnswer {
  status: number;
  body: OrderView;
  fingerprint: string;
}

/** Compares the requests. @throws Problem idempotency-key-reused when the key was used for another request */
export function assertSameRequest(stored: StoredAnswer, { fingerprint }: Idempotency): void {
  if (stored.fingerprint !== fingerprint) throw idempotencyKeyReused();
}
