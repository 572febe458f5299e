import { minuteOf } from "../business/week-windows.ts";
import type { OrderItem } from "../booking/item-rule.ts";
import type { Chance } from "./chance.ts";
import { bookedAlready, bookedAt, countOf, days, somebody } from "./demand.ts";
import type { DemoHotel, DemoRoomType } from "./demo-hotel.ts";
import type { Person } from "./people.ts";
import type { Scene } from "./scene.ts";
import { tellEveryday, type Story } from "./story.ts";

/** Arrivals a day per room. */
const ARRIVALS_A_ROOM = 0.045;
const NOTICE = { leastMinutes: 120, mostDays: 20 };

/** Generates stays: one or a few nights, mostly in one room. */
export function hotelDemand(
  scene: Scene,
  hotel: DemoHotel,
  people: ReadonlyMap<string, Person>,
): Story[] {
  const dice = scene.dice("demand");
  const arrivals = days.flatMap((day) => hotel.roomTypes.map((roomType) => ({ day, roomType })));
  return arrivals.flatMap(({ day, roomType }) => {
    // A room is booked further ahead than a haircut.
    const count = countOf(dice, ARRIVALS_A_ROOM * roomType.rooms * bookedAlready(day / 2));
    const place = hotel.places.find(({ key }) => key === roomType.place)!;
    const starts = scene.day.at(day, minuteOf(place.checkIn!));
    return Array.from({ length: count }, (_, n) => {
      const items = [stayOf(dice, scene, day, roomType)];
      const madeAt = bookedAt(dice, scene, starts, NOTICE);
      const seed = `${hotel.slug}/${day}/${roomType.key}/${n}`;
      return tellEveryday(seed, { items, madeAt, by: somebody(dice, scene, people) });
    });
  });
}

function stayOf(
  dice: Chance,
  { day: calendar, ids }: Scene,
  day: number,
  { key, occupancy }: DemoRoomType,
): OrderItem {
  const rooms = dice.odds(0.1) ? 2 : 1;
  return {
    kind: "stay",
    roomTypeId: ids(`roomType/${key}`),
    checkIn: calendar.date(day),
    checkOut: calendar.date(day + dice.pick([1, 2, 2, 3, 4])),
    rooms,
    guests: rooms * dice.integer(1, occupancy),
  };
}
