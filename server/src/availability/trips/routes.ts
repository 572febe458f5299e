import { Type } from "typebox";
import { JOURNEY_STOPS_MAX, VEHICLE_SEATS_MAX } from "../../base/limits.ts";
import { pageSize } from "../../base/page.ts";
import { invalidAt } from "../../base/problem.ts";
import { shareRead } from "../../db/shared-read.ts";
import type { AppParts } from "../../http/app-parts.ts";
import { defineRoute, type Route } from "../../http/route.ts";
import {
  date,
  id,
  idParams,
  instant,
  line,
  list,
  longText,
  money,
  object,
  oneOf,
  optional,
  page,
  pageQuery,
} from "../../http/shapes.ts";
import { seatMaps } from "./seat-maps.ts";
import { type Place, tripSearch } from "./trips.ts";

const stop = {
  id,
  name: longText,
  position: Type.Integer(),
  arrival: instant,
  departure: instant,
};
const tripStop = object(stop, { title: "TripStop" });

const trip = object(
  {
    id,
    businessId: id,
    businessName: longText,
    routeName: longText,
    from: Type.String({ format: "uuid", description: "Send as `from` in a booking" }),
    to: Type.String({ format: "uuid", description: "Send as `to` in a booking" }),
    departure: instant,
    arrival: instant,
    stops: list(tripStop, JOURNEY_STOPS_MAX),
    seatsFree: Type.Integer({ description: "Seats free between these stops; 0 if sold out" }),
    price: money,
  },
  { title: "Trip", description: "`price` is the lowest price of one free seat" },
);

const seatMap = object(
  {
    stops: list(
      object(
        { ...stop, boards: Type.Boolean(), alights: Type.Boolean() },
        { title: "SeatMapStop" },
      ),
      JOURNEY_STOPS_MAX,
    ),
    items: list(
      object(
        {
          label: Type.String(),
          row: Type.Integer(),
          column: Type.Integer(),
          class: Type.String(),
          status: oneOf(["free", "held", "taken"], {
            description: "`held`: not confirmed yet and may become free again",
          }),
          price: money,
        },
        { title: "SeatOffer" },
      ),
      VEHICLE_SEATS_MAX,
    ),
  },
  { title: "SeatMap" },
);

const place = line(100, {
  description: "A stop's id, or words of its name or city in Arabic or English",
});

/** Public availability of trips and their seats. */
export function tripRoutes(parts: AppParts): Route[] {
  const { clock } = parts;
  const askTrips = shareRead(tripSearch, parts);
  const askSeats = shareRead(seatMaps, parts);
  return [
    defineRoute({
      method: "GET",
      url: "/v1/trips",
      summary: "List trips between two places on a date",
      description:
        "`date` is the local departure date at the boarding stop. Times carry the stop's UTC offset. A page can hold fewer than `limit` trips and still have a next page.",
      tag: "availability",
      access: { who: "anyone" },
      query: object({ from: place, to: place, date, ...pageQuery }),
      reply: { 200: page(trip) },
      async run({ asker, query }) {
        const { date: day, cursor, limit } = query;
        const from = readPlace("from", query.from);
        const to = readPlace("to", query.to);
        const asked = { from, to, date: day, cursor, size: pageSize(limit), now: clock.now() };
        return { body: await askTrips(asked, asker), isShared: true };
      },
    }),
    defineRoute({
      method: "GET",
      url: "/v1/trips/:id/seats",
      summary: "Read the seat map of a trip",
      description:
        "For the segment between two stops, or the whole trip. `price` is for one seat on that segment. If the trip can no longer be booked, the answer is `not-available` with the next trips.",
      tag: "availability",
      access: { who: "anyone" },
      params: idParams,
      query: object({ from: optional(id), to: optional(id) }),
      reply: { 200: seatMap },
      problems: ["not-available"],
      async run({ asker, params, query }) {
        const asked = { tripId: params.id, ...query, now: clock.now() };
        return { body: await askSeats(asked, asker), isShared: true };
      },
    }),
  ];
}

const STOP_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function readPlace(name: "from" | "to", words: string): Place {
  if (STOP_ID.test(words)) return { stopId: words };
  if (/[\p{L}\p{N}]/u.test(words)) return { words };
  throw invalidAt(
    `/query/${name}`,
    "اكتب اسم مدينة أو محطة، أو معرّف المحطة.",
    "Send a city, a stop name or a stop id.",
  );
}
