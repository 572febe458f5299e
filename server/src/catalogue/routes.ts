import type { AppParts } from "../http/app-parts.ts";
import type { Route } from "../http/route.ts";
import { busRoutes } from "./bus/routes.ts";
import { hotelRoutes } from "./hotel/routes.ts";
import { publishedOfferingRoutes } from "./published-routes.ts";
import { salonRoutes } from "./salon/routes.ts";
import { venueRoutes } from "./venue/routes.ts";

/** Routes for what is on sale: as everybody sees it, and as the four trades edit it. */
export function catalogueRoutes(_: AppParts): Route[] {
  return [
    ...publishedOfferingRoutes(),
    ...salonRoutes(),
    ...venueRoutes(),
    ...busRoutes(),
    ...hotelRoutes(),
  ];
}
