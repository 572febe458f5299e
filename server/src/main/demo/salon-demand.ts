import { instantText, MINUTE_MS } from "../../base/time.ts";
import { toMinutes } from "../../business/week-windows.ts";
import type { OrderItem } from "../../booking/item-rule.ts";
import type { Chance } from "./chance.ts";
import { bookedAlready, bookedAt, countOf, days, somebody } from "./demand.ts";
import type { DemoSalon, DemoService, DemoStaff } from "./demo-salon.ts";
import type { Person } from "./people.ts";
import type { Scene } from "./scene.ts";
import { tellEveryday, type Story } from "./story.ts";

/** Of a staff member's full day. */
const BOOKINGS_A_DAY = 1.9;
const FULL_DAY_MINUTES = 480;

/** What people want of a salon's staff, window by window. */
export function salonDemand(
  scene: Scene,
  salon: DemoSalon,
  people: ReadonlyMap<string, Person>,
): Story[] {
  const { day: calendar } = scene;
  const dice = scene.dice("demand");
  const stories: Story[] = [];
  for (const day of days) {
    for (const one of salon.staff) {
      for (const window of windowsOf(salon, one, calendar.weekday(day))) {
        const length = window.ends_minute - window.starts_minute;
        const usual = (BOOKINGS_A_DAY * length) / FULL_DAY_MINUTES;
        const count = countOf(dice, usual * bookedAlready(day));
        for (let n = 0; n < count; n += 1) {
          const visit = wishFor(
            dice,
            scene,
            salon,
            one,
            (minute) => calendar.at(day, minute),
            window,
          );
          const madeAt = bookedAt(dice, scene, visit.starts, {
            leastMinutes: visit.lead,
            mostDays: 9,
          });
          const seed = `${salon.slug}/${day}/${one.key}/${window.starts_minute}/${n}`;
          const by = somebody(dice, scene, people);
          stories.push(tellEveryday(seed, { items: visit.items, madeAt, by }));
        }
      }
    }
  }
  return stories;
}

/** Their own windows; who has none works whenever the place is open. */
function windowsOf({ places }: DemoSalon, staff: DemoStaff, weekday: number) {
  const place = places.find(({ key }) => key === staff.place)!;
  const windows = staff.windows.length > 0 ? staff.windows : (place.hours ?? []);
  return windows.filter((one) => one.weekday === weekday).map(toMinutes);
}

/** A service at one of its steps, sometimes with a second one after it, with this person or anybody. */
function wishFor(
  dice: Chance,
  { ids }: Scene,
  { services }: DemoSalon,
  staff: DemoStaff,
  at: (minute: number) => number,
  window: { starts_minute: number; ends_minute: number },
): { items: OrderItem[]; starts: number; lead: number } {
  const theirs = services.filter((one) => one.staff.includes(staff.key));
  const service = dice.pick(theirs);
  const { stepMinutes: step = 15 } = service;
  const room = window.ends_minute - window.starts_minute - service.durationMinutes;
  const starts = at(window.starts_minute + step * dice.integer(0, Math.floor(room / step)));
  const staffId = dice.odds(0.65) ? ids(`staff/${staff.key}`) : undefined;
  const item = (what: DemoService, start: number): OrderItem => ({
    kind: "appointment",
    serviceId: ids(`service/${what.key}`),
    staffId,
    start: instantText(start),
  });
  const items = [item(service, starts)];
  const lead = 30 + (service.terms?.leadMinutes ?? 0);
  const second = dice.pick(theirs);
  if (!dice.odds(0.12) || second === service || second.terms || service.terms) {
    return { items, starts, lead };
  }
  const busy = service.durationMinutes + (service.bufferAfterMinutes ?? 0);
  items.push(item(second, starts + Math.ceil(busy / 30) * 30 * MINUTE_MS));
  return { items, starts, lead };
}
