import type { Logger } from "pino";
import type { Metrics } from "../base/metrics.ts";
import { instantText, type Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import type { Gateways } from "./card-gateways.ts";
import type { OrderPort } from "./order-port.ts";
import type { RefundPort } from "./refund-port.ts";

/** The parts that commands calling a gateway need: they open their own transactions, before and after the call. */
export interface MoneyParts {
  db: Db;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  gateways: Gateways;
  orders: OrderPort;
  refunds: RefundPort;
  /** The timed task that settles payments, named as the actor of what it writes; absent: "payments". */
  task?: string;
}

/** The context of the platform's own money tasks: a job, a webhook, the reconciler. */
export function asPlatform(task: string, clock: Clock): Context {
  return { scope: "platform", actor: `system:${task}`, now: instantText(clock.now()) };
}

/**
 * Lends the platform's reach to an authorised caller, because only the platform writes money rows. The caller stays the
 * actor of everything written.
 */
export function withReach(context: Context): Context {
  return { ...context, scope: "platform" };
}
