import { seatsOf } from "../catalogue/bus/seat-map.ts";
import { serviceSeconds } from "../catalogue/bus/service-time.ts";
import type { Chance } from "./chance.ts";
import { bookedAlready, bookedAt, countOf, days, somebody } from "./demand.ts";
import type { DemoJourney, DemoOperator } from "./demo-operator.ts";
import { tripName } from "./load-operator.ts";
import { crowd, type Person } from "./people.ts";
import type { Scene } from "./scene.ts";
import { tellEveryday, type Story } from "./story.ts";

const BOOKINGS_A_TRIP = 0.9;
const NOTICE = { leastMinutes: 30, mostDays: 7 };

/** Generates passengers: alone, as a couple or as a family, all the way or part of it. */
export function operatorDemand(
  scene: Scene,
  operator: DemoOperator,
  people: ReadonlyMap<string, Person>,
): Story[] {
  const { day: calendar, ids } = scene;
  const dice = scene.dice("demand");
  return tripsOf(scene, operator).flatMap(({ day, journey }) => {
    const count = countOf(dice, BOOKINGS_A_TRIP * bookedAlready(day));
    return Array.from({ length: count }, (_, n) => {
      const [from, to] = segmentOf(dice, journey);
      const item = {
        kind: "seat" as const,
        tripId: ids(tripName(journey.code, calendar.date(day))),
        from: ids(`stop/${from.stop}`),
        to: ids(`stop/${to.stop}`),
        seats: seatsFor(dice, operator),
      };
      const starts = calendar.at(day, serviceSeconds(from.departure!) / 60);
      const madeAt = bookedAt(dice, scene, starts, NOTICE);
      const seed = `${operator.slug}/${day}/${journey.code}/${n}`;
      return tellEveryday(seed, { items: [item], madeAt, by: somebody(dice, scene, people) });
    });
  });
}

function tripsOf({ day: calendar }: Scene, { journeys, calendars }: DemoOperator) {
  return days.flatMap((day) =>
    journeys
      .filter((journey) => {
        const { weekdays, off } = calendars.find(({ code }) => code === journey.calendar)!;
        return weekdays.includes(calendar.weekday(day)) && !off?.includes(day);
      })
      .map((journey) => ({ day, journey })),
  );
}

/** About half of them ride all the way. */
function segmentOf(dice: Chance, { stops }: DemoJourney) {
  const last = stops.length - 1;
  const from = dice.odds(0.75) ? 0 : dice.integer(0, last - 1);
  const to = dice.odds(0.67) ? last : dice.integer(from + 1, last);
  return [stops[from]!, stops[to]!] as const;
}

/** Picks seats next to each other in one row. */
function seatsFor(dice: Chance, { vehicle }: DemoOperator) {
  const row = dice.integer(1, vehicle.layout.rows);
  const ofRow = seatsOf(vehicle.layout).filter((seat) => seat.row === row);
  const count = dice.pick([1, 1, 1, 2, 2, 3, 4]);
  const first = dice.integer(0, ofRow.length - count);
  return ofRow
    .slice(first, first + count)
    .map(({ label }) => ({ label, passenger: dice.pick(crowd).name }));
}
