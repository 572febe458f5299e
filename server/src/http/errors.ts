import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { methodNotAllowed, Problem } from "../base/problem.ts";
import type { AppParts } from "./app-parts.ts";
import { PROBLEM_TYPE, problemBody, toProblem } from "./problem-reply.ts";
import type { Route } from "./route.ts";
import { visitOf } from "./visit.ts";

/** Answers one request with a problem. */
export type Refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Logs what is our fault, counts what is somebody else's change, and answers in the caller's language. */
export function refusal({ log, metrics }: AppParts): Refuse {
  return (error, request, reply) => {
    const visit = visitOf(request, log);
    const problem = toProblem(error);
    if (problem.status >= 500) visit.log.error({ err: problem.cause ?? problem }, problem.message);
    if (problem.status === 409 || problem.status === 412) metrics.count("conflicts", problem.type);
    const body = problemBody(problem, visit.locale, request.id);
    reply.code(problem.status).headers({ ...problem.headers, "content-language": visit.locale });
    return reply.type(PROBLEM_TYPE).send(JSON.stringify(body));
  };
}

/** Answers everything that is thrown, and every address and method no route has, as a problem. */
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

/** The methods an address knows. Looked through only when nothing matched, so a list of patterns will do. */
function methodTable(routes: readonly Route[]): (path: string) => string[] {
  const patterns = routes.map(({ method, url }) => ({
    methods: method === "GET" ? ["GET", "HEAD"] : [method],
    pattern: new RegExp(`^${url.replaceAll(/:[A-Za-z]+/g, "[^/]+")}$`),
  }));
  return (path) => [
    ...new Set(patterns.flatMap(({ methods, pattern }) => (pattern.test(path) ? methods : []))),
  ];
}
