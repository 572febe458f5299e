import type { ItemKind } from "./item-kinds.ts";

/** The counters, with the values of their `kind` label (none: no label). */
export type Counted = {
  claimsPlaced: ItemKind;
  /** Refusals caused by somebody else: taken, transition, version, running. */
  conflicts: string;
  /** Inserts refused by the database because the inventory was owned already. */
  doubleBookingAttempts: string;
  holds: "placed" | "expired" | "extended" | "confirmed";
  idempotentReplays: undefined;
  codesSent: "sms" | "whatsapp";
  rateLimited: string;
  webhooks: "received" | "duplicate" | "refused";
  /** Changes the reconciler discovered that no webhook had reported. */
  paymentsReconciled: "settled" | "abandoned" | "never-reached";
  /** Bookings paid after their hold expired. */
  latePayments: "confirmed" | "returned";
  gatewayDifferences: string;
  refunds: "to-source" | "to-wallet" | "at-venue" | "redirected" | "retried";
};

/** Where the questions of many requests are answered in batches. */
export type Station =
  | "tokens"
  | "facts"
  | "placing"
  | "slots"
  | "trips"
  | "seats"
  | "stays"
  | "businesses";

/** The interface through which features count; the numbers are shown at /metrics. */
export interface Metrics {
  count<Name extends keyof Counted>(name: Name, kind?: Counted[Name], by?: number): void;
  /** Records one batch: how many questions it holds, and how long the oldest of them waited, in seconds. */
  batch(station: Station, size: number, waitedSeconds: number): void;
}

/** Counts nothing: for commands and tests without a server. */
export const noMetrics: Metrics = { count: () => undefined, batch: () => undefined };
