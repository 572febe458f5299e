import { amendmentRoutes } from "./amendment/routes.ts";
import { readFile } from "node:fs/promises";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { Clock } from "./base/time.ts";
import type { Config } from "./config.ts";
import type { Db } from "./db/connection.ts";
import { auditRoutes } from "./audit/routes.ts";
import { availabilityRoutes } from "./availability/routes.ts";
import { moveRoutes } from "./booking/moves/routes.ts";
import { orderRoutes } from "./booking/orders/routes.ts";
import { bookingRoutes } from "./booking/routes.ts";
import type { PlaceLimits } from "./booking/place-limits.ts";
import type { PlacingParts } from "./booking/place-order.ts";
import { placeTogether } from "./booking/placing-queue.ts";
import { confirmationRoutes } from "./checkout/confirmation-routes.ts";
import { historyRoutes } from "./payment/history-routes.ts";
import { cancellationQuoteRoutes } from "./checkout/cancellation-quote-routes.ts";
import { orderPort } from "./checkout/order-port.ts";
import { refundPort } from "./refund/refund-port.ts";
import { paymentRoutes } from "./checkout/payment-routes.ts";
import { refundRoutes } from "./checkout/refund-routes.ts";
import { tillRoutes } from "./checkout/till-routes.ts";
import { businessRoutes } from "./business/routes.ts";
import { catalogueRoutes } from "./catalogue/routes.ts";
import { usualRateLimits, type AppParts, type HttpConfig } from "./http/app-parts.ts";
import { openMetrics, type PromMetrics } from "./http/metrics.ts";
import type { Route } from "./http/route.ts";
import { buildServer } from "./http/server.ts";
import type { CodeChannel } from "./identity/code-channel.ts";
import { developmentChannel } from "./identity/development-channel.ts";
import { actorFinder } from "./identity/find-actor.ts";
import { identityRoutes } from "./identity/routes.ts";
import { invoiceRoutes } from "./invoice/routes.ts";
import { taxSettingsRoutes } from "./invoice/tax-settings-routes.ts";
import { ledgerRoutes } from "./ledger/routes.ts";
import { openRunner, type Runner } from "./queue/runner.ts";
import { subscriptions, timedTasks } from "./schedule.ts";
import type { Gateways } from "./payment/card-gateways.ts";

import type { MoneyParts } from "./payment/money-parts.ts";
import { inboxRoutes } from "./payment/inbox-routes.ts";
import { webhookRoutes } from "./payment/webhook-routes.ts";
import { sealToolsOf } from "./seal/seal-tools.ts";
import type { SealParts } from "./seal/sealer.ts";
import { timetableRoutes } from "./timetable/routes.ts";

/** What the program is built from. */
export interface Surroundings {
  config: Pick<Config, "env" | "secret" | "trustedProxies"> &
    Partial<Pick<Config, "oldSecrets" | "dataFolder" | "places">>;
  db: Db;
  clock: Clock;
  log: Logger;
  /** Where sign-in codes are shown in development. */
  show: (line: string) => void;
  /** The gateways that take cards; without any, only wallets can pay. */
  gateways?: Gateways;
  /** Limits for races and measurements, which come from one address. */
  limits?: { rates: HttpConfig["rateLimits"]; places: PlaceLimits };
  /** How orders are placed; by default with those that arrive at the same time. */
  openPlacing?: typeof placeTogether;
  /** Checks every answer against its schema; for tests. */
  checkReplies?: boolean;
}

/** The composition root: the only place where features are gathered. */
export interface App {
  parts: AppParts & MoneyParts & SealParts & { metrics: PromMetrics };
  routes: readonly Route[];
  /** The HTTP server, not yet listening. */
  buildServer(): Promise<FastifyInstance>;
  /** The background work, not yet running. */
  openWorker(): Runner;
}

export function composeApp(around: Surroundings): App {
  const { config, db, clock, log, show, limits } = around;
  const http: HttpConfig = {
    env: config.env,
    secret: config.secret,
    trustProxy: config.trustedProxies > 0 ? config.trustedProxies : false,
    rateLimits: limits ? limits.rates : usualRateLimits,
    checkReplies: around.checkReplies ?? false,
    ...(config.dataFolder !== undefined && { dataFolder: config.dataFolder }),
  };
  const gateways = around.gateways ?? {};
  const places = limits?.places ?? config.places ?? { customer: null, address: null };
  const seals = sealToolsOf(config);
  const metrics = openMetrics(db, clock);
  const orders = orderPort(metrics);
  const parts = {
    db,
    clock,
    log,
    config: http,
    metrics,
    gateways,
    orders,
    refunds: refundPort,
    seals,
  };
  const channel = developmentChannel({ env: config.env, db, clock, show });
  const { openPlacing = placeTogether } = around;
  const placing = openPlacing(db, metrics);
  const routes = [...bookingRooms(parts, channel, places, placing), ...moneyRooms(parts)];
  return {
    parts,
    routes,
    buildServer: async () => {
      const server = buildServer({
        routes,
        parts,
        findActor: actorFinder(db, clock, metrics),
      });
      await addFrontPage(server);
      return server;
    },
    openWorker: () =>
      openRunner({
        db,
        clock,
        log,
        subscriptions: subscriptions(parts),
        tasks: timedTasks(parts),
      }),
  };
}

/** Routes for sign-in, catalogue and bookings. */
function bookingRooms(
  parts: App["parts"],
  channel: CodeChannel,
  places: PlaceLimits,
  placing: PlacingParts,
): Route[] {
  return [
    ...identityRoutes(parts, channel),
    ...businessRoutes(parts),
    ...catalogueRoutes(parts),
    ...timetableRoutes(),
    ...availabilityRoutes(parts),
    ...orderRoutes(parts, places, placing),
    ...bookingRoutes(parts),
    ...moveRoutes(parts),
    ...cancellationQuoteRoutes(parts),
    ...amendmentRoutes(parts, places),
    ...auditRoutes(),
  ];
}

/** Routes for payments, refunds and accounting. */
function moneyRooms(parts: App["parts"]): Route[] {
  return [
    ...confirmationRoutes(parts),
    ...paymentRoutes(parts),
    ...refundRoutes(parts),
    ...tillRoutes(parts),
    ...historyRoutes(),
    ...ledgerRoutes({ mainGateway: Object.keys(parts.gateways)[0] ?? "moyasar" }),
    ...webhookRoutes(parts),
    ...inboxRoutes(),
    ...invoiceRoutes(),
    ...taxSettingsRoutes(),
  ];
}

/** A placeholder until the web has pages. */
async function addFrontPage(server: FastifyInstance): Promise<void> {
  const page = await readFile(new URL("../../web/index.html", import.meta.url), "utf8");
  server.get("/", (_request, reply) => reply.type("text/html; charset=utf-8").send(page));
}
