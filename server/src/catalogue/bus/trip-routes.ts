import { getOne } from "../../business/editable.ts";
import { readers, writers } from "../../business/editable-routes.ts";
import { defineRoute, type Route } from "../../http/route.ts";
import {
  businessItemParams,
  businessParams,
  date,
  id,
  instant,
  object,
  oneOf,
  optional,
  page,
  pageQuery,
  version,
} from "../../http/shapes.ts";
import { changeTrip } from "./edit-trip.ts";
import { listTrips, trips } from "./trips.ts";

const status = oneOf(["scheduled", "cancelled"]);
const trip = object(
  {
    id,
    journeyId: id,
    vehicleId: id,
    serviceDate: date,
    departure: instant,
    arrival: instant,
    status,
    version,
  },
  { title: "ManagedTrip" },
);

/** Dated trips, as their operator sees them. */
export function tripRoutes(): Route[] {
  const url = "/v1/manage/businesses/:businessId/trips";
  return [
    defineRoute({
      method: "GET",
      url,
      summary: "List trips by service date, both ends included",
      tag: "manage",
      access: readers,
      params: businessParams,
      query: object({
        ...pageQuery,
        journeyId: optional(id),
        from: optional(date),
        to: optional(date),
        status: optional(status),
      }),
      reply: { 200: page(trip) },
      run: async ({ db, params, query }) => ({
        body: await listTrips(db, params.businessId, query),
      }),
    }),
    defineRoute({
      method: "GET",
      url: `${url}/:id`,
      summary: "Read a trip",
      tag: "manage",
      access: readers,
      params: businessItemParams,
      reply: { 200: trip },
      run: async ({ db, params }) => ({ body: await getOne(db, trips, params) }),
    }),
    defineRoute({
      method: "PATCH",
      url: `${url}/:id`,
      summary: "Cancel a trip nobody booked, or put it back",
      tag: "manage",
      access: writers,
      params: businessItemParams,
      body: object({ status }),
      ifMatch: true,
      reply: { 200: trip },
      problems: ["conflict"],
      run: async ({ tx, params, body, ifMatch }) => ({
        body: await changeTrip(tx, { ...params, version: ifMatch }, body),
      }),
    }),
  ];
}
