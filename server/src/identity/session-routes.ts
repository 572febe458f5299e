import { Type } from "typebox";
import { assertUser } from "../base/actor.ts";
import { SESSION_COOKIE } from "../http/authenticate.ts";
import { defineRoute, type Route } from "../http/route.ts";
import { id, idParams, instant, nullable, object, page, pageQuery } from "../http/shapes.ts";
import { endSession, signOut } from "./end-session.ts";
import { listSessions } from "./sessions.ts";

const session = object(
  {
    id,
    createdAt: instant,
    lastSeenAt: instant,
    expiresAt: instant,
    userAgent: nullable(Type.String()),
    ip: nullable(Type.String()),
    current: Type.Boolean({ description: "The session of this request" }),
  },
  { title: "Session" },
);

/** Routes for a person's own sessions: list them, end one, or sign out of this one. */
export function sessionRoutes(): Route[] {
  return [
    defineRoute({
      method: "DELETE",
      url: "/v1/auth/session",
      summary: "Sign out",
      tag: "sign-in",
      access: { who: "customer" },
      reply: { 204: null },
      async run({ tx, actor, context }) {
        const { sessionId, userId } = assertUser(actor);
        await signOut(tx, { sessionId, userId, now: context.now });
        const cookie = `${SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
        return { headers: { "set-cookie": cookie } };
      },
    }),
    defineRoute({
      method: "GET",
      url: "/v1/auth/sessions",
      summary: "List my open sessions, newest first",
      tag: "sign-in",
      access: { who: "customer" },
      query: object(pageQuery),
      reply: { 200: page(session) },
      async run({ db, actor, context, query }) {
        const { sessionId: currentId, userId } = assertUser(actor);
        return { body: await listSessions(db, { ...query, userId, currentId, now: context.now }) };
      },
    }),
    defineRoute({
      method: "DELETE",
      url: "/v1/auth/sessions/:id",
      summary: "End one of my sessions",
      tag: "sign-in",
      access: { who: "customer" },
      params: idParams,
      reply: { 204: null },
      async run({ tx, actor, params, context }) {
        const { userId } = assertUser(actor);
        await endSession(tx, { sessionId: params.id, userId, now: context.now });
        return {};
      },
    }),
  ];
}
