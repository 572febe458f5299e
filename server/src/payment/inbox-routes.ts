import { gatewayNames } from "./card-gateways.ts";
import { Type } from "typebox";
import { defineRoute, type Route } from "../http/route.ts";
import {
  id,
  idParams,
  instant,
  nullable,
  object,
  oneOf,
  optional,
  page,
  pageQuery,
} from "../http/shapes.ts";
import { reprocessWebhook } from "./reprocess-webhook.ts";
import { listInbox } from "./webhook-inbox.ts";

const gateway = oneOf(gatewayNames);

const item = object(
  {
    id,
    gateway,
    eventId: Type.String(),
    type: Type.String({ examples: ["payment_paid"] }),
    gatewayRef: nullable(Type.String({ description: "The gateway's id of the payment" })),
    receivedAt: instant,
    deliveries: Type.Integer({ minimum: 1, description: "How often the same event was delivered" }),
    processedAt: nullable(instant),
    outcome: nullable(
      Type.String({
        description: "settled, unchanged, unknown-payment, unknown-at-gateway, ignored-type",
      }),
    ),
  },
  { title: "InboxItem" },
);

/** Routes for the platform's webhook inbox: what gateways reported, and the outcome. */
export function inboxRoutes(): Route[] {
  const access = { who: "admin" } as const;
  return [
    defineRoute({
      method: "GET",
      url: "/v1/admin/webhookInbox",
      summary: "List the webhooks received from gateways, newest first",
      tag: "admin",
      access,
      query: object({
        ...pageQuery,
        processed: optional(Type.Boolean()),
        gateway: optional(gateway),
      }),
      reply: { 200: page(item) },
      run: async ({ db, query }) => ({ body: await listInbox(db, query) }),
    }),
    defineRoute({
      method: "POST",
      url: "/v1/admin/webhookInbox/:id/reprocessing",
      summary: "Process a webhook again",
      description: "Fetches the payment from the gateway again; nothing is done twice.",
      tag: "admin",
      access,
      params: idParams,
      reply: { 200: item },
      run: async ({ tx, params }) => ({ body: await reprocessWebhook(tx, params.id) }),
    }),
  ];
}
