import type { Asker } from "../base/waiting-questions.ts";
import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { Logger } from "pino";
import type { Static, TObject, TSchema } from "typebox";
import type { Actor, KeyScope, Role } from "../base/actor.ts";
import type { Idempotency } from "../base/idempotency.ts";
import type { Problem, ProblemType } from "../base/problem.ts";
import type { Locale } from "../base/text.ts";
import type { Clock } from "../base/time.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { BeginOnce } from "../db/idempotency-keys.ts";
import type { AfterCommit } from "../db/in-transaction.ts";
import type { Context } from "../db/context.ts";

/**
 * Who may call a route.
 *
 * - `anyone`: no credentials needed. A key counts as its business only where `keyScope` names what it needs.
 * - `customer`: any signed-in person, who sees their own rows.
 * - `admin`: the platform's people, who see everything.
 * - `member`: people with at least `role` in the `:businessId` of the url, or its keys with `keyScope`
 *   (without one no key is let in). Strangers get 404, members with too low a role 403.
 * - `customerOrMember`: any signed-in person, or a key with the scope; row-level security decides what they see.
 */
export type Access =
  | { who: "anyone"; keyScope?: KeyScope }
  | { who: "customer" }
  | { who: "admin" }
  | { who: "member"; role: Role; keyScope?: KeyScope }
  | { who: "customerOrMember"; keyScope: KeyScope };

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** `null` is an answer without a body. */
export type Replies = Record<number, TSchema | null>;

type BodyOf<S> = S extends TSchema ? Static<S> : undefined;

export type Reply<Body = unknown> = {
  /** Default: the lowest status the route declares. */
  status?: number;
  body?: Body;
  /** Whether other requests get this very body: it is written as text once for all of them. */
  isShared?: boolean;
  /** Instead of a body, where the route offers it: the same rows as text/csv. */
  csv?: Readable;
  headers?: Record<string, string>;
  /** The version of the answer, sent as `ETag: "<version>"`. */
  etag?: number;
  /** Returned instead of thrown when the writes must stay although the request is refused (a counted attempt). */
  problem?: Problem;
  /** Set by `alone` routes that answered from their own idempotency row. */
  replayed?: boolean;
};

/** What every route's `run` receives, whatever its mode. */
export type Request = {
  actor: Actor;
  /** Tells whether the client is still there. */
  asker: Asker;
  context: Context;
  locale: Locale;
  requestId: string;
  ip: string;
  userAgent: string | undefined;
  clock: Clock;
  log: Logger;
};

/** A request byte for byte, to verify its signature. */
export type RawRequest = { body: Buffer; headers: IncomingHttpHeaders };

/**
 * Runs once per Idempotency-Key in the given transaction and gives later copies the first answer; without a key it
 * just runs.
 */
export type Once = <Body>(tx: Tx, run: () => Promise<Reply<Body>>) => Promise<Reply<Body>>;

/** Returns the first answer to this Idempotency-Key, if any: to be asked before calling a service that cannot undo. */
export type Earlier = <Body>(tx: Tx) => Promise<Reply<Body> | undefined>;

type Doors<M, V> = V extends "alone"
  ? {
      db: Db;
      idempotency?: Idempotency;
      once: Once;
      earlier: Earlier;
      begin: BeginOnce<Reply<never>>;
    }
  : M extends "GET"
    ? { db: Db }
    : { tx: Tx; after: AfterCommit };

export type RouteInput<
  M,
  V,
  F,
  P extends TSchema,
  Q extends TSchema,
  B extends TSchema,
  W,
> = Request &
  Doors<M, V> &
  (W extends true ? { raw: RawRequest } : unknown) & {
    params: Static<P>;
    query: Static<Q>;
    body: Static<B>;
    /** The version the caller edits. */
    ifMatch: F extends true ? number : number | undefined;
  };

type Shape = {
  method: Method;
  /** In Fastify's syntax: "/v1/bookings/:bookingId". */
  url: string;
  /** One line for the documentation. */
  summary: string;
  description?: string;
  tag: string;
  /** Name in generated clients; derived from method and url if absent. */
  operationId?: string;
  access: Access;
  /** POST only. Default "optional": used when sent. */
  idempotency?: "required" | "optional";
  /** The answer carries a secret: the copy stored for replays is sealed. */
  secretReply?: true;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  reply: Replies;
  /** For answers that are not JSON: "text/html". The body is then the text itself, in UTF-8. */
  contentType?: string;
  /** GET only: may answer `csv` instead of a body, with the lowest status the route declares. */
  csv?: true;
  /** `true`: If-Match is required. "optional": checked by `run` when sent. */
  ifMatch?: true | "optional";
  /** `alone`: receives the pool and opens its own transactions. */
  mode?: "alone";
  /** `run` also receives the raw request, because signatures are over its bytes. */
  raw?: true;
  /** Problems besides those every such route may answer; for the documentation. */
  problems?: readonly ProblemType[];
};

/** A route without its static types, as the server holds it. */
export interface Route extends Shape {
  run: (input: never) => Promise<Reply>;
}

type Nothing = TObject<{}>;

/**
 * Declares a route. The server does the rest: authentication, access, validation, idempotency, the transaction with
 * its context, If-Match, problem replies, documentation.
 *
 * - GET receives `db` to read from: a read-only transaction with the caller's rights, or for `anyone` the pool,
 *   which sees the public catalogue.
 * - POST, PUT, PATCH, DELETE receive `tx`: one transaction, committed when `run` resolves, undone when it throws.
 * - `mode: "alone"` receives the pool and the idempotency key, and does both by itself.
 *
 * `run` of a command may be called again after a deadlock: it must only talk to the database.
 */
export function defineRoute<
  const M extends Method,
  R extends Replies,
  P extends TSchema = Nothing,
  Q extends TSchema = Nothing,
  B extends TSchema = Nothing,
  const V extends "alone" | undefined = undefined,
  const F extends true | "optional" | undefined = undefined,
  const W extends true | undefined = undefined,
>(
  route: Omit<
    Shape,
    "method" | "params" | "query" | "body" | "reply" | "mode" | "ifMatch" | "raw"
  > & {
    method: M;
    params?: P;
    query?: Q;
    body?: B;
    reply: R;
    mode?: V;
    ifMatch?: F;
    raw?: W;
    run(input: RouteInput<M, V, F, P, Q, B, W>): Promise<Reply<BodyOf<R[keyof R]>>>;
  },
): Route {
  return route;
}
