import { Type } from "typebox";
import { newId } from "../base/id.ts";
import { invalidAt } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { defineRoute, type Route } from "../http/route.ts";
import {
  businessParams,
  id,
  instant,
  line,
  nullable,
  object,
  optional,
  page,
  pageQuery,
  phone,
  role,
  version,
} from "../http/shapes.ts";
import { normalisePhone } from "../identity/phone.ts";
import { addMember, changeRole, personOfPhone, removeMember } from "./edit-members.ts";
import { getMember, listMembers } from "./members.ts";

const member = object(
  {
    userId: id,
    name: Type.String(),
    phone: nullable(Type.String()),
    role,
    createdAt: instant,
    version,
  },
  { title: "Member" },
);
const memberParams = object({ businessId: id, userId: id });

/** Who works for a business, for its owners. */
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
      // Not by id: ids are shown in places, and the answer would tell whose they are.
      description: "Somebody with this number need not have signed in yet.",
      params: businessParams,
      body: object({
        phone: optional(phone),
        name: optional(line(100, { description: "For a number that is new here" })),
        role,
      }),
      reply: { 201: member },
      problems: ["conflict"],
      run: async ({ tx, params, body, clock }) => {
        const userId = await personOf(tx, newId(clock.now()), body);
        return { body: await addMember(tx, { ...params, userId }, body.role) };
      },
    }),
    defineRoute({
      ...shared,
      method: "PATCH",
      url: `${url}/:userId`,
      summary: "Change a member's role",
      params: memberParams,
      body: object({ role }),
      ifMatch: true,
      reply: { 200: member },
      problems: ["conflict"],
      run: async ({ tx, params, body, ifMatch }) => ({
        body: await changeRole(tx, { ...params, version: ifMatch }, body.role),
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

async function personOf(tx: Tx, newPersonId: string, named: { phone?: string; name?: string }) {
  if (named.phone === undefined) throw nobody();
  return personOfPhone(tx, normalisePhone(named.phone), newPersonId, named.name);
}

function nobody() {
  return invalidAt(
    "/phone",
    "أرسل رقم الجوال أو معرف المستخدم.",
    "Send a phone number or a user id.",
  );
}
