import { Type } from "typebox";
import { JOURNEY_STOPS_MAX, TOUCHED_MAX } from "../../base/limits.ts";
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
    stops: list(
      object({ stopId: id, ...callFields }, { title: "ManagedTripStop" }),
      JOURNEY_STOPS_MAX,
    ),
    status,
    version,
  },
  { title: "ManagedTrip" },
);

const changeFields = {
  status,
  vehicleId: id,
  stops: list(object({ ...anyOf(callFields).properties, stopId: id }), JOURNEY_STOPS_MAX, 2),
};

const acknowledge = optional({
  ...list(id, TOUCHED_MAX),
  description:
    "The ids of all bookings listed in `bookings` of the 409. The outcome it gave for each is carried out and the customer is told",
});

const CHANGE_DESCRIPTION = `\`stops\` is the whole list, in order of travel; leave out arrival or departure where it does not apply. New times do not move sold seats: bookings show them at once and their customers are told. A stop can be added or removed only where no seat is sold across it. With another \`vehicleId\`, passengers keep the seat with the same label and class. If some cannot, or if the trip is cancelled with seats sold, the answer is a 409 that lists the bookings with their \`outcome\`: moved to an equal free seat (\`seats[].to\`), or cancelled and refunded in full. Repeat the request with all of their ids in \`acknowledge\` to go ahead.`;

/** Routes for dated trips, as their operator sees them. */
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
      summary: "Change one trip: its times and stops, its vehicle, or whether it runs",
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
