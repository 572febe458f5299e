import { instantText } from "../base/time.ts";
import type { OrderItem } from "../booking/item-rule.ts";
import { minuteOf } from "../business/week-windows.ts";
import type { Catalogue } from "./catalogue.ts";
import type { DemoDay } from "./demo-day.ts";
import { tripName } from "./load-operator.ts";

/** Builds items of the demo's businesses from the names in their files. */
export function orderItems({ stages }: Pick<Catalogue, "stages">, day: DemoDay) {
  const idOf = (slug: string, name: string) =>
    stages.find(({ business }) => business.slug === slug)!.scene.ids(name);
  const at = (inDays: number, wall: string) => instantText(day.at(inDays, minuteOf(wall)));
  return {
    appointment: (slug: string, service: string, inDays: number, start: string): OrderItem => ({
      kind: "appointment",
      serviceId: idOf(slug, `service/${service}`),
      start: at(inDays, start),
    }),
    rental: (
      [slug, rental, units]: readonly [string, string, number],
      inDays: number,
      [start, end]: readonly [string, string],
    ): OrderItem => ({
      kind: "rental",
      rentalId: idOf(slug, `rental/${rental}`),
      start: at(inDays, start),
      end: at(inDays, end),
      units,
    }),
    seats: (
      [slug, journey, from, to]: readonly [string, string, string, string],
      inDays: number,
      passengers: Record<string, string>,
    ): OrderItem => ({
      kind: "seat",
      tripId: idOf(slug, tripName(journey, day.date(inDays))),
      from: idOf(slug, `stop/${from}`),
      to: idOf(slug, `stop/${to}`),
      seats: Object.entries(passengers).map(([label, passenger]) => ({ label, passenger })),
    }),
    stay: (
      [slug, roomType, guests]: readonly [string, string, number],
      inDays: number,
      nights: number,
    ): OrderItem => ({
      kind: "stay",
      roomTypeId: idOf(slug, `roomType/${roomType}`),
      checkIn: day.date(inDays),
      checkOut: day.date(inDays + nights),
      rooms: 1,
      guests,
    }),
  };
}
