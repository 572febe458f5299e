import { noteAction } from "../audit/note-action.ts";
import type { Actor } from "../base/actor.ts";
import { forbidden } from "../base/problem.ts";
import { getBooking } from "../booking/bookings.ts";
import { assertOfBusiness, sideOf } from "../booking/caller-side.ts";
import type { PlaceLimits } from "../booking/place-limits.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { inRead, inTransaction } from "../db/in-transaction.ts";
import type { AppParts } from "../http/app-parts.ts";
import { defineRoute, type Once, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { withReach } from "../payment/money-parts.ts";
import { amendBooking, quoteAmendment } from "./amend-booking.ts";
import * as shapes from "./amendment-shapes.ts";
import { getAmendment, listAmendments, type AmendmentView } from "./amendments.ts";
import { acceptAmendment, endAmendment, type AmendmentKey } from "./decide-amendment.ts";
import { viewQuote } from "./quote.ts";

const writes = { who: "customerOrMember", keyScope: "bookings:write" } as const;
const reads = { who: "customerOrMember", keyScope: "bookings:read" } as const;

/** Routes for changes after the sale: the quote, the change itself, and decisions on one that waits. */
export function amendmentRoutes(app: AppParts, limits: PlaceLimits): Route[] {
  return [
    quoteRoute(limits),
    amendRoute(limits),
    ...readRoutes(app),
    decisionRoute("withdrawal", "Withdraw an open amendment"),
    decisionRoute("acceptance", "Accept an amendment as the business"),
    decisionRoute("decline", "Decline an amendment as the business"),
  ];
}

const DESCRIPTION =
  "Items that stay keep their agreed price and are exempt from the rules for new sales; new items are priced and checked as new. Refunds are made in the same step. If a payment is due or the business accepts by hand, the new items are held alongside the old ones until then; pay with `POST /v1/orders/{id}/payments`.";

const asked = {
  method: "POST",
  tag: "bookings",
  params: shape.idParams,
  ifMatch: "optional",
  mode: "alone",
  body: shapes.amendmentBody,
  problems: [
    "not-found",
    "invalid-transition",
    "precondition-failed",
    "not-available",
    "already-taken",
    "conflict",
    "hold-limit",
  ],
} as const;

function quoteRoute(limits: PlaceLimits): Route {
  return defineRoute({
    ...asked,
    url: "/v1/bookings/:id/amendments/quote",
    summary: "Quote an amendment without changing the booking",
    description: DESCRIPTION,
    access: reads,
    reply: { 200: shapes.amendmentQuote },
    run: async ({ db, once, context, params, body, actor, ifMatch: version }) => {
      const now = Date.parse(context.now);
      const by = await sideIn(db, context, actor, params.id);
      return inTransaction(db, withReach(context), (tx) =>
        once(tx, async () => {
          const wanted = { ...wantedOf(body), bookingId: params.id, by, now, version };
          const request = { ...wanted, limits: by === "customer" ? limits : null };
          const { booking, plan } = await quoteAmendment(tx, request);
          return { body: await viewQuote(tx, booking, plan) };
        }),
      );
    },
  });
}

function amendRoute(limits: PlaceLimits): Route {
  return defineRoute({
    ...asked,
    url: "/v1/bookings/:id/amendments",
    summary: "Amend a booking: move, resize, add or remove items",
    description: DESCRIPTION,
    access: writes,
    reply: { 201: shapes.amendment },
    run: async ({ db, once, context, params, body, actor, ifMatch: version }) => {
      const now = Date.parse(context.now);
      const by = await sideIn(db, context, actor, params.id);
      return inTransaction(db, withReach(context), (tx) =>
        once(tx, async () => {
          const wanted = { ...wantedOf(body), bookingId: params.id, by, now, version };
          const request = { ...wanted, limits: by === "customer" ? limits : null };
          const id = await amendBooking(tx, request);
          const view = await getAmendment(tx, { bookingId: params.id, id }, now);
          if (by === "business") await noteAmended(tx, view, now);
          return { body: view };
        }),
      );
    },
  });
}

function readRoutes({ clock }: AppParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      url: "/v1/bookings/:id/amendments",
      summary: "List the amendments of a booking, oldest first",
      tag: "bookings",
      access: reads,
      params: shape.idParams,
      query: shape.object(shape.pageQuery),
      reply: { 200: shape.page(shapes.amendment) },
      run: async ({ db, params, query }) => {
        await getBooking(db, params.id, clock.now());
        return { body: await listAmendments(db, params.id, query, clock.now()) };
      },
    }),
    defineRoute({
      method: "GET",
      url: "/v1/bookings/:id/amendments/:amendmentId",
      summary: "Read an amendment",
      tag: "bookings",
      access: reads,
      params: shapes.amendmentParams,
      reply: { 200: shapes.amendment },
      run: async ({ db, params }) => {
        const key = { bookingId: params.id, id: params.amendmentId };
        return { body: await getAmendment(db, key, clock.now()) };
      },
    }),
  ];
}

