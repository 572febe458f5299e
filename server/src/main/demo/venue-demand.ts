import { instantText, MINUTE_MS } from "../../base/time.ts";
import { toMinutes } from "../../business/week-windows.ts";
import { bookedAlready, bookedAt, countOf, days, somebody } from "./demand.ts";
import type { DemoVenue } from "./demo-venue.ts";
import type { Person } from "./people.ts";
import type { Scene } from "./scene.ts";
import { tellEveryday, type Story } from "./story.ts";

/** For each hour a unit is open. */
const BOOKINGS_AN_HOUR = 0.08;

/** What people want of a venue: alone or in groups, sooner in the evening than in the afternoon. */
export function venueDemand(
  scene: Scene,
  venue: DemoVenue,
  people: ReadonlyMap<string, Person>,
): Story[] {
  const { day: calendar, ids } = scene;
  const dice = scene.dice("demand");
  const stories: Story[] = [];
  for (const day of days) {
    for (const rental of venue.rentals) {
      const place = venue.places.find(({ key }) => key === rental.place)!;
      const window = place
        .hours!.map(toMinutes)
        .find((one) => one.weekday === calendar.weekday(day))!;
      const open = window.ends_minute - window.starts_minute;
      const usual = (BOOKINGS_AN_HOUR * rental.units.length * open) / 60;
      const count = countOf(dice, usual * bookedAlready(day));
      for (let n = 0; n < count; n += 1) {
        const minutes = dice.pick(rental.durationsMinutes ?? [60]);
        const { stepMinutes: step = 30 } = rental;
        const steps = Math.floor((open - minutes) / step);
        // The later of two tries: evenings fill first.
        const chosen = Math.max(dice.integer(0, steps), dice.integer(0, steps));
        const starts = calendar.at(day, window.starts_minute + step * chosen);
        const leastMinutes = 20 + (rental.terms?.leadMinutes ?? 0);
        const most = Math.min(rental.units.length, dice.odds(0.3) ? 4 : 2);
        const item = {
          kind: "rental" as const,
          rentalId: ids(`rental/${rental.key}`),
          start: instantText(starts),
          end: instantText(starts + minutes * MINUTE_MS),
          units: dice.integer(1, most),
        };
        const madeAt = bookedAt(dice, scene, starts, { leastMinutes, mostDays: 5 });
        const by = somebody(dice, scene, people);
        const seed = `${venue.slug}/${day}/${rental.key}/${n}`;
        stories.push(tellEveryday(seed, { items: [item], madeAt, by }));
      }
    }
  }
  return stories;
}
