import { Type } from "typebox";
import { assertUser } from "../base/actor.ts";
import { PAGE_SIZE_MAX } from "../base/limits.ts";
import { defineRoute, type Route } from "../http/route.ts";
import { id, line, locale, nullable, object, optional, role, version } from "../http/shapes.ts";
import { editUser } from "./edit-user.ts";
import { getUser } from "./users.ts";

const me = object(
  {
    id,
    phone: nullable(Type.String()),
    name: Type.String(),
    locale,
    isAdmin: Type.Boolean(),
    memberships: Type.Array(object({ businessId: id, role }), {
      maxItems: PAGE_SIZE_MAX,
      description: "The first 100; `GET /v1/manage/businesses` lists all of them",
    }),
    version,
  },
  { title: "Me" },
);

/** Routes for the signed-in person's own account. */
export function meRoutes(): Route[] {
  return [
    defineRoute({
      method: "GET",
      url: "/v1/me",
      summary: "Read my profile and memberships",
      tag: "me",
      access: { who: "customer" },
      reply: { 200: me },
      async run({ db, actor }) {
        const { userId, memberships } = assertUser(actor);
        return {
          body: {
            ...(await getUser(db, userId)),
            memberships: memberships.slice(0, PAGE_SIZE_MAX),
          },
        };
      },
    }),
    defineRoute({
      method: "PATCH",
      url: "/v1/me",
      summary: "Change my name or language",
      tag: "me",
      access: { who: "customer" },
      ifMatch: "optional",
      body: object({ name: optional(line(200, { min: 0 })), locale: optional(locale) }),
      reply: { 200: me },
      async run({ tx, actor, body, ifMatch }) {
        const { userId, memberships } = assertUser(actor);
        const user = await editUser(tx, { userId, ...body, version: ifMatch });
        return { body: { ...user, memberships: memberships.slice(0, PAGE_SIZE_MAX) } };
      },
    }),
  ];
}