function decisionRoute(what: "withdrawal" | "acceptance" | "decline", summary: string): Route {
  return defineRoute({
    method: "POST",
    url: `/v1/bookings/:id/amendments/:amendmentId/${what}`,
    summary,
    tag: "bookings",
    access: writes,
    mode: "alone",
    params: shapes.amendmentParams,
    body: shapes.reasonBody,
    reply: { 200: shapes.amendment },
    problems: ["not-found", "forbidden", "invalid-transition"],
    run: async ({ db, once, context, params, body, actor }) => {
      const now = Date.parse(context.now);
      const key = { bookingId: params.id, id: params.amendmentId };
      await inRead(db, context, async (tx) => {
        const booking = await getBooking(tx, params.id, now);
        const amendment = await getAmendment(tx, key, now);
        // Each side may withdraw what it requested itself; only the business accepts or declines.
        if (what !== "withdrawal") assertOfBusiness(actor, booking);
        else if (amendment.by !== sideOf(actor, booking)) throw forbidden();
      });
      return decide({ db, once, context }, key, what, body.reason, now);
    },
  });
}

function decide(
  { db, once, context }: { db: Db; once: Once; context: Context },
  key: AmendmentKey,
  what: "withdrawal" | "acceptance" | "decline",
  reason: string | undefined,
  now: number,
) {
  return inTransaction(db, withReach(context), (tx) =>
    once(tx, async () => {
      if (what === "acceptance") await acceptAmendment(tx, key, now);
      else await endAmendment(tx, key, what === "decline" ? "declined" : "withdrawn", now, reason);
      const view = await getAmendment(tx, key, now);
      if (what !== "withdrawal") await noteAmended(tx, view, now);
      return { body: view };
    }),
  );
}

/** Returns on whose behalf the caller acts; not-found for callers who may not see the booking. */
async function sideIn(db: Db, context: Context, actor: Actor, bookingId: string) {
  const booking = await inRead(db, context, (tx) =>
    getBooking(tx, bookingId, Date.parse(context.now)),
  );
  return sideOf(actor, booking);
}

function wantedOf(body: {
  items?: Parameters<typeof amendBooking>[1]["items"];
  remove?: string[];
  reason?: string;
}) {
  return { items: body.items ?? [], remove: body.remove ?? [], reason: body.reason ?? "" };
}

async function noteAmended(tx: Tx, view: AmendmentView, now: number): Promise<void> {
  const booking = await getBooking(tx, view.bookingId, now);
  await noteAction(tx, {
    businessId: booking.businessId,
    action: `booking.amendment.${view.status}`,
    subjectKind: "booking",
    subjectId: view.bookingId,
    after: {
      amendmentId: view.id,
      price: view.price,
      dueNow: view.dueNow,
      goesBack: view.goesBack,
      reason: view.reason,
    },
  });
}
