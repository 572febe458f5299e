import type { AppParts } from "../http/app-parts.ts";
import type { Route } from "../http/route.ts";
import { slotRoutes } from "./slots/routes.ts";
import { stayRoutes } from "./stays/routes.ts";
import { tripRoutes } from "./trips/routes.ts";

/** Availability of all four kinds. */
export function availabilityRoutes(app: AppParts): Route[] {
  return [...slotRoutes(app), ...tripRoutes(app), ...stayRoutes(app)];
}
