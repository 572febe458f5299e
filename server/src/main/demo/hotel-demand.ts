import { minuteOf } from "../../business/week-windows.ts";
import { bookedAlready, bookedAt, countOf, days, somebody } from "./demand.ts";
import type { DemoHotel } from "./demo-hotel.ts";
import type { Person } from "./people.ts";
import type { Scene } from "./scene.ts";
import { tellEveryday, type Story } from "./story.ts";

/** Check-ins a day for each room there is. */
const ARRIVALS_A_ROOM = 0.035;
const NOTICE = { leastMinutes: 120, mostDays: 20 };

/** Who stays: a night or a few, mostly in one room. */
export function hotelDemand(
  scene: Scene,
  hotel: DemoHotel,
  people: ReadonlyMap<string, Person>,
): Story[] {
  const { day: calendar, ids } = scene;
  const dice = scene.dice("demand");
  const stories: Story[] = [];
  for (const day of days) {
    for (const roomType of hotel.roomTypes) {
      const expected = ARRIVALS_A_ROOM * roomType.rooms * bookedAlready(day / 2);
      const count = countOf(dice, expected);
      for (let n = 0; n < count; n += 1) {
        const place = hotel.places.find(({ key }) => key === roomType.place)!;
        const arrival = minuteOf(place.checkIn!);
        const nights = dice.pick([1, 2, 2, 3, 4]);
        const rooms = dice.odds(0.1) ? 2 : 1;
        const item = {
          kind: "stay" as const,
          roomTypeId: ids(`roomType/${roomType.key}`),
          checkIn: calendar.date(day),
          checkOut: calendar.date(day + nights),
          rooms,
          guests: dice.integer(1, roomType.occupancy) * rooms,
        };
        const madeAt = bookedAt(dice, scene, calendar.at(day, arrival), NOTICE);
        const by = somebody(dice, scene, people);
        const seed = `${hotel.slug}/${day}/${roomType.key}/${n}`;
        stories.push(tellEveryday(seed, { items: [item], madeAt, by }));
      }
    }
  }
  return stories;
}
