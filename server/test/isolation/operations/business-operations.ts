import { draftBusiness, openBusiness, decide, send, type Estate } from "../estate.ts";
import { fresh, named } from "../wares.ts";
import { newId } from "../../../src/base/id.ts";
import { createBusiness } from "../../../src/business/create-business.ts";
import { inTransaction } from "../../../src/db/in-transaction.ts";
import { makePerson, platform as platformContext } from "../../harness/people.ts";
import { businessUrl, type Asked, type Operations } from "./operation.ts";

const ofSalon = ({ salon }: Estate): Asked => ({ params: { businessId: salon.businessId } });

async function freshMember(estate: Estate): Promise<Asked> {
  const { businessId } = estate.salon;
  const { phone } = await makePerson(estate.app.db);
  const url = `/v1/manage/businesses/${businessId}/members`;
  const { userId, version } = await send(estate, "POST", url, { phone, role: "staff" });
  return { params: { businessId, userId }, version };
}

async function freshKey(estate: Estate): Promise<Asked> {
  const { businessId } = estate.salon;
  const body = { name: fresh(estate, "key"), scopes: ["bookings:read"] };
  const { id } = await send(estate, "POST", `/v1/manage/businesses/${businessId}/apiKeys`, body);
  return { params: { businessId, id } };
}

function changed(estate: Estate) {
  const word = fresh(estate, "salon");
  return {
    slug: word.toLowerCase().replaceAll(" ", "-"),
    name: named(estate, "salon"),
    description: named(estate, "salon described"),
    city: { ar: "الرياض", en: "Riyadh" },
    currency: "SAR",
  };
}

const ownBusiness: Operations = {
  "GET /v1/manage/businesses": { self: true, by: ["owner"], ask: () => ({ query: { limit: 5 } }) },
  "POST /v1/manage/businesses": {
    self: true,
    by: ["customer"],
    ask: (estate) => ({ body: { ...changed(estate), kind: "salon" } }),
  },
  [`GET ${businessUrl}`]: { of: "salon", ask: ofSalon },
  [`PATCH ${businessUrl}`]: {
    of: "salon",
    ask: async (estate) => {
      const { businessId } = estate.salon;
      const { version } = await send(estate, "GET", `/v1/manage/businesses/${businessId}`);
      return { params: { businessId }, version, body: changed(estate) };
    },
  },
  [`POST ${businessUrl}/submission`]: {
    ask: async (estate) => ({
      params: { businessId: await draftBusiness(estate, "salon") },
      version: 1,
    }),
  },
};

const members: Operations = {
  [`GET ${businessUrl}/members`]: { of: "salon", ask: ofSalon },
  [`GET ${businessUrl}/members/:userId`]: { of: "salon", ask: freshMember },
  [`POST ${businessUrl}/members`]: {
    of: "salon",
    ask: async (estate) => ({
      ...ofSalon(estate),
      body: {
        phone: (await makePerson(estate.app.db)).phone,
        name: fresh(estate, "apprentice"),
        role: "staff",
      },
    }),
  },
  [`PATCH ${businessUrl}/members/:userId`]: {
    of: "salon",
    ask: async (estate) => ({ ...(await freshMember(estate)), body: { role: "manager" } }),
  },
  [`DELETE ${businessUrl}/members/:userId`]: { of: "salon", ask: freshMember },
};

const apiKeys: Operations = {
  [`GET ${businessUrl}/apiKeys`]: { of: "salon", ask: ofSalon },
  [`POST ${businessUrl}/apiKeys`]: {
    of: "salon",
    ask: (estate) => ({
      ...ofSalon(estate),
      body: { name: fresh(estate, "key"), scopes: ["catalogue:read", "bookings:read"] },
    }),
  },
  [`DELETE ${businessUrl}/apiKeys/:id`]: { of: "salon", ask: freshKey },
};

/** A business of the estate in the status that the decision applies to. */
async function undecided(estate: Estate, past: readonly ("approval" | "suspension")[] = []) {
  const id = await openBusiness(estate, "salon");
  for (const decision of past) await decide(estate, id, decision);
  return {
    params: { id },
    version: 2 + past.length,
    body: { reason: fresh(estate, "reason") },
  };
}

const audit = {
  limit: 5,
  from: "2026-11-01T00:00:00Z",
  to: "2026-12-01T00:00:00Z",
};

const platform: Operations = {
  "GET /v1/admin/businesses": {
    ask: () => ({ query: { limit: 5, status: "approved", kind: "salon" } }),
  },
  "GET /v1/admin/businesses/:id": { ask: ({ salon }) => ({ params: { id: salon.businessId } }) },
  "POST /v1/admin/businesses/:id/approval": { ask: (estate) => undecided(estate) },
  "POST /v1/admin/businesses/:id/rejection": { ask: (estate) => undecided(estate) },
  "POST /v1/admin/businesses/:id/suspension": { ask: (estate) => undecided(estate, ["approval"]) },
  "POST /v1/admin/businesses/:id/reinstatement": {
    ask: (estate) => undecided(estate, ["approval", "suspension"]),
  },
  "POST /v1/admin/businesses/:id/owner": {
    ask: async (estate) => {
      const { phone } = await makePerson(estate.app.db);
      const id = newId();
      // A business without an owner, as an import creates it.
      await inTransaction(estate.app.db, platformContext, (tx) =>
        createBusiness(tx, { id }, { kind: "bus", name: named(estate, "operator") }),
      );
      return { params: { id }, body: { phone, name: fresh(estate, "owner") } };
    },
  },
  "GET /v1/admin/audit": {
    ask: ({ salon }) => ({ query: { ...audit, businessId: salon.businessId } }),
  },
  [`GET ${businessUrl}/audit`]: {
    of: "salon",
    ask: (estate) => ({ ...ofSalon(estate), query: audit }),
  },
};

/** Requests about businesses, their members and keys, and the platform's decisions. */
export const businessOperations: Operations = {
  ...ownBusiness,
  ...members,
  ...apiKeys,
  ...platform,
};
