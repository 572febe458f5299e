import { Type } from "typebox";
import { invalidAt } from "../base/problem.ts";
import { shareRead } from "../db/shared-read.ts";
import type { AppParts } from "../http/app-parts.ts";
import { defineRoute, type Route } from "../http/route.ts";
import {
  currency,
  id,
  integer,
  line,
  longText,
  nullable,
  object,
  oneOf,
  optional,
  page,
  pageQuery,
  text,
} from "../http/shapes.ts";
import { businessKinds } from "./businesses.ts";
import { location, place } from "./location-routes.ts";
import { locations } from "./locations.ts";
import { businessSearch, getPublishedBusiness } from "./published-businesses.ts";

const shown = {
  id,
  slug: Type.String(),
  kind: oneOf(businessKinds),
  name: text,
  description: longText,
  city: place,
  currency,
};
const found = object(
  {
    ...shown,
    distanceMeters: nullable(
      integer(0, 30_000_000, { description: "Distance to the nearest location; only with `near`" }),
    ),
  },
  { title: "FoundBusiness" },
);

/** Most businesses have fewer; a chain has a list of its own. */
const LOCATIONS_SHOWN = 20;

/** Businesses as the public sees them. */
export function publishedBusinessRoutes(parts: AppParts): Route[] {
  const ask = shareRead(businessSearch, parts);
  return [
    defineRoute({
      method: "GET",
      url: "/v1/businesses",
      summary: "Find businesses",
      description: "With `near`, the nearest come first; otherwise, with `q`, the best matches.",
      tag: "catalogue",
      access: { who: "anyone" },
      query: object({
        kind: optional(oneOf(businessKinds)),
        q: optional(
          line(200, { description: "Words in Arabic or English; misspellings are tolerated" }),
        ),
        city: optional(line(100, { description: "In Arabic or English" })),
        near: optional(
          Type.String({
            pattern: "^-?[0-9]{1,3}(\\.[0-9]{1,12})?, ?-?[0-9]{1,3}(\\.[0-9]{1,12})?$",
            description: "Latitude and longitude in degrees",
            examples: ["24.7136,46.6753"],
          }),
        ),
        ...pageQuery,
      }),
      reply: { 200: page(found) },
      run: async ({ asker, query: { near, ...query } }) => ({
        body: await ask({ ...query, near: readPosition(near), now: parts.clock.now() }, asker),
        isShared: true,
      }),
    }),
    defineRoute({
      method: "GET",
      url: "/v1/businesses/:idOrSlug",
      summary: "Read a business with its locations",
      tag: "catalogue",
      access: { who: "anyone" },
      params: object({ idOrSlug: line(80) }),
      reply: {
        200: object(
          {
            ...shown,
            locations: Type.Array(location, {
              maxItems: LOCATIONS_SHOWN,
              description:
                "The first 20; `GET /v1/businesses/{idOrSlug}/locations` lists all of them",
            }),
          },
          { title: "PublishedBusiness" },
        ),
      },
      run: async ({ db, params }) => {
        const business = await getPublishedBusiness(db, params.idOrSlug);
        const open = { limit: LOCATIONS_SHOWN, activeOnly: true };
        return { body: { ...business, locations: await locations.read(db, business.id, open) } };
      },
    }),
  ];
}

function readPosition(near: string | undefined) {
  if (near === undefined) return undefined;
  const [latitude = 0, longitude = 0] = near.split(",").map(Number);
  if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude };
  throw invalidAt(
    "/query/near",
    "خط العرض من -90 إلى 90 وخط الطول من -180 إلى 180.",
    "Latitude is from -90 to 90, longitude from -180 to 180.",
  );
}
