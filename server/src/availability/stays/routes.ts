import { Type } from "typebox";
import { pageSize } from "../../base/page.ts";
import { invalidAt } from "../../base/problem.ts";
import { shareRead } from "../../db/shared-read.ts";
import type { AppParts } from "../../http/app-parts.ts";
import { defineRoute, type Route } from "../../http/route.ts";
import {
  date,
  id,
  integer,
  line,
  list,
  longText,
  money,
  object,
  optional,
  page,
  pageQuery,
} from "../../http/shapes.ts";
import { GUESTS_MAX, ROOMS_MAX } from "./stay-item.ts";
import { ROOM_TYPES_MAX } from "./stay-offers.ts";
import { staySearch } from "./stays.ts";

const stay = object(
  {
    businessId: id,
    businessName: longText,
    locationId: id,
    name: longText,
    minPrice: money,
    roomTypes: list(
      object(
        { id, name: longText, roomsFree: Type.Integer(), price: money },
        { title: "RoomOffer", description: "`price` is the total for all nights and rooms" },
      ),
      ROOM_TYPES_MAX,
    ),
  },
  { title: "Stay", description: "`minPrice` is the lowest total for all nights and rooms" },
);

/** Public availability of stays. */
export function stayRoutes(parts: AppParts): Route[] {
  const { clock } = parts;
  const askStays = shareRead(staySearch, parts);
  return [
    defineRoute({
      method: "GET",
      url: "/v1/stays",
      summary: "List properties that can be booked for these dates",
      description:
        "Lists only bookable properties, with their bookable room types. `guests` (default 1) is the total across all rooms; `rooms` (default 1) is the number of rooms of one type. Check-in can be today until the property's local day ends. Pages are ordered by usual price, and each page by lowest total; a page can hold fewer than `limit` properties and still have a next page.",
      tag: "availability",
      access: { who: "anyone" },
      query: object({
        city: optional(line(100, { description: "In Arabic or English" })),
        checkIn: date,
        checkOut: date,
        guests: optional(integer(1, GUESTS_MAX)),
        rooms: optional(integer(1, ROOMS_MAX)),
        ...pageQuery,
      }),
      reply: { 200: page(stay) },
      async run({ asker, query }) {
        const { city, checkIn, checkOut, guests = 1, rooms = 1, limit, cursor } = query;
        if (city !== undefined && !/[\p{L}\p{N}]/u.test(city)) {
          throw invalidAt(
            "/query/city",
            "اكتب اسم المدينة، أو احذف الحقل.",
            "Send a city name or leave the field out.",
          );
        }
        const wanted = { cursor, size: pageSize(limit) };
        const asked = { city, checkIn, checkOut, guests, rooms, ...wanted, now: clock.now() };
        return { body: await askStays(asked, asker), isShared: true };
      },
    }),
  ];
}
