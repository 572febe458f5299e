import { cardGateways, gatewayNames } from "./card-gateways.ts";
import { Type } from "typebox";
import { malformed, notFound, Problem } from "../base/problem.ts";
import { text } from "../base/text.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { defineRoute, type RawRequest, type Route } from "../http/route.ts";
import { object } from "../http/shapes.ts";
import type { Gateway, GatewayEvent } from "./gateway.ts";
import { keepWebhook } from "./keep-webhook.ts";
import { withReach, type MoneyParts } from "./money-parts.ts";

/** Event ids are UUIDs and `evt_…`; a longer one would not fit the index. */
const EVENT_ID_MAX = 255;

/** The body is the gateway's and may have any fields. */
const foreign = Type.Object({}, { additionalProperties: true, title: "GatewayEvent" });

/** Endpoints for gateway webhooks: stored as received, answered at once, processed by the worker. */
export function webhookRoutes(parts: Pick<MoneyParts, "gateways" | "metrics">): Route[] {
  const { gateways, metrics } = parts;
  return gatewayNames.map((name) =>
    defineRoute({
      method: "POST",
      url: `/webhooks/${name}`,
      summary: `Events from ${cardGateways[name]}`,
      description: "A repeated event is counted and has no further effect.",
      tag: "webhooks",
      access: { who: "anyone" },
      mode: "alone",
      raw: true,
      body: foreign,
      reply: { 200: object({ received: Type.Literal(true) }) },
      problems: ["not-found"],
      async run({ db, raw, context, clock, log, once }) {
        const gateway = gateways[name];
        if (!gateway) throw notFound("address");
        const event = readEvent(gateway, raw);
        if (!event) {
          metrics.count("webhooks", "refused");
          log.warn({ gateway: name }, "a webhook failed verification");
          throw unproven();
        }
        let isFirst: boolean | undefined;
        const reply = await inTransaction(db, withReach(context), (tx) =>
          once(tx, async () => {
            isFirst = await keepWebhook(tx, name, event, clock.now());
            return { body: { received: true } as const };
          }),
        );
        if (isFirst !== undefined) metrics.count("webhooks", isFirst ? "received" : "duplicate");
        return reply;
      },
    }),
  );
}

/** Verifies a webhook. @throws Problem invalid-request 400 for an event id of a wrong length */
function readEvent(gateway: Gateway, { body, headers }: RawRequest): GatewayEvent | undefined {
  // Gateways parse the body as JSON; an empty one proves nothing.
  const event = body.length === 0 ? undefined : gateway.readWebhook({ body, headers });
  if (event && (event.eventId === "" || event.eventId.length > EVENT_ID_MAX)) {
    throw malformed(
      `معرّف الحدث يجب أن يكون من 1 إلى ${EVENT_ID_MAX} حرفًا.`,
      `The event's id must have 1 to ${EVENT_ID_MAX} characters.`,
    );
  }
  return event;
}

/** Replies 401 without a challenge, because no person can answer one. */
function unproven(): Problem {
  return new Problem("unauthenticated", {
    detail: text(
      "لم يثبت أن الإشعار من بوابة الدفع؛ راجع السر المشترك أو التوقيع.",
      "The notification could not be verified as the gateway's; check the shared secret or the signature.",
    ),
  });
}
