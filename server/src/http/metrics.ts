import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { sql } from "kysely";
import type { Counted, Metrics } from "../base/metrics.ts";
import { instantText, systemClock, type Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import { inRead } from "../db/in-transaction.ts";

const counters: Record<keyof Counted, [name: string, help: string]> = {
  claimsPlaced: ["holdfast_claims_placed_total", "Booking items that own their inventory, by kind"],
  conflicts: ["holdfast_conflicts_total", "Refusals because of a concurrent change, by kind"],
  doubleBookingAttempts: [
    "holdfast_double_booking_attempts_total",
    "Claims refused because the inventory is taken, by kind",
  ],
  holds: ["holdfast_holds_total", "Holds placed, extended, confirmed, expired"],
  idempotentReplays: [
    "holdfast_idempotent_replays_total",
    "Requests answered with a stored answer",
  ],
  codesSent: ["holdfast_codes_sent_total", "Sign-in codes handed to a channel"],
  rateLimited: ["holdfast_rate_limited_total", "Requests refused by rate limits"],
  webhooks: ["holdfast_webhooks_total", "Gateway webhooks: received, duplicate, refused"],
  paymentsReconciled: [
    "holdfast_payments_reconciled_total",
    "Payments settled or given up by the reconciler, without a webhook",
  ],
  latePayments: [
    "holdfast_payments_late_total",
    "Bookings paid after their hold ended: confirmed anyway, or refunded",
  ],
  gatewayDifferences: [
    "holdfast_gateway_differences_total",
    "Payments whose amount at the gateway differs from the ledger, by gateway",
  ],
  refunds: ["holdfast_refunds_total", "Refunds by destination; redirected, retried"],
};
const unlabelled = new Set<keyof Counted>(["idempotentReplays"]);

const SIZES = [1, 2, 4, 8, 16, 32, 64, 128];

/** From reading one row to the slowest report. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export type PromMetrics = Metrics & {
  /** Records one answered request; `route` is the pattern, never the address with its ids. */
  request(method: string, route: string, status: number, seconds: number): void;
  /** The text Prometheus scrapes. */
  render(): Promise<string>;
};

/** Counters of this process, and the outbox as the database has it at the time of the scrape. */
export function openMetrics(db: Db, clock: Clock = systemClock): PromMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counted = Object.fromEntries(
    Object.entries(counters).map(([key, [name, help]]) => {
      const labelNames = unlabelled.has(key as keyof Counted) ? [] : ["kind"];
      return [key, new Counter({ name, help, labelNames, registers })];
    }),
  ) as Record<keyof Counted, Counter>;
  const requests = new Histogram({
    name: "holdfast_http_request_duration_seconds",
    help: "Answered requests by route and status",
    labelNames: ["method", "route", "status"],
    buckets: SECONDS,
    registers,
  });
  const batches = batchHistograms(registers);
  const outbox = outboxGauges(registers);
  const alarms = alarmGauge(registers);
  return {
    count: (name, kind, by = 1) => {
      if (kind === undefined) counted[name].inc(by);
      else counted[name].inc({ kind }, by);
    },
    batch: batches.observe,
    request: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    async render() {
      // When the database is down, the counters of this process matter most.
      await Promise.allSettled([outbox.read(db), alarms.read(db, clock)]);
      return registry.metrics();
    },
  };
}

function batchHistograms(registers: Registry[]): { observe: Metrics["batch"] } {
  const labelNames = ["station"];
  const sizes = new Histogram({
    name: "holdfast_batch_size",
    help: "Questions of concurrent requests that one statement answered",
    labelNames,
    buckets: SIZES,
    registers,
  });
  const waits = new Histogram({
    name: "holdfast_batch_wait_seconds",
    help: "How long the oldest question of a batch waited for it to begin",
    labelNames,
    buckets: SECONDS,
    registers,
  });
  return {
    observe(station, size, waitedSeconds) {
      sizes.observe({ station }, size);
      waits.observe({ station }, waitedSeconds);
    },
  };
}

function alarmGauge(registers: Registry[]): { read(db: Db, clock: Clock): Promise<void> } {
  const open = new Gauge({
    name: "holdfast_payment_alarms",
    help: "Payments with an open alarm",
    registers,
  });
  return {
    async read(db, clock) {
      const now = instantText(clock.now());
      const { rows } = await inRead(db, { scope: "platform", actor: "system:metrics", now }, (tx) =>
        sql<{ open: number }>`
          select count(*)::int as open from payments where alarm is not null`.execute(tx),
      );
      open.set(rows[0]?.open ?? 0);
    },
  };
}

function outboxGauges(registers: Registry[]): { read(db: Db): Promise<void> } {
  const depth = new Gauge({
    name: "holdfast_outbox_depth",
    help: "Events not delivered yet",
    registers,
  });
  const age = new Gauge({
    name: "holdfast_outbox_age_seconds",
    help: "Age of the oldest event not delivered yet",
    registers,
  });
  const failed = new Gauge({
    name: "holdfast_outbox_failed",
    help: "Events given up on",
    registers,
  });
  return {
    async read(db) {
      const { rows } = await sql<{ waiting: number; age: number; failed: number }>`
        select count(*) filter (where failed_at is null)::int as waiting,
          count(*) filter (where failed_at is not null)::int as failed,
          coalesce(extract(epoch from clock_timestamp() - min(created_at) filter (where failed_at is null)), 0)::float8
            as age
        from outbox where done_at is null`.execute(db);
      const [row] = rows;
      depth.set(row?.waiting ?? 0);
      age.set(Math.max(0, row?.age ?? 0));
      failed.set(row?.failed ?? 0);
    },
  };
}
