import { Type, type TSchema } from "typebox";
import { shareRead } from "../../db/shared-read.ts";
import type { AppParts } from "../../http/app-parts.ts";
import { catalogueMax } from "../../business/catalogue-max.ts";
import { defineRoute, type Route } from "../../http/route.ts";
import {
  date,
  id,
  idParams,
  instant,
  integer,
  list,
  money,
  nullable,
  object,
  optional,
} from "../../http/shapes.ts";
import { SLOTS_MAX } from "./offer-page.ts";
import { rentalSlots, serviceSlots } from "./slots.ts";

const time = Type.Union([instant, date], {
  description: "A time, or a local date at the location (both ends included); at most 62 days",
});

const serviceSlot = object(
  { start: instant, end: instant, staffIds: list(id, catalogueMax.staff), price: money },
  { title: "ServiceSlot" },
);
const rentalSlot = object(
  { start: instant, end: instant, unitsFree: Type.Integer(), price: money },
  { title: "RentalSlot" },
);

/** When there are more than one answer carries, the start to continue from. */
function slotPage<S extends TSchema>(slot: S) {
  return object({
    items: list(slot, SLOTS_MAX),
    nextFrom: nullable(
      Type.String({
        format: "instant",
        description: "Send as `from` to get the slots that follow; null if there are no more",
      }),
    ),
  });
}

/** Public availability of services and rentals. */
export function slotRoutes(parts: AppParts): Route[] {
  const { clock } = parts;
  const askService = shareRead(serviceSlots, parts);
  const askRental = shareRead(rentalSlots, parts);
  return [
    defineRoute({
      method: "GET",
      url: "/v1/services/:id/slots",
      summary: "List the times a service can be booked",
      description:
        "Times carry the location's UTC offset. `staffIds` lists every free staff member; a booking without `staffId` gets the first.",
      tag: "availability",
      access: { who: "anyone" },
      params: idParams,
      query: object({ from: time, to: time, staffId: optional(id) }),
      reply: { 200: slotPage(serviceSlot) },
      async run({ asker, params, query }) {
        const asked = { ...params, ...query, now: clock.now() };
        return { body: await askService(asked, asker), isShared: true };
      },
    }),
    defineRoute({
      method: "GET",
      url: "/v1/rentals/:id/slots",
      summary: "List the times units of a rental are free",
      description:
        "Finds times when `units` units (default 1) are free together for `minutes` minutes (default: the shortest duration). `price` is the total for all units.",
      tag: "availability",
      access: { who: "anyone" },
      params: idParams,
      query: object({
        from: time,
        to: time,
        minutes: optional(integer(1, 44_640)),
        units: optional(integer(1, 100)),
      }),
      reply: { 200: slotPage(rentalSlot) },
      async run({ asker, params, query }) {
        const asked = { ...params, ...query, now: clock.now() };
        return { body: await askRental(asked, asker), isShared: true };
      },
    }),
  ];
}
