import { afterAll } from "vitest";
import { pino } from "pino";
import { fixedClock } from "../../src/base/time.ts";
import { usualRateLimits, type HttpConfig } from "../../src/http/app-parts.ts";
import { openMetrics } from "../../src/http/metrics.ts";
import type { Route } from "../../src/http/route.ts";
import { buildServer } from "../../src/http/server.ts";
import { developmentChannel } from "../../src/identity/development-channel.ts";
import { actorFinder } from "../../src/identity/find-actor.ts";
import { identityRoutes } from "../../src/identity/routes.ts";
import type { Db } from "../../src/db/connection.ts";

// Tests read answers of every shape; a wrong shape fails the test.
// oxlint-disable-next-line typescript/no-explicit-any
export type Answered = { status: number; headers: Headers; body: any; text: string };
export type Ask = (
  method: string,
  path: string,
  more?: { body?: unknown; headers?: Record<string, string> },
) => Promise<Answered>;

/** Starts a server on its own port, with identity's routes and the test's; it closes when the test file ends. */
export async function startServer(
  db: Db,
  options: { routes?: Route[]; config?: Partial<HttpConfig>; log?: pino.DestinationStream } = {},
) {
  const clock = fixedClock("2026-11-21T10:00:00Z");
  const log = options.log ? pino({ level: "info" }, options.log) : pino({ level: "silent" });
  const metrics = openMetrics(db);
  const config: HttpConfig = {
    env: "development",
    secret: "a secret of thirty-two characters",
    rateLimits: false,
    checkReplies: true,
    ...options.config,
  };
  const parts = { db, clock, log, config, metrics };
  const channel = developmentChannel({ env: "development", db, clock, show: () => undefined });
  const routes = [...identityRoutes(parts, channel), ...(options.routes ?? [])];
  const server = buildServer({ routes, parts, findActor: actorFinder(db, clock, metrics) });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  afterAll(() => server.close());
  return { url, ask: asker(url), clock, server, parts, routes };
}

function asker(url: string): Ask {
  return async (method, path, { body, headers } = {}) => {
    const isRaw = typeof body === "string" || body instanceof Uint8Array;
    const sent = body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) };
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const request = { method, headers: { ...type, ...headers }, ...sent } as RequestInit;
    const response = await fetch(url + path, request);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json");
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : undefined,
      text,
    };
  };
}

/** Signs in over HTTP with a code from the development mailbox. */
export async function signInAs(
  ask: Ask,
  phone: string,
): Promise<{ token: string; user: { id: string } }> {
  await ask("POST", "/v1/auth/otp", { body: { phone } });
  const { body: box } = await ask("GET", `/dev/messages?to=${encodeURIComponent(phone)}`);
  const { body } = await ask("POST", "/v1/auth/otp/verify", {
    body: { phone, code: box.items[0].code },
  });
  return body;
}

export { usualRateLimits };
