import type { TSchema } from "typebox";
import { defineRoute, type Route } from "../http/route.ts";
import { idParams, line, object, oneOf, optional, page, pageQuery, phone } from "../http/shapes.ts";
import { businessKinds, businessStatuses, getBusiness, listAllBusinesses } from "./businesses.ts";
import { handOverBusiness } from "./hand-over-business.ts";
import { member, memberName } from "./member-routes.ts";
import { moveBusiness, type Decision } from "./move-business.ts";
import { phoneAtBusiness } from "./phone-countries.ts";

const reason = line(1000, { description: "Shown to the owner" });

const decisions = [
  { decision: "approval", summary: "Approve a submitted business", needsReason: false },
  { decision: "rejection", summary: "Reject a submitted business", needsReason: true },
  { decision: "suspension", summary: "Suspend a business", needsReason: true },
  { decision: "reinstatement", summary: "Reinstate a suspended business", needsReason: false },
] as const satisfies { decision: Decision; summary: string; needsReason: boolean }[];

/** The platform's decisions about businesses. */
export function adminBusinessRoutes(business: TSchema): Route[] {
  const access = { who: "admin" } as const;
  const list = defineRoute({
    method: "GET",
    url: "/v1/admin/businesses",
    summary: "List all businesses",
    tag: "admin",
    access,
    query: object({
      ...pageQuery,
      status: optional(oneOf(businessStatuses)),
      kind: optional(oneOf(businessKinds)),
    }),
    reply: { 200: page(business) },
    run: async ({ db, query }) => ({ body: await listAllBusinesses(db, query) }),
  });
  const one = defineRoute({
    method: "GET",
    url: "/v1/admin/businesses/:id",
    summary: "Read any business",
    tag: "admin",
    access,
    params: idParams,
    reply: { 200: business },
    run: async ({ db, params }) => ({ body: await getBusiness(db, params.id) }),
  });
  const moves = decisions.map(({ decision, summary, needsReason }) =>
    defineRoute({
      method: "POST",
      url: `/v1/admin/businesses/:id/${decision}`,
      summary,
      tag: "admin",
      access,
      params: idParams,
      body: object({ reason: needsReason ? reason : optional(reason) }),
      ifMatch: "optional",
      reply: { 200: business },
      problems: ["invalid-transition"],
      run: async ({ tx, params, body, ifMatch }) => ({
        body: await moveBusiness(tx, { ...params, version: ifMatch }, decision, body.reason),
      }),
    }),
  );
  return [list, one, ...moves, ownerRoute()];
}

function ownerRoute(): Route {
  return defineRoute({
    method: "POST",
    url: "/v1/admin/businesses/:id/owner",
    summary: "Give a business without an owner its first owner",
    description:
      "For imported operators. The owner must have signed in at least once and can then add other members.",
    tag: "admin",
    access: { who: "admin" },
    params: idParams,
    body: object({ phone, name: optional(memberName) }),
    reply: { 201: member },
    problems: ["conflict"],
    run: async ({ tx, params, body }) => {
      const number = await phoneAtBusiness(tx, params.id, body.phone);
      return { body: await handOverBusiness(tx, params.id, { ...body, phone: number }) };
    },
  });
}
