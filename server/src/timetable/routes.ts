import { defineRoute, type Route } from "../http/route.ts";
import { writers } from "../business/editable-routes.ts";
import { businessParams, date, id, integer, object } from "../http/shapes.ts";
import { openTrips } from "./open-trips.ts";

/** Routes that make dated trips from the timetable. */
export function timetableRoutes(): Route[] {
  return [
    defineRoute({
      method: "POST",
      url: "/v1/manage/businesses/:businessId/trips",
      summary: "Put a journey's trips on sale for the dates in its calendar, both ends included",
      description: "Existing trips do not change, whether cancelled or sold.",
      tag: "manage",
      access: writers,
      params: businessParams,
      body: object({ journeyId: id, from: date, to: date }),
      reply: { 201: object({ made: integer(0, 1_000_000) }, { title: "TripsMade" }) },
      run: async ({ tx, params, body }) => ({ body: await openTrips(tx, { ...params, ...body }) }),
    }),
  ];
}
