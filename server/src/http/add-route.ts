import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Idempotency } from "../base/idempotency.ts";
import { instantText } from "../base/time.ts";
import { tidy } from "../base/typed-text.ts";
import { admit } from "./admit.ts";
import type { AppParts } from "./app-parts.ts";
import { authenticate, hasCredentials, type FindActor } from "./authenticate.ts";
import { askerOf } from "./asker.ts";
import { checkInput } from "./check-input.ts";
import { replyCheck } from "./check-reply.ts";
import { acceptsGzip } from "./compress.ts";
import type { Answer } from "./idempotency.ts";
import { readIfMatch } from "./if-match.ts";
import { idempotencyOf, readIdempotencyKey } from "./idempotency-key.ts";
import { PROBLEM_TYPE } from "./problem-reply.ts";
import { bucketOf, type TokenBuckets } from "./rate-limit.ts";
import type { Request, Route } from "./route.ts";
import { runRoute } from "./run-route.ts";
import { visitOf, type Visit } from "./visit.ts";
import { write, writtenOnce } from "./written-body.ts";

export type Edge = { parts: AppParts; findActor: FindActor; buckets: TokenBuckets };

/** Puts one declared route on the server: authenticates, checks the input, runs it, sends the answer. */
export function addRoute(server: FastifyInstance, route: Route, edge: Edge): void {
  const { parts } = edge;
  const check = checkInput(route);
  const run = runRoute(route, parts, replyCheck(route, parts.config.checkReplies ?? false));
  server.route({
    method: route.method,
    url: route.url,
    // Before the body is read: unauthorised callers do not get to send one.
    onRequest: async (request) => {
      const visit = visitOf(request, parts.log);
      request.params = tidy(request.params);
      visit.actor = await identify(request, edge);
      visit.reach = admit(route.access, route.method, visit.actor, request.params);
    },
    handler: async (request, reply) => {
      const { params, query, body } = request;
      const visit = visitOf(request, parts.log);
      const key = route.method === "POST" ? keyOf(request, route) : undefined;
      const ifMatch = readIfMatch(request.headers["if-match"], route.ifMatch);
      const input = check({ params, query, body });
      const idempotency =
        key === undefined ? undefined : identityOf(request, visit, key, input.body, parts);
      const answer = await run(input, {
        request: describe(request, visit, parts),
        idempotency,
        ifMatch,
        raw: route.raw && { body: visit.bytes ?? Buffer.alloc(0), headers: request.headers },
      });
      if (answer.replayed) parts.metrics.count("idempotentReplays");
      return send(reply, answer, route.contentType);
    },
  });
}

async function identify(request: FastifyRequest, { parts, findActor, buckets }: Edge) {
  const { authorization, cookie, origin } = request.headers;
  // Read before the first await: a closed socket no longer knows its address, unless it was read while open.
  const { ip } = request;
  const { rateLimits, origins = [] } = parts.config;
  const host = request.host.toLowerCase();
  const own = [`https://${host}`, `http://${host}`];
  const sent = {
    method: request.method,
    authorization,
    cookie,
    origin,
    origins: [...own, ...origins],
    asker: askerOf(request),
    ip,
  };
  const { actor, error } = await authenticate(sent, findActor).then(
    (found) => ({ actor: found, error: undefined }),
    (thrown: unknown) => ({ actor: undefined, error: thrown }),
  );
  if (rateLimits) {
    try {
      // Failed attempts use up the address's bucket, or guessing tokens would be free.
      buckets.take(...bucketOf(actor ?? { kind: "anonymous", label: "anonymous" }, ip, rateLimits));
    } catch (refusal) {
      parts.metrics.count("rateLimited", hasCredentials(sent) ? "credentials" : "anonymous");
      throw refusal;
    }
  }
  if (actor === undefined) throw error;
  return actor;
}

function keyOf(request: FastifyRequest, route: Route): string | undefined {
  const header = request.headers["idempotency-key"];
  return readIdempotencyKey(header?.toString(), route.idempotency === "required");
}

function identityOf(
  request: FastifyRequest,
  { actor }: Visit,
  key: string,
  body: unknown,
  { config: { secret } }: AppParts,
): Idempotency {
  const [path = ""] = request.url.split("?", 1);
  return idempotencyOf({ key, actor, ip: request.ip, method: request.method, path, body, secret });
}

function describe(request: FastifyRequest, visit: Visit, { clock }: AppParts): Request {
  const { actor, reach, locale, log } = visit;
  const { id: requestId, ip } = request;
  const now = instantText(clock.now());
  const context = { ...reach, actor: actor.label, requestId, ip, now };
  const userAgent = request.headers["user-agent"]?.slice(0, 300);
  return { actor, asker: askerOf(request), context, locale, requestId, ip, userAgent, clock, log };
}

/** Sends an answer. A replay stores no headers: its ETag is the version in its body, as everywhere. */
async function send(
  reply: FastifyReply,
  { status, body, isShared, csv, headers, etag, replayed }: Answer,
  contentType: string | undefined,
): Promise<FastifyReply> {
  const version = etag ?? (body as { version?: unknown } | undefined)?.version;
  if (typeof version === "number") reply.header("etag", `"${version}"`);
  if (replayed) reply.header("idempotent-replayed", "true");
  reply.headers(headers ?? {}).code(status);
  if (csv !== undefined) return reply.type("text/csv; charset=utf-8").send(csv);
  if (body === undefined) return reply.send();
  if (contentType !== undefined && status < 400) {
    return reply.type(`${contentType}; charset=utf-8`).send(body);
  }
  reply.type(status >= 400 ? PROBLEM_TYPE : "application/json; charset=utf-8");
  const written = isShared ? writtenOnce(body as object) : write(body);
  // Only what is read: an answer to a command may carry a secret beside the caller's words, and the length of both
  // compressed together would tell something about it (the attack called BREACH).
  if (reply.request.method !== "GET" || !written.isLong) return reply.send(written.plain);
  reply.header("vary", "accept-encoding");
  if (!acceptsGzip(reply.request.headers["accept-encoding"]?.toString())) {
    return reply.send(written.plain);
  }
  return reply.header("content-encoding", "gzip").send(await written.gzip());
}
