import type { ItemKind } from "./item-kinds.ts";

/** What is counted, with the values its `kind` label takes (none: no label). */
export type Counted = {
  claimsPlaced: ItemKind;
  /** Refusals because of somebody else: taken, transition, version, running. */
  conflicts: string;
  /** Inserts the database itself refused because inventory was owned already. */
  doubleBookingAttempts: string;
  holds: "placed" | "expired" | "extended" | "confirmed";
  idempotentReplays: undefined;
  codesSent: "sms" | "whatsapp";
  rateLimited: string;
  webhooks: "received" | "duplicate" | "refused";
  /** What the reconciler found out that no webhook had said. */
  paymentsReconciled: "settled" | "abandoned" | "never-reached";
  /** Bookings whose money came after their hold ran out. */
  latePayments: "confirmed" | "returned";
  gatewayDifferences: string;
  refunds: "to-source" | "to-wallet" | "at-venue" | "redirected" | "retried";
};

/** Where features count; the numbers are shown at /metrics. */
export interface Metrics {
  count<Name extends keyof Counted>(name: Name, kind?: Counted[Name], by?: number): void;
}

/** Counts nothing: for commands and tests without a server. */
export const noMetrics: Metrics = { count: () => undefined };
