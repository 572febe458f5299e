import type { FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { anonymous, type Actor } from "../base/actor.ts";
import type { Locale } from "../base/text.ts";
import type { Reach } from "./admit.ts";
import { chooseLocale } from "./locale.ts";

/** What the server knows of one request besides its input. */
export type Visit = {
  actor: Actor;
  reach: Reach;
  locale: Locale;
  log: Logger;
  /** The raw body, if there is one. */
  bytes?: Buffer;
};

const visits = new WeakMap<FastifyRequest, Visit>();

export function openVisit(request: FastifyRequest, log: Logger): Visit {
  const locale = chooseLocale(request.headers["accept-language"]);
  const visit: Visit = {
    actor: anonymous,
    reach: { scope: "public" },
    locale,
    log: log.child({ requestId: request.id }),
  };
  visits.set(request, visit);
  return visit;
}

/** Returns the visit of a request. */
export function visitOf(request: FastifyRequest, log: Logger): Visit {
  return visits.get(request) ?? openVisit(request, log);
}
