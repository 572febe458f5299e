import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { addressNotice } from "./address-notices.ts";
import { takeFault, type Faults, type OperationName } from "./faults.ts";
import { brokenPage } from "./pages/broken-page.ts";
import type { SandboxParts } from "./parts.ts";
import { readBody, type Fields } from "./read-body.ts";
import { Refusal } from "./refusal.ts";
import type { WebhookQueue } from "./webhook-queue.ts";

export type Answer =
  | { status?: number; json: unknown; headers?: Record<string, string> }
  | { html: string }
  | { goTo: string };

/** One request, parsed as far as every API needs it. */
export interface Call {
  /** Without the query. */
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  fields: Fields;
  ip: string;
}

export interface Operation {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  name: OperationName;
  /** Also allowed with the publishable key. */
  isPublic?: boolean;
  run(parts: SandboxParts, call: Call): Answer;
}

/** An API's own authentication, and its wording of common errors. */
export interface Dialect {
  /** Authenticates the caller. @throws Refusal when it may not call this */
  admit(parts: SandboxParts, call: Call, operation: Operation): void;
  unreadable(): Refusal;
  failure(status: 429 | 500 | 503): unknown;
}

export interface Engine {
  server: FastifyInstance;
  parts: SandboxParts;
  queue: WebhookQueue;
  save(): Promise<void>;
}

/** Adds operations to the server. Without a dialect they are pages: open to anybody and untouched by faults. */
export function serve(engine: Engine, operations: readonly Operation[], dialect?: Dialect): void {
  for (const operation of operations) {
    engine.server.route({
      method: operation.method,
      url: operation.path,
      handler: async (request, reply) => answerOne(engine, operation, dialect, request, reply),
    });
  }
}

async function answerOne(
  engine: Engine,
  operation: Operation,
  dialect: Dialect | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { parts, queue } = engine;
  const { faults } = parts;
  if (dialect && !request.headers["user-agent"]) return sendBlocked(reply);
  if (dialect && takeFault(faults.failNext, operation.name)) {
    return sendFailure(reply, dialect, faults);
  }
  const answer = act(parts, operation, dialect, request);
  const notices = parts.notices.splice(0);
  const deliveries = queue.accept(notices.flatMap((notice) => addressNotice(parts, notice)));
  await engine.save();
  const isDone = !("status" in answer && (answer.status ?? 200) >= 400);
  if (dialect && isDone && takeFault(faults.actThenTimeOut, operation.name)) {
    void queue.release(deliveries);
    return cutOff(reply, faults.hangMs);
  }
  if (faults.webhookBeforeResponse) await queue.release(deliveries);
  else reply.raw.once("close", () => void queue.release(deliveries));
  return send(reply, answer);
}

function act(
  parts: SandboxParts,
  operation: Operation,
  dialect: Dialect | undefined,
  request: FastifyRequest,
): Answer {
  try {
    const call = readCall(request);
    if (!call) throw dialect?.unreadable() ?? new Refusal(400, { message: "unreadable" });
    dialect?.admit(parts, call, operation);
    return operation.run(parts, call);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, json: error.body };
    throw error;
  }
}

function readCall(request: FastifyRequest): Call | undefined {
  const fields = readBody(request.headers["content-type"], (request.body as string) ?? "");
  if (!fields) return undefined;
  const { searchParams: query, pathname: path } = new URL(request.url, "http://sandbox");
  return {
    path,
    params: request.params as Record<string, string>,
    query,
    headers: request.headers as Record<string, string | undefined>,
    fields,
    ip: request.ip,
  };
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if ("goTo" in answer) return reply.redirect(answer.goTo, 303);
  if ("html" in answer) return reply.type("text/html; charset=utf-8").send(answer.html);
  reply.status(answer.status ?? 200).headers(answer.headers ?? {});
  if (answer.status === 204) return reply.send();
  return reply.type("application/json; charset=utf-8").send(JSON.stringify(answer.json));
}

/** The network in front of Moyasar blocks some clients before Moyasar sees them. */
function sendBlocked(reply: FastifyReply): FastifyReply {
  return reply.status(403).type("text/html; charset=utf-8").send(brokenPage("403", "Error 1010"));
}

function sendFailure(reply: FastifyReply, dialect: Dialect, faults: Faults): FastifyReply {
  const { as } = faults.failNext;
  if (as === "timeout") return cutOff(reply, faults.hangMs);
  if (as === "html-403") return sendBlocked(reply);
  const status = Number(as) as 429 | 500 | 503;
  if (status === 429) reply.header("retry-after", "1");
  return send(reply, { status, json: dialect.failure(status) });
}

/** Sends no answer; after a while the connection is cut. */
function cutOff(reply: FastifyReply, afterMs: number): FastifyReply {
  reply.hijack();
  const cut = () => reply.raw.destroy();
  if (afterMs === 0) cut();
  else setTimeout(cut, afterMs).unref();
  return reply;
}
