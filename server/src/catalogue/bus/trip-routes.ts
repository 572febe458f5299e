import { Type } from "typebox";
import { TOUCHED_MAX } from "../../business/touched-bookings.ts";
import { getOne } from "../../business/editable.ts";
import { anyOf, readers, writers } from "../../business/editable-routes.ts";
import { defineRoute, type Route } from "../../http/route.ts";
import {
  businessItemParams,
  businessParams,
  date,
  id,
  instant,
  list,
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
const callFields = {
  arrival: instant,
  departure: instant,
  boards: Type.Boolean(),
  alights: Type.Boolean(),
};
const trip = object(
  {
    id,
    journeyId: id,
    vehicleId: id,
    serviceDate: date,
    departure: instant,
    arrival: instant,
    stops: Type.Array(object({ stopId: id, ...callFields }, { title: "ManagedTripStop" })),
    status,
    version,
  },
  { title: "ManagedTrip" },
);

const changeFields = {
  status,
  vehicleId: id,
  stops: list(object({ ...anyOf(callFields).properties, stopId: id }), 200, 2),
};

const acknowledge = optional({
  ...list(id, TOUCHED_MAX),
  description:
    "All bookings that the 409 named in `bookings`: what it said of each is done, and told to its customer",
});

const CHANGE_DESCRIPTION = `\`stops\` is the whole list, in the order of travel, with instants; arrival or departure may be left out. New times move nothing that is sold: bookings show them at once and their customers are told. A stop may be added or taken away only where no seat is sold over it. With another \`vehicleId\` everybody keeps the seat of the same label and class; otherwise, and when a trip is cancelled on which seats are sold, the answer is 409 and names the bookings with their \`outcome\`: moved to an equal free seat (\`seats[].to\`), or cancelled and paid back in full. The same request with all of their ids in \`acknowledge\` does it.`;

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
      summary: "Change one dated trip: its times and stops, its vehicle, or whether it runs",
      description: CHANGE_DESCRIPTION,
      tag: "manage",
      access: writers,
      params: businessItemParams,
      body: object({ ...anyOf(changeFields).properties, acknowledge }),
      ifMatch: true,
      reply: { 200: trip },
      problems: ["conflict"],
      run: async ({ tx, params, body, ifMatch, clock }) => {
        const { acknowledge: named, ...change } = body;
        const key = { ...params, version: ifMatch, acknowledge: named };
        return { body: await changeTrip(tx, key, change, clock.now()) };
      },
    }),
  ];
}
