import { sql } from "kysely";
import { text } from "../../src/base/text.ts";
import { newId } from "../../src/base/id.ts";
import {
  invalidAt,
  notAvailable,
  notFound,
  preconditionFailed,
  tooManyRequests,
} from "../../src/base/problem.ts";
import { defineRoute, type Route } from "../../src/http/route.ts";
import {
  businessParams,
  date,
  id,
  idParams,
  instant,
  integer,
  line,
  list,
  money,
  object,
  oneOf,
  optional,
  page,
  pageQuery,
} from "../../src/http/shapes.ts";
import { Type } from "typebox";
import { decodeCursor } from "../../src/base/page.ts";

const seat = object({ kind: Type.Literal("seat"), tripId: id, seats: list(line(8), 10, 1) });
const stay = object({ kind: Type.Literal("stay"), checkIn: date, rooms: integer(1, 9) });

/** Returns the routes of a made-up feature, one for each kind of access and input. */
export function sampleRoutes(hooks: { insideEffect?: () => Promise<void> } = {}): Route[] {
  const effect = object({
    words: line(100),
    refuse: optional(oneOf(["invalid", "busy", "missing", "unavailable", "bug"])),
  });
  return [
    defineRoute({
      method: "POST",
      url: "/v1/effects",
      summary: "Write a row",
      tag: "sample",
      access: { who: "anyone" },
      idempotency: "required",
      body: effect,
      reply: { 201: object({ id, words: Type.String(), version: integer(1, 9) }) },
      async run({ tx, body, clock }) {
        const row = {
          id: newId(clock.now()),
          recipient: "effect",
          channel: "test",
          text: body.words,
        };
        await tx.insertInto("dev_messages").values(row).execute();
        await hooks.insideEffect?.();
        if (body.refuse === "invalid") throw invalidAt("/words", "كلمات أخرى", "Other words");
        if (body.refuse === "busy") throw tooManyRequests(3);
        if (body.refuse === "missing") throw notFound("booking");
        if (body.refuse === "unavailable")
          throw notAvailable(
            [{ rule: "outside-hours", message: text("خارج ساعات العمل", "Closed then") }],
            [{ start: "x" }],
          );
        if (body.refuse === "bug") await sql`select 1/0`.execute(tx);
        return { body: { id: row.id, words: body.words, version: 1 } };
      },
    }),
    defineRoute({
      method: "POST",
      url: "/v1/orders",
      summary: "Nested input",
      tag: "sample",
      access: { who: "anyone" },
      body: object({
        items: list(Type.Union([seat, stay]), 20, 1),
        at: optional(instant),
        price: optional(money),
        note: optional(Type.Union([line(20), Type.Null()])),
      }),
      reply: { 201: object({ items: integer(0, 99) }) },
      run: async ({ body }) => ({ body: { items: body.items.length } }),
    }),
    defineRoute({
      method: "GET",
      url: "/v1/things",
      summary: "Query",
      tag: "sample",
      access: { who: "anyone" },
      query: object({
        ...pageQuery,
        from: optional(instant),
        open: optional(Type.Boolean()),
        ids: optional(list(id, 5)),
      }),
      reply: {
        200: page(
          object({
            limit: optional(Type.Integer()),
            open: optional(Type.Boolean()),
            ids: optional(Type.Array(id)),
          }),
        ),
      },
      async run({ query }) {
        if (query.cursor) decodeCursor(query.cursor, ["integer", "id"]);
        const { limit, open, ids } = query;
        return { body: { items: [{ limit, open, ids }], nextCursor: null } };
      },
    }),
    defineRoute({
      method: "PUT",
      url: "/v1/things/:id",
      summary: "Edit",
      tag: "sample",
      access: { who: "customer" },
      params: idParams,
      body: object({ name: line(10) }),
      ifMatch: true,
      reply: { 200: object({ name: line(10), version: integer(1, 99) }) },
      async run({ body, ifMatch }) {
        if (ifMatch !== 3) throw preconditionFailed();
        return { body: { name: body.name, version: 4 } };
      },
    }),
    defineRoute({
      method: "GET",
      url: "/v1/manage/businesses/:businessId/things",
      summary: "Members",
      tag: "sample",
      access: { who: "member", role: "manager", keyScope: "catalogue:read" },
      params: businessParams,
      reply: { 200: object({ scope: Type.String(), businessId: id }) },
      async run({ db }) {
        const { rows } = await sql<{ scope: string; business: string }>`
          select app_scope() as scope, app_business() as business`.execute(db);
        return { body: { scope: rows[0]!.scope, businessId: rows[0]!.business } };
      },
    }),
    defineRoute({
      method: "GET",
      url: "/v1/admin/things",
      summary: "Admins",
      tag: "sample",
      access: { who: "admin" },
      reply: { 200: object({}) },
      run: async () => ({ body: {} }),
    }),
    defineRoute({
      method: "GET",
      url: "/v1/own",
      summary: "Own or the business's",
      tag: "sample",
      access: { who: "customerOrMember", keyScope: "bookings:read" },
      reply: { 200: object({ scope: Type.String(), actor: Type.String() }) },
      run: async ({ context, actor }) => ({ body: { scope: context.scope, actor: actor.kind } }),
    }),
    defineRoute({
      method: "GET",
      url: "/v1/liar",
      summary: "Answers what it does not declare",
      tag: "sample",
      access: { who: "anyone" },
      reply: { 200: object({}) },
      run: async () => ({ body: { secret: 1 } as {} }),
    }),
  ];
}
