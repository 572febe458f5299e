import type { Logger } from "pino";
import type { Metrics } from "../base/metrics.ts";
import { instantText, type Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import type { Gateways } from "./card-gateways.ts";
import type { OrderPort } from "./order-port.ts";
import type { RefundPort } from "./refund-port.ts";

/** What commands that talk to a gateway need: they open their own transactions, before and after the call. */
export interface MoneyParts {
  db: Db;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  gateways: Gateways;
  orders: OrderPort;
  refunds: RefundPort;
}

/** The platform itself at work on money: a job, a webhook, the reconciler. */
export function asPlatform(task: string, clock: Clock): Context {
  return { scope: "platform", actor: `system:${task}`, now: instantText(clock.now()) };
}

/**
 * Money rows are the platform's to write: whoever asked was looked at before, stays the actor of everything that
 * is written, and is only lent its reach.
 */
export function withReach(context: Context): Context {
  return { ...context, scope: "platform" };
}
