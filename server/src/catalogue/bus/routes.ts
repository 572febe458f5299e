import { getOne } from "../../business/editable.ts";
import { anyOf, editableRoutes, readers, replaceRoute } from "../../business/editable-routes.ts";
import { latitude, longitude, place } from "../../business/location-routes.ts";
import { defineRoute, type Route } from "../../http/route.ts";
import {
  businessItemParams,
  id,
  integer,
  line,
  money,
  nullable,
  object,
  optional,
  page,
  pageQuery,
  text,
  timezone,
  version,
} from "../../http/shapes.ts";
import { offeringChange, offeringView } from "../offering-routes.ts";
import { changeRoute, createRoute, removeRoute } from "./edit-route.ts";
import { changeStop, createStop, removeStop } from "./edit-stop.ts";
import { listFares } from "./fares.ts";
import { replaceFares } from "./replace-fares.ts";
import { routeOfferings } from "./route-offerings.ts";
import { stops } from "./stops.ts";
import { journeyRoutes } from "./journey-routes.ts";
import { vehicleRoutes } from "./vehicle-routes.ts";

export const code = line(200);
const stopFields = {
  code,
  name: text,
  city: place,
  latitude: nullable(latitude),
  longitude: nullable(longitude),
  timezone,
};
export const stop = object({ id, ...stopFields, version }, { title: "Stop" });
const stopChange = anyOf(stopFields);

const routeFields = {
  code,
  routeType: integer(0, 1999, { description: "As in GTFS: 3 is a bus" }),
  price: money,
};
export const route = offeringView("Route", routeFields);
const routeChange = offeringChange(routeFields);

const fareFields = { fromStopId: id, toStopId: id, price: money };
const seatClass = line(50, { description: "null: every class without its own fare" });
const fare = object({ ...fareFields, class: nullable(seatClass) }, { title: "Fare" });

/** Routes for what a bus operator edits: vehicles, stops, routes with their fares, and the timetable. */
export function busRoutes(): Route[] {
  return [
    ...vehicleRoutes(),
    ...editableRoutes({
      path: "stops",
      one: "a stop",
      many: "stops",
      editable: stops,
      view: stop,
      create: object({ ...stopChange.properties, code, name: text, timezone }),
      change: stopChange,
      creating: createStop,
      changing: changeStop,
      removing: removeStop,
    }),
    ...editableRoutes({
      path: "routes",
      one: "a route",
      many: "routes",
      editable: routeOfferings,
      view: route,
      create: object({ ...routeChange.properties, code, name: text, price: money }),
      change: routeChange,
      creating: createRoute,
      changing: changeRoute,
      removing: removeRoute,
    }),
    ...fareRoutes(),
    ...journeyRoutes(),
  ];
}

function fareRoutes(): Route[] {
  return [
    replaceRoute({
      path: "routes",
      name: "fares",
      summary: "Set the fares between stops; elsewhere the route's price applies",
      item: object({ ...fareFields, class: optional(nullable(seatClass)) }),
      max: 2000,
      view: route,
      replacing: replaceFares,
    }),
    defineRoute({
      method: "GET",
      url: "/v1/manage/businesses/:businessId/routes/:id/fares",
      summary: "List the fares of a route",
      tag: "manage",
      access: readers,
      params: businessItemParams,
      query: object(pageQuery),
      reply: { 200: page(fare) },
      run: async ({ db, params, query }) => {
        const { version: etag } = await getOne(db, routeOfferings, params);
        return { body: await listFares(db, params, query), etag };
      },
    }),
  ];
}
