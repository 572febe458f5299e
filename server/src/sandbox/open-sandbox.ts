import Fastify, { type FastifyInstance } from "fastify";
import { systemClock, type Clock } from "../base/time.ts";
import { addControls, type Controls } from "./control-routes.ts";
import { usualFaults, type Faults } from "./faults.ts";
import { challengePages } from "./moyasar/challenge-pages.ts";
import { moyasar } from "./moyasar/dialect.ts";
import { invoicePages } from "./moyasar/invoice-pages.ts";
import { invoiceRoutes } from "./moyasar/invoice-routes.ts";
import { paymentRoutes } from "./moyasar/payment-routes.ts";
import { moyasarError } from "./moyasar/refusals.ts";
import { tokenRoutes } from "./moyasar/token-routes.ts";
import { webhookRoutes } from "./moyasar/webhook-routes.ts";
import type { SandboxParts, WebhookTarget } from "./parts.ts";
import { serve } from "./serve.ts";
import { checkoutPages } from "./stripe/checkout-pages.ts";
import { stripe } from "./stripe/dialect.ts";
import { stripeRoutes } from "./stripe/routes.ts";
import { clearState, emptyState, openStateFile } from "./state.ts";
import { WebhookQueue } from "./webhook-queue.ts";

export interface SandboxOptions {
  /** 0 or absent: any free port. */
  port?: number;
  host?: string;
  /** Moyasar's keys: sk_test_… and pk_test_…. */
  secretKey: string;
  publishableKey: string;
  /** Gets every event, besides the addresses registered over the API. */
  webhooks?: WebhookTarget;
  stripe?: { secretKey: string; webhookUrl?: string; webhookSecret: string };
  /** Stores payments across restarts. */
  stateFile?: string;
  log?: (line: string) => void;
  /** Injected by tests that move time. */
  clock?: Clock;
}

export interface Sandbox extends Controls {
  origin: string;
  /** Moyasar's base address. */
  moyasarUrl: string;
  /** Stripe's: `${stripeUrl}/v1/payment_intents`. Stripe's library takes no path and is given the host of `origin`. */
  stripeUrl: string;
  /** Sets some faults; the others stay. */
  set(faults: Partial<Faults>): void;
  /** Removes all faults and payments. */
  reset(): void;
  /** Sets where webhooks go, if that was not known at the start. */
  notify(targets: SandboxParts["targets"]): void;
  /** Sends webhooks that are held, delayed or waiting for a retry; resolves when each was answered. */
  sendWebhooks(): Promise<void>;
  close(): Promise<void>;
}

/** Emulates the published contracts of Moyasar and Stripe on one port, with a page where a person can pay. */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const log = options.log ?? (() => undefined);
  const parts = partsOf(options);
  const file = await openStateFile(options.stateFile, parts.state);
  const save = async () => file.save();
  const queue = new WebhookQueue(parts, log, async () =>
    save().catch((error: unknown) => log(`the state could not be kept: ${String(error)}`)),
  );
  const controls = controlsOf(parts, queue);
  const server = buildServer(log);
  const engine = { server, parts, queue, save };
  serve(engine, [...paymentRoutes, ...invoiceRoutes, ...tokenRoutes, ...webhookRoutes], moyasar);
  serve(engine, stripeRoutes, stripe);
  serve(engine, [...invoicePages, ...challengePages, ...checkoutPages]);
  addControls(server, parts, controls);
  parts.origin = await server.listen({
    host: options.host ?? "127.0.0.1",
    port: options.port ?? 0,
  });
  queue.resume();
  return {
    origin: parts.origin,
    moyasarUrl: `${parts.origin}/v1`,
    stripeUrl: `${parts.origin}/stripe`,
    ...controls,
    notify: (targets) => void Object.assign(parts.targets, targets),
    async close() {
      await server.close();
      await queue.close();
    },
  };
}

function partsOf(options: SandboxOptions): SandboxParts {
  const { secretKey, publishableKey, webhooks, stripe: account, clock = systemClock } = options;
  const parts: SandboxParts = {
    origin: "",
    keys: { secret: secretKey, publishable: publishableKey, stripe: account?.secretKey },
    state: emptyState(),
    faults: usualFaults(),
    targets: { moyasar: webhooks },
    notices: [],
    now: () => clock.now() + parts.faults.aheadMs,
  };
  if (account?.webhookUrl) {
    parts.targets.stripe = { url: account.webhookUrl, secret: account.webhookSecret };
  }
  return parts;
}

function controlsOf(parts: SandboxParts, queue: WebhookQueue): Controls {
  return {
    // Copied, because counting down here must not change the caller's object.
    set: (faults) => void Object.assign(parts.faults, structuredClone(faults)),
    reset() {
      queue.clear();
      clearState(parts.state);
      Object.assign(parts.faults, usualFaults());
    },
    sendWebhooks: async () => queue.flush(),
  };
}

function buildServer(log: (line: string) => void): FastifyInstance {
  // Requests that are never answered are released when the sandbox closes.
  const server = Fastify({ forceCloseConnections: true, return503OnClosing: false });
  server.removeAllContentTypeParsers();
  // Parsed by each API, so that a malformed body gets that API's own error.
  server.addContentTypeParser(
    "*",
    { parseAs: "string" },
    async (_request: unknown, body: string) => {
      return body;
    },
  );
  allowBrowsers(server);
  server.setNotFoundHandler(async (_request, reply) =>
    reply.status(404).send(moyasarError("api_error", "Object not found")),
  );
  server.setErrorHandler<Error & { statusCode?: number }>(async (error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log(`${request.method} ${request.url}: ${error.stack ?? error.message}`);
    return reply.status(status).send(moyasarError("api_error", error.message));
  });
  return server;
}

/** Allows cross-origin requests: card forms create tokens and payments from the merchant's own pages. */
function allowBrowsers(server: FastifyInstance): void {
  server.addHook("onRequest", async (_request, reply) => {
    reply.headers({
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "authorization, content-type",
      "access-control-allow-methods": "GET, POST, PUT, DELETE",
      "cache-control": "no-store",
    });
  });
  server.options("/*", async (_request, reply) => reply.status(204).send());
}
