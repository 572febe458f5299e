import type { Estate } from "../estate.ts";
import type { Kind } from "../wares.ts";
import type { Asked, Operation, Operations } from "./operation.ts";

const published = {
  locations: "salon",
  services: "salon",
  staff: "salon",
  rentals: "venue",
  roomTypes: "hotel",
  routes: "bus",
  stops: "bus",
} satisfies Record<string, Kind>;

function ofBusiness(of: Kind, query?: Asked["query"]): Operation {
  return {
    ask: (estate: Estate) => ({ params: { idOrSlug: estate[of].businessId }, query }),
  };
}

/** Public requests about approved businesses. */
export const publicOperations: Operations = {
  "GET /v1/businesses": {
    ask: ({ mark }) => ({
      query: { q: mark, kind: "salon", city: "Riyadh", near: "24.7,46.7", limit: 5 },
    }),
  },
  "GET /v1/businesses/:idOrSlug": ofBusiness("salon"),
  ...Object.fromEntries(
    Object.entries(published).map(([path, of]) => [
      `GET /v1/businesses/:idOrSlug/${path}`,
      ofBusiness(of, { limit: 50 }),
    ]),
  ),
  "GET /v1/services/:id/slots": {
    ask: ({ salon }) => ({
      params: { id: salon.serviceId },
      query: { from: "2026-12-20", to: "2026-12-21", staffId: salon.staffIds[0]! },
    }),
  },
  "GET /v1/rentals/:id/slots": {
    ask: ({ venue }) => ({
      params: { id: venue.rentalId },
      query: { from: "2026-12-20", to: "2026-12-21", minutes: 60, units: 2 },
    }),
  },
  "GET /v1/trips": {
    ask: ({ bus }) => ({
      query: { from: bus.stopIds[0], to: bus.stopIds[2], date: "2026-11-25", limit: 5 },
    }),
  },
  "GET /v1/trips/:id/seats": {
    ask: ({ bus }) => ({
      params: { id: bus.tripId },
      query: { from: bus.stopIds[0], to: bus.stopIds[2] },
    }),
  },
  "GET /v1/stays": {
    ask: () => ({
      query: {
        city: "Riyadh",
        checkIn: "2026-12-20",
        checkOut: "2026-12-22",
        guests: 2,
        rooms: 1,
        limit: 5,
      },
    }),
  },
};
