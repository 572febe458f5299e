import { instantText, MINUTE_MS } from "../base/time.ts";
import { toMinutes, type WeekMinutes } from "../business/week-windows.ts";
import type { OrderItem } from "../booking/item-rule.ts";
import type { Chance } from "./chance.ts";
import { bookedAlready, bookedAt, countOf, days, somebody } from "./demand.ts";
import type { DemoSalon, DemoService, DemoStaff } from "./demo-salon.ts";
import type { Person } from "./people.ts";
import type { Scene } from "./scene.ts";
import { tellEveryday, type Story } from "./story.ts";

/** Share of a staff member's full day. */
const BOOKINGS_A_DAY = 1.9;
const FULL_DAY_MINUTES = 480;

/** One working window of one staff member on one day. */
type Shift = { day: number; staff: DemoStaff; window: WeekMinutes };

/** Generates a salon's appointments, shift by shift. */
export function salonDemand(
  scene: Scene,
  salon: DemoSalon,
  people: ReadonlyMap<string, Person>,
): Story[] {
  const dice = scene.dice("demand");
  return shiftsOf(scene, salon).flatMap((shift) => {
    const { day, staff, window } = shift;
    const fullness = (window.ends_minute - window.starts_minute) / FULL_DAY_MINUTES;
    const count = countOf(dice, BOOKINGS_A_DAY * fullness * bookedAlready(day));
    return Array.from({ length: count }, (_, n) => {
      const { items, starts, leastMinutes } = visitOf(dice, scene, salon, shift);
      const madeAt = bookedAt(dice, scene, starts, { leastMinutes, mostDays: 9 });
      const seed = `${salon.slug}/${day}/${staff.key}/${window.starts_minute}/${n}`;
      return tellEveryday(seed, { items, madeAt, by: somebody(dice, scene, people) });
    });
  });
}

function shiftsOf({ day: calendar }: Scene, salon: DemoSalon): Shift[] {
  return days.flatMap((day) =>
    salon.staff.flatMap((staff) =>
      windowsOf(salon, staff)
        .filter(({ weekday }) => weekday === calendar.weekday(day))
        .map((window) => ({ day, staff, window: toMinutes(window) })),
    ),
  );
}

/** Returns the staff member's own hours; without any, the location's opening hours. */
function windowsOf({ places }: DemoSalon, { windows, place }: DemoStaff) {
  if (windows.length > 0) return windows;
  return places.find(({ key }) => key === place)?.hours ?? [];
}

/** Picks a service at one of its start times, sometimes with a second one after it, with this person or anybody. */
function visitOf(
  dice: Chance,
  { day: calendar, ids }: Scene,
  { services }: DemoSalon,
  { day, staff, window }: Shift,
): { items: OrderItem[]; starts: number; leastMinutes: number } {
  const theirs = services.filter((one) => one.staff.includes(staff.key));
  const [service, second] = [dice.pick(theirs), dice.pick(theirs)];
  const { durationMinutes, bufferAfterMinutes = 0, stepMinutes = 15, terms } = service;
  const room = window.ends_minute - window.starts_minute - durationMinutes;
  const step = dice.integer(0, Math.floor(room / stepMinutes));
  const starts = calendar.at(day, window.starts_minute + stepMinutes * step);
  const staffId = dice.odds(0.65) ? ids(`staff/${staff.key}`) : undefined;
  const item = (what: DemoService, start: number): OrderItem => ({
    kind: "appointment",
    serviceId: ids(`service/${what.key}`),
    staffId,
    start: instantText(start),
  });
  const busy = Math.ceil((durationMinutes + bufferAfterMinutes) / 30) * 30;
  const isBoth = dice.odds(0.12) && second !== service && !second.terms?.paymentTerms;
  return {
    items: isBoth
      ? [item(service, starts), item(second, starts + busy * MINUTE_MS)]
      : [item(service, starts)],
    starts,
    leastMinutes: 30 + (terms?.leadMinutes ?? 0),
  };
}
