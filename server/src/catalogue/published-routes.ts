import type { Static, TObject } from "typebox";
import { catalogueMax } from "../business/catalogue-max.ts";
import { listPage, type Editable } from "../business/editable.ts";
import { getPublishedBusiness } from "../business/published-businesses.ts";
import { location } from "../business/location-routes.ts";
import { locations } from "../business/locations.ts";
import { defineRoute, type Route } from "../http/route.ts";
import { id, line, list, object, page, pageQuery, text } from "../http/shapes.ts";
import { route, stop } from "./bus/routes.ts";
import { routeOfferings } from "./bus/route-offerings.ts";
import { stops } from "./bus/stops.ts";
import { roomType } from "./hotel/routes.ts";
import { roomTypes } from "./hotel/room-types.ts";
import { service } from "./salon/routes.ts";
import { services } from "./salon/services.ts";
import { staff } from "./salon/staff.ts";
import { rental } from "./venue/routes.ts";
import { rentals } from "./venue/rentals.ts";

const person = object(
  { id, locationId: id, name: text, serviceIds: list(id, catalogueMax.offerings) },
  { title: "PublishedStaffMember" },
);

/** Routes for everything an approved business has on sale, as everybody sees it. */
export function publishedOfferingRoutes(): Route[] {
  return [
    published("locations", location, locations, (one) => one),
    published("services", service, services, (one) => one),
    published("staff", person, staff, ({ id: staffId, locationId, name, serviceIds }) => ({
      id: staffId,
      locationId,
      name,
      serviceIds,
    })),
    published("rentals", rental, rentals, (one) => ({
      ...one,
      rentalUnits: one.rentalUnits.filter((unit) => unit.active),
    })),
    published("roomTypes", roomType, roomTypes, (one) => one),
    published("routes", route, routeOfferings, (one) => one),
    published("stops", stop, stops, (one) => one, { activeOnly: false }),
  ];
}

/** @param show picks the fields everybody may see */
function published<Shown extends TObject, View extends { id: string; version: number }>(
  path: string,
  shown: Shown,
  editable: Editable<View>,
  show: (view: View) => Static<Shown>,
  { activeOnly = true }: { activeOnly?: boolean } = {},
): Route {
  return defineRoute({
    method: "GET",
    url: `/v1/businesses/:idOrSlug/${path}`,
    summary: `List the ${path.replace("roomTypes", "room types")} of a business`,
    tag: "catalogue",
    access: { who: "anyone" },
    params: object({ idOrSlug: line(80) }),
    query: object(pageQuery),
    reply: { 200: page(shown) },
    run: async ({ db, params, query }) => {
      const business = await getPublishedBusiness(db, params.idOrSlug);
      const { items, nextCursor } = await listPage(query, (which) =>
        editable.read(db, business.id, { ...which, activeOnly }),
      );
      // The compiler cannot work out the static type of a schema that is still a parameter.
      return { body: { items: items.map(show), nextCursor } as never };
    },
  });
}
