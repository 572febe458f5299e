import type { AppParts } from "../http/app-parts.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { forbidden } from "../base/problem.ts";
import { roleIn } from "../base/actor.ts";
import { searchedPhones } from "../business/phone-countries.ts";
import type { Db } from "../db/connection.ts";
import { listBookingEvents } from "./booking-events.ts";
import * as shapes from "./booking-shapes.ts";
import { statuses } from "./booking.ts";
import { getBooking, listBookings } from "./bookings.ts";
import { getOrder } from "./orders.ts";

const reads = { who: "customerOrMember", keyScope: "bookings:read" } as const;

const bookingFilter = {
  status: shape.optional(shape.oneOf(statuses)),
  reference: shape.optional(shape.line(20)),
  offeringId: shape.optional(shape.id),
  unitId: shape.optional(shape.id),
  from: shape.optional(shape.instant),
  to: shape.optional(shape.instant),
  ...shape.pageQuery,
};

/** Routes for reading orders and bookings: a customer's own, a business's own, everything for the platform. */
export function bookingRoutes(app: AppParts): Route[] {
  return [...singleRoutes(app), ...listRoutes(app), ...adminRoutes(app)];
}

function singleRoutes({ clock }: AppParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      url: "/v1/orders/:id",
      summary: "Read an order with its bookings",
      tag: "orders",
      access: reads,
      params: shape.idParams,
      reply: { 200: shapes.order },
      run: async ({ db, params }) => ({ body: await getOrder(db, params.id, clock.now()) }),
    }),
    defineRoute({
      method: "GET",
      url: "/v1/bookings/:id",
      summary: "Read a booking",
      tag: "bookings",
      access: reads,
      params: shape.idParams,
      reply: { 200: shapes.booking },
      run: async ({ db, params }) => {
        const body = await getBooking(db, params.id, clock.now());
        return { body, etag: body.version };
      },
    }),
    defineRoute({
      method: "GET",
      url: "/v1/bookings/:id/events",
      summary: "List the events of a booking, oldest first",
      tag: "bookings",
      access: reads,
      params: shape.idParams,
      query: shape.object(shape.pageQuery),
      reply: { 200: shape.page(shapes.event) },
      run: async ({ db, params, query }) => ({
        body: await listBookingEvents(db, params.id, query),
      }),
    }),
  ];
}

function listRoutes({ clock }: AppParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      url: "/v1/bookings",
      summary:
        "List the caller's own bookings, or with `businessId` those of a business the caller works for",
      tag: "bookings",
      access: reads,
      query: shape.object({ businessId: shape.optional(shape.id), ...bookingFilter }),
      reply: { 200: shape.page(shapes.booking) },
      run: async ({ db, query, actor }) => {
        const { businessId } = query;
        if (actor.kind === "user" && businessId && !roleIn(actor, businessId)) throw forbidden();
        if (actor.kind === "key" && businessId && businessId !== actor.businessId)
          throw forbidden();
        const customerId = actor.kind === "user" && !businessId ? actor.userId : undefined;
        return { body: await listBookings(db, { ...query, customerId }, clock.now()) };
      },
    }),
    defineRoute({
      method: "GET",
      url: "/v1/manage/businesses/:businessId/bookings",
      summary: "List the bookings of a business, for its calendar and desk",
      tag: "manage bookings",
      access: { who: "member", role: "staff", keyScope: "bookings:read" },
      params: shape.businessParams,
      query: shape.object({ phone: shape.optional(shape.phone), ...bookingFilter }),
      reply: { 200: shape.page(shapes.booking) },
      run: async ({ db, params, query: { phone, ...query } }) => {
        const phones = await phonesOf(db, params.businessId, phone);
        return { body: await listBookings(db, { ...query, ...params, phones }, clock.now()) };
      },
    }),
  ];
}

function adminRoutes({ clock }: AppParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      url: "/v1/admin/bookings",
      summary: "List the bookings of all businesses",
      tag: "admin",
      access: { who: "admin" },
      query: shape.object({
        businessId: shape.optional(shape.id),
        customerId: shape.optional(shape.id),
        phone: shape.optional(shape.phone),
        ...bookingFilter,
      }),
      reply: { 200: shape.page(shapes.booking) },
      run: async ({ db, query: { phone, ...query } }) => {
        const phones = await phonesOf(db, query.businessId, phone);
        return { body: await listBookings(db, { ...query, phones }, clock.now()) };
      },
    }),
    defineRoute({
      method: "GET",
      url: "/v1/admin/bookings/:id/events",
      summary: "List the events of any booking",
      tag: "admin",
      access: { who: "admin" },
      params: shape.idParams,
      query: shape.object(shape.pageQuery),
      reply: { 200: shape.page(shapes.event) },
      run: async ({ db, params, query }) => ({
        body: await listBookingEvents(db, params.id, query),
      }),
    }),
  ];
}

async function phonesOf(db: Db, businessId: string | undefined, phone: string | undefined) {
  return phone === undefined ? undefined : searchedPhones(db, businessId, phone);
}
