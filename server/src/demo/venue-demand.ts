import { instantText, MINUTE_MS } from "../base/time.ts";
import { toMinutes, type WeekMinutes } from "../business/week-windows.ts";
import type { OrderItem } from "../booking/item-rule.ts";
import type { Chance } from "./chance.ts";
import { bookedAlready, bookedAt, countOf, days, somebody } from "./demand.ts";
import type { DemoRental, DemoVenue } from "./demo-venue.ts";
import type { Person } from "./people.ts";
import type { Scene } from "./scene.ts";
import { tellEveryday, type Story } from "./story.ts";

/** For each hour that one unit is open. */
const BOOKINGS_AN_HOUR = 0.08;

type Opening = { day: number; rental: DemoRental; window: WeekMinutes };

/** Generates a venue's bookings: alone or in groups, more often in the evening than in the afternoon. */
export function venueDemand(
  scene: Scene,
  venue: DemoVenue,
  people: ReadonlyMap<string, Person>,
): Story[] {
  const dice = scene.dice("demand");
  return openingsOf(scene, venue).flatMap((opening) => {
    const { day, rental, window } = opening;
    const hours = (rental.units.length * (window.ends_minute - window.starts_minute)) / 60;
    const count = countOf(dice, BOOKINGS_AN_HOUR * hours * bookedAlready(day));
    const leastMinutes = 20 + (rental.terms?.leadMinutes ?? 0);
    return Array.from({ length: count }, (_, n) => {
      const { item, starts } = sessionOf(dice, scene, opening);
      const madeAt = bookedAt(dice, scene, starts, { leastMinutes, mostDays: 5 });
      const seed = `${venue.slug}/${day}/${rental.key}/${n}`;
      return tellEveryday(seed, { items: [item], madeAt, by: somebody(dice, scene, people) });
    });
  });
}

function openingsOf({ day: calendar }: Scene, { rentals, places }: DemoVenue): Opening[] {
  return days.flatMap((day) =>
    rentals.flatMap((rental) =>
      (places.find(({ key }) => key === rental.place)?.hours ?? [])
        .filter(({ weekday }) => weekday === calendar.weekday(day))
        .map((window) => ({ day, rental, window: toMinutes(window) })),
    ),
  );
}

function sessionOf(
  dice: Chance,
  { day: calendar, ids }: Scene,
  { day, rental, window }: Opening,
): { item: OrderItem; starts: number } {
  const { stepMinutes = 30, durationsMinutes = [60], units, key } = rental;
  const minutes = dice.pick(durationsMinutes);
  const steps = Math.floor((window.ends_minute - window.starts_minute - minutes) / stepMinutes);
  // The later of two tries: evenings fill first.
  const step = Math.max(dice.integer(0, steps), dice.integer(0, steps));
  const starts = calendar.at(day, window.starts_minute + stepMinutes * step);
  const most = Math.min(units.length, dice.odds(0.3) ? 4 : 2);
  const item = {
    kind: "rental" as const,
    rentalId: ids(`rental/${key}`),
    start: instantText(starts),
    end: instantText(starts + minutes * MINUTE_MS),
    units: dice.integer(1, most),
  };
  return { item, starts };
}
