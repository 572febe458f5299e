import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { methodNotAllowed, Problem } from "../base/problem.ts";
import type { AppParts } from "./app-parts.ts";
import { PROBLEM_TYPE, problemText, toProblem } from "./problem-reply.ts";
import type { Route } from "./route.ts";
import { visitOf } from "./visit.ts";

/** Answers one request with a problem. */
export type Refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Logs our own faults, counts conflicts, and answers in the caller's language. */
export function refusal({ log, metrics }: AppParts): Refuse {
  return (error, request, reply) => {
    const visit = visitOf(request, log);
    const problem = toProblem(error);
    if (problem.status >= 500) visit.log.error({ err: problem.cause ?? problem }, problem.message);
    if (problem.status === 409 || problem.status === 412) metrics.count("conflicts", problem.type);
    reply.code(problem.status).headers({ ...problem.headers, "content-language": visit.locale });
    return reply.type(PROBLEM_TYPE).send(problemText(problem, visit.locale, request.id));
  };
}

/** Answers everything thrown, and every unknown address or method, with a problem. */
export function addErrors(server: FastifyInstance, routes: readonly Route[], refuse: Refuse): void {
  const methodsOf = methodTable(routes);
  server.setErrorHandler((error, request, reply) => refuse(error, request, reply));
  server.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(request.url.split("?", 1)[0] ?? "");
    if (methods.length === 0) return refuse(new Problem("not-found"), request, reply);
    if (request.method !== "OPTIONS") return refuse(methodNotAllowed(methods), request, reply);
    return reply.code(204).header("allow", methods.join(", ")).send();
  });
}

/** Finds the methods of an address. Used only when no route matched, so a list of patterns is fast enough. */
function methodTable(routes: readonly Route[]): (path: string) => string[] {
  const patterns = routes.map(({ method, url }) => ({
    methods: method === "GET" ? ["GET", "HEAD"] : [method],
    pattern: new RegExp(`^${url.replaceAll(/:[A-Za-z]+/g, "[^/]+")}$`),
  }));
  return (path) => [
    ...new Set(patterns.flatMap(({ methods, pattern }) => (pattern.test(path) ? methods : []))),
  ];
}
