import { Type } from "typebox";
import { assertUser } from "../base/actor.ts";
import { newId } from "../base/id.ts";
import type { AppParts } from "../http/app-parts.ts";
import { defineRoute, type Route } from "../http/route.ts";
import {
  businessParams,
  currency,
  id,
  instant,
  integer,
  longText,
  nullable,
  object,
  oneOf,
  page,
  pageQuery,
  role,
  text,
  version,
} from "../http/shapes.ts";
import { adminBusinessRoutes } from "./admin-routes.ts";
import { businessKinds, businessStatuses, getBusiness, listBusinessesOf } from "./businesses.ts";
import { createBusiness } from "./create-business.ts";
import { changeBusiness } from "./edit-business.ts";
import { anyOf, readers, writers } from "./editable-routes.ts";
import { locationRoutes, place } from "./location-routes.ts";
import { memberRoutes } from "./member-routes.ts";
import { moveBusiness } from "./move-business.ts";
import { publishedBusinessRoutes } from "./published-routes.ts";

const slug = Type.String({ pattern: "^[a-z0-9]+(-[a-z0-9]+)*$", maxLength: 80 });
const fields = { slug, name: text, description: longText, city: place, currency };
/** Columns that start at their defaults and cannot be chosen at creation. */
const habits = {
  completionGraceMinutes: integer(0, 10_080, {
    description:
      "How long after its end a booking can still be marked as a no-show before it is completed automatically; default 720",
  }),
};
const shown = {
  id,
  kind: oneOf(businessKinds),
  ...fields,
  status: oneOf(businessStatuses),
  submittedAt: nullable(instant),
  approvedAt: nullable(instant),
  rejectedAt: nullable(instant),
  suspendedAt: nullable(instant),
  decidedBy: nullable(id),
  decisionReason: nullable(Type.String()),
  ...habits,
  source: Type.String({ description: "`manual`, or the import that created it" }),
  createdAt: instant,
  updatedAt: instant,
  version,
};
/** The view for its own people and the platform. */
export const business = object(shown, { title: "ManagedBusiness" });

/** Businesses: the public catalogue, their own people's side, and the platform's. */
export function businessRoutes(parts: AppParts): Route[] {
  return [
    ...publishedBusinessRoutes(parts),
    ...mineRoutes(),
    ...ownBusinessRoutes(),
    ...memberRoutes(),
    ...locationRoutes(),
    ...adminBusinessRoutes(business),
  ];
}

function mineRoutes(): Route[] {
  return [
    defineRoute({
      method: "GET",
      url: "/v1/manage/businesses",
      summary: "List the businesses I am a member of",
      tag: "manage",
      access: { who: "customer" },
      query: object(pageQuery),
      reply: { 200: page(object({ ...shown, role }, { title: "OwnBusiness" })) },
      run: async ({ db, actor, query }) => ({
        body: await listBusinessesOf(db, assertUser(actor).userId, query),
      }),
    }),
    defineRoute({
      method: "POST",
      url: "/v1/manage/businesses",
      summary: "Create a business and become its owner",
      description: "It starts as a draft that only its members see; submit it for approval.",
      tag: "manage",
      access: { who: "customer" },
      body: object({ ...anyOf(fields).properties, kind: shown.kind, name: text }),
      reply: { 201: business },
      problems: ["conflict"],
      run: async ({ tx, actor, body, clock }) => {
        const key = { id: newId(clock.now()), ownerId: assertUser(actor).userId };
        const made = await createBusiness(tx, key, body);
        return { body: made, headers: { location: `/v1/manage/businesses/${made.id}` } };
      },
    }),
  ];
}

function ownBusinessRoutes(): Route[] {
  const url = "/v1/manage/businesses/:businessId";
  return [
    defineRoute({
      method: "GET",
      url,
      summary: "Read a business",
      tag: "manage",
      access: readers,
      params: businessParams,
      reply: { 200: business },
      run: async ({ db, params }) => ({ body: await getBusiness(db, params.businessId) }),
    }),
    defineRoute({
      method: "PATCH",
      url,
      summary: "Change a business",
      tag: "manage",
      access: writers,
      params: businessParams,
      body: anyOf({ ...fields, ...habits }),
      ifMatch: true,
      reply: { 200: business },
      problems: ["conflict"],
      run: async ({ tx, params, body, ifMatch }) => ({
        body: await changeBusiness(tx, { id: params.businessId, version: ifMatch }, body),
      }),
    }),
    defineRoute({
      method: "POST",
      url: `${url}/submission`,
      summary: "Submit a business for approval",
      tag: "manage",
      access: { who: "member", role: "owner" },
      params: businessParams,
      ifMatch: "optional",
      reply: { 200: business },
      problems: ["invalid-transition"],
      run: async ({ tx, params, ifMatch }) => ({
        body: await moveBusiness(tx, { id: params.businessId, version: ifMatch }, "submission"),
      }),
    }),
  ];
}
