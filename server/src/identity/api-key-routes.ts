import { Type } from "typebox";
import { assertUser, keyScopes } from "../base/actor.ts";
import { defineRoute, type Route } from "../http/route.ts";
import {
  businessItemParams,
  businessParams,
  id,
  instant,
  items,
  keyScope,
  line,
  list,
  nullable,
  object,
} from "../http/shapes.ts";
import { listApiKeys } from "./api-keys.ts";
import { createApiKey, KEYS_MAX } from "./create-api-key.ts";
import { revokeApiKey } from "./revoke-api-key.ts";

const fields = {
  id,
  name: Type.String(),
  scopes: list(keyScope, keyScopes.length),
  createdAt: instant,
  lastUsedAt: nullable(instant),
};
const apiKey = object(fields, { title: "ApiKey" });
const newApiKey = object(
  { ...fields, token: Type.String({ description: "Shown only once" }) },
  { title: "NewApiKey" },
);

/** Routes for a business's API keys, open to owners only: a key cannot create keys. */
export function apiKeyRoutes(): Route[] {
  const access = { who: "member", role: "owner" } as const;
  return [
    defineRoute({
      method: "POST",
      url: "/v1/manage/businesses/:businessId/apiKeys",
      summary: "Create an API key",
      tag: "API keys",
      access,
      secretReply: true,
      params: businessParams,
      body: object({ name: line(100), scopes: list(keyScope, keyScopes.length, 1) }),
      reply: { 201: newApiKey },
      problems: ["conflict"],
      async run({ tx, actor, params, body, clock }) {
        const { userId } = assertUser(actor);
        return { body: await createApiKey(tx, { ...params, ...body, userId, clock }) };
      },
    }),
    defineRoute({
      method: "GET",
      url: "/v1/manage/businesses/:businessId/apiKeys",
      summary: "List active API keys",
      tag: "API keys",
      access,
      params: businessParams,
      reply: { 200: items(apiKey, KEYS_MAX) },
      run: async ({ db, params }) => ({
        body: { items: await listApiKeys(db, params.businessId) },
      }),
    }),
    defineRoute({
      method: "DELETE",
      url: "/v1/manage/businesses/:businessId/apiKeys/:id",
      summary: "Revoke an API key",
      tag: "API keys",
      access,
      params: businessItemParams,
      reply: { 204: null },
      async run({ tx, params, context }) {
        const { businessId, id: keyId } = params;
        await revokeApiKey(tx, { businessId, keyId, now: context.now });
        return {};
      },
    }),
  ];
}
