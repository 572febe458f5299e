import { Type } from "typebox";
import { newId } from "../base/id.ts";
import { defineRoute, type Route } from "../http/route.ts";
import {
  businessParams,
  id,
  instant,
  line,
  nullable,
  object,
  page,
  pageQuery,
  phone,
  role,
  version,
} from "../http/shapes.ts";
import { anyOf } from "./editable-routes.ts";
import { addMember, changeMember, personOfPhone, removeMember } from "./edit-members.ts";
import { getMember, listMembers } from "./members.ts";
import { phoneAtBusiness } from "./phone-countries.ts";

export const memberName = nullable(
  line(100, {
    description: "The business's name for the member; the person's own name is not shown",
  }),
);
export const member = object(
  {
    userId: id,
    name: memberName,
    phone: nullable(Type.String()),
    role,
    createdAt: instant,
    version,
  },
  { title: "Member" },
);
const memberParams = object({ businessId: id, userId: id });

/** The members of a business, for its owners. */
export function memberRoutes(): Route[] {
  return [...readRoutes(), ...writeRoutes()];
}

const url = "/v1/manage/businesses/:businessId/members";
const shared = { tag: "manage", access: { who: "member", role: "owner" } } as const;

function readRoutes(): Route[] {
  return [
    defineRoute({
      ...shared,
      method: "GET",
      url,
      summary: "List members",
      params: businessParams,
      query: object(pageQuery),
      reply: { 200: page(member) },
      run: async ({ db, params, query }) => ({
        body: await listMembers(db, params.businessId, query),
      }),
    }),
    defineRoute({
      ...shared,
      method: "GET",
      url: `${url}/:userId`,
      summary: "Read a member",
      params: memberParams,
      reply: { 200: member },
      run: async ({ db, params }) => ({
        body: await getMember(db, params.businessId, params.userId),
      }),
    }),
  ];
}

function writeRoutes(): Route[] {
  return [
    defineRoute({
      ...shared,
      method: "POST",
      url,
      summary: "Add a member by phone number",
      // Not by id: ids are shown in places, and the answer would reveal whose they are. Nor does it reveal whose the
      // number is: the only name it knows is the one that was sent.
      description: "The person need not have signed in yet.",
      params: businessParams,
      body: object({ ...anyOf({ name: memberName }).properties, phone, role }),
      reply: { 201: member },
      problems: ["conflict"],
      run: async ({ tx, params, body, clock }) => {
        const number = await phoneAtBusiness(tx, params.businessId, body.phone);
        const userId = await personOfPhone(tx, number, newId(clock.now()));
        return { body: await addMember(tx, { ...params, userId }, body) };
      },
    }),
    defineRoute({
      ...shared,
      method: "PATCH",
      url: `${url}/:userId`,
      summary: "Change a member's role or displayed name",
      params: memberParams,
      body: anyOf({ role, name: memberName }),
      ifMatch: true,
      reply: { 200: member },
      problems: ["conflict"],
      run: async ({ tx, params, body, ifMatch }) => ({
        body: await changeMember(tx, { ...params, version: ifMatch }, body),
      }),
    }),
    defineRoute({
      ...shared,
      method: "DELETE",
      url: `${url}/:userId`,
      summary: "Remove a member",
      params: memberParams,
      ifMatch: true,
      reply: { 204: null },
      problems: ["conflict"],
      run: async ({ tx, params, ifMatch }) => {
        await removeMember(tx, { ...params, version: ifMatch });
        return {};
      },
    }),
  ];
}
