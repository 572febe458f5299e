import type { Idempotency } from "../base/idempotency.ts";
import type { Problem } from "../base/problem.ts";
import type { BeginOnce } from "../db/idempotency-keys.ts";
import { inRead, inTransaction } from "../db/in-transaction.ts";
import type { Tx } from "../db/connection.ts";
import type { AppParts } from "./app-parts.ts";
import type { Input } from "./check-input.ts";
import { answerOnce, beginOnce, findEarlier, type Answer } from "./idempotency.ts";
import { problemBody } from "./problem-reply.ts";
import type { CheckReply } from "./check-reply.ts";
import type { RawRequest, Reply, Request, Route } from "./route.ts";

/** What a route receives besides its input. */
export type Surroundings = {
  request: Request;
  idempotency: Idempotency | undefined;
  ifMatch: number | undefined;
  /** Only where the route declares it. */
  raw?: RawRequest;
};

export type RunRoute = (input: Input, around: Surroundings) => Promise<Answer>;

/** Gives a route its database: the pool, a read transaction, or a transaction with the idempotency row in it. */
export function runRoute(route: Route, parts: AppParts, checkReply: CheckReply): RunRoute {
  const run = route.run as (input: unknown) => Promise<Reply>;
  const usualStatus = Math.min(...Object.keys(route.reply).map(Number));
  return async (input, { request, idempotency, ifMatch, raw }) => {
    const refuse = (problem: Problem) => problemBody(problem, request.locale, request.requestId);
    const settle = ({ problem, ...reply }: Reply): Answer => {
      if (!problem) return { ...reply, status: reply.status ?? usualStatus };
      return { status: problem.status, headers: problem.headers, body: refuse(problem) };
    };
    const call = async (door: object): Promise<Answer> => {
      const answer = settle(await run({ ...request, ...input, ...door, ifMatch, raw }));
      // A replay answers as it was then, and a refusal is a problem, not one of the route's replies.
      if (!answer.replayed && answer.status < 400) checkReply(answer);
      return answer;
    };
    const sealWith = route.secretReply ? parts.config.secret : undefined;
    const once = async (tx: Tx, work: () => Promise<Reply>): Promise<Answer> => {
      const answering = async () => settle(await work());
      if (!idempotency) return answering();
      return answerOnce(tx, idempotency, { problemBody: refuse, sealWith }, answering);
    };
    const earlier = async (tx: Tx) => idempotency && findEarlier(tx, idempotency, sealWith);
    const begin: BeginOnce<Reply> = async (tx, halves) => {
      if (!idempotency) return { outcome: await halves.begin() };
      return beginOnce(tx, idempotency, { problemBody: refuse, sealWith }, halves);
    };
    if (route.mode === "alone") return call({ db: parts.db, idempotency, once, earlier, begin });
    if (route.method === "GET") {
      if (request.context.scope === "public") return call({ db: parts.db });
      return inRead(parts.db, request.context, (db) => call({ db }));
    }
    return inTransaction(parts.db, request.context, (tx, after) =>
      once(tx, () => call({ tx, after })),
    );
  };
}
