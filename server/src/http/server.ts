import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { addressBlock } from "../base/address-block.ts";
import { BODY_MAX_BYTES } from "../base/limits.ts";
import type { AppParts } from "./app-parts.ts";
import { addRoute } from "./add-route.ts";
import type { FindActor } from "./authenticate.ts";
import { answerBrokenRequest } from "./broken-request.ts";
import { addDocs } from "./docs.ts";
import { addErrors, refusal } from "./errors.ts";
import { addHealth } from "./health.ts";
import type { PromMetrics } from "./metrics.ts";
import { TokenBuckets } from "./rate-limit.ts";
import { readJson } from "./read-json.ts";
import { requestIdOf } from "./request-id.ts";
import type { Route } from "./route.ts";
import { Turnstile } from "./turnstile.ts";
import { openVisit, visitOf } from "./visit.ts";

/** A whole request must have arrived by then; a body sent too slowly would keep its connection for ever. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Makes the server of a list of routes; it knows none of them. `listen` starts it, `close` stops accepting and
 * resolves when the last request in flight is answered.
 */
export function buildServer(options: {
  routes: readonly Route[];
  parts: AppParts & { metrics: PromMetrics };
  findActor: FindActor;
}): FastifyInstance {
  const { routes, parts, findActor } = options;
  const refuse = refusal(parts);
  const proxies = parts.config.trustProxy || 0;
  const server: FastifyInstance = Fastify({
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: proxies > 0 && ((_address, hop) => hop < proxies),
    genReqId: ({ headers }) => requestIdOf(headers["x-request-id"]),
    requestIdHeader: false,
    return503OnClosing: false,
    forceCloseConnections: "idle",
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply),
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    "application/json",
    { parseAs: "buffer" },
    async (request: FastifyRequest, body: Buffer) => {
      const { "content-type": type, "content-encoding": encoding } = request.headers;
      visitOf(request, parts.log).bytes = body;
      return readJson(body, type, encoding);
    },
  );
  addTraces(server, parts);
  letBeginInTurns(server);
  letGoWhenClosing(server);
  addErrors(server, routes, refuse);
  addHealth(server, parts, parts.metrics);
  addDocs(server, routes);
  const buckets = new TokenBuckets();
  for (const route of routes) addRoute(server, route, { parts, findActor, buckets });
  return server;
}

/**
 * Asks clients to disconnect while closing: a connection kept alive after its last answer would keep the server open
 * until it times out.
 */
function letGoWhenClosing(server: FastifyInstance): void {
  let isClosing = false;
  server.addHook("preClose", async () => {
    isClosing = true;
  });
  server.addHook("onSend", (_request, reply, _payload, done) => {
    if (isClosing) reply.header("connection", "close");
    done();
  });
}

/** Clients take turns when many requests arrive at once; a client is an address with what it signs in by. */
function letBeginInTurns(server: FastifyInstance): void {
  const turnstile = new Turnstile();
  server.addHook("onRequest", ({ ip, headers }, _reply, done) => {
    const { authorization, cookie } = headers;
    turnstile.pass(() => `${addressBlock(ip)} ${authorization ?? cookie ?? ""}`, done);
  });
}

/** Adds a request id, the headers of every answer, one log line and one observation per request. */
function addTraces(
  server: FastifyInstance,
  { log, metrics }: AppParts & { metrics: PromMetrics },
): void {
  // Its fields are the program's own: looking for secrets to hide costs more than writing the line.
  const requests = log.child({}, { redact: [] });
  server.addHook("onRequest", (request, reply, done) => {
    openVisit(request, log);
    reply.headers({
      "x-request-id": request.id,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    done();
  });
  server.addHook("onResponse", (request, reply, done) => {
    const { method, routeOptions } = request;
    const { statusCode: status, elapsedTime } = reply;
    // The pattern, not the address: ids and phone numbers stay out of log and labels.
    const route = routeOptions.url ?? "unknown";
    metrics.request(method, route, status, elapsedTime / 1000);
    const line = {
      requestId: request.id,
      method,
      route,
      status,
      ms: Math.round(elapsedTime * 10) / 10,
      actor: visitOf(request, log).actor.label,
    };
    requests.info(line, "answered");
    done();
  });
}
