import { Type } from "typebox";
import { defineRoute, type Route } from "../http/route.ts";
import { instant, items, line, nullable, object, optional } from "../http/shapes.ts";
import { isInternational, normalisePhone } from "./phone.ts";
import { listDevMessages, SHOWN_MAX } from "./dev-messages.ts";

const message = object(
  {
    to: Type.String(),
    channel: Type.String(),
    text: Type.String(),
    code: nullable(Type.String()),
    createdAt: instant,
  },
  { title: "DevMessage" },
);

/** Routes for the development mailbox. They do not exist in production. */
export function devRoutes(env: "development" | "production"): Route[] {
  if (env === "production") return [];
  return [
    defineRoute({
      method: "GET",
      url: "/dev/messages",
      summary: "List the messages sent to a phone; development only",
      tag: "development",
      access: { who: "anyone" },
      query: object({ to: optional(line(40, { description: "E.164" })) }),
      reply: { 200: items(message, SHOWN_MAX) },
      async run({ db, query }) {
        return { body: { items: await listDevMessages(db, readNumber(query.to)) } };
      },
    }),
  ];
}

/** Reads a plus sign that was not percent-encoded and arrived as a space. */
function readNumber(to: string | undefined): string | undefined {
  if (to === undefined) return undefined;
  const international = `+${to.trim().replace(/^\+/, "")}`;
  return normalisePhone(isInternational(international) ? international : to, "/query/to");
}
