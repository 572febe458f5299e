import { DAY_MS, HOUR_MS } from "../base/time.ts";
import type { OrderItem } from "../booking/item-rule.ts";
import type { Catalogue } from "./catalogue.ts";
import { SUN, MON, TUE, WED } from "./demo-business.ts";
import type { DemoDay } from "./demo-day.ts";
import { orderItems } from "./order-items.ts";
import { customer } from "./people.ts";
import { tell, type Story } from "./story.ts";

/** Returns a day, on or after this one, that is neither a weekend day nor the day before one. */
function quietDay(day: DemoDay, from: number): number {
  const quiet: readonly number[] = [SUN, MON, TUE, WED];
  return quiet.includes(day.weekday(from)) ? from : quietDay(day, from + 1);
}

/** Returns the past bookings of the customer account, by business; placed before everybody else's. */
export function pastStories(catalogue: Catalogue, day: DemoDay): ReadonlyMap<string, Story> {
  const item = orderItems(catalogue, day);
  const by = { customer: catalogue.people.get(customer.phone)! };
  const told = (name: string, daysAgo: number, items: OrderItem[], fate: Story["fate"] = "kept") =>
    tell(`customer/${name}`, { by, fate, items, madeAt: day.midnight - daysAgo * DAY_MS });
  const hair = quietDay(day, -13);
  return new Map([
    ["lamsat-najd", told("cut", 29, [item.appointment("lamsat-najd", "cut", hair, "16:00")])],
    ["murjan-corniche", told("stay", 40, [item.stay(["murjan-corniche", "sea", 2], -16, 2)])],
    [
      "halba-simracing",
      told(
        "rigs",
        20,
        [item.rental(["halba-simracing", "rig", 2], -5, ["20:00", "21:00"])],
        "called-off",
      ),
    ],
  ]);
}

/**
 * Returns the customer account's coming bookings: a trip across three businesses in one order, an evening out, a
 * request.
 */
export function comingStories(catalogue: Catalogue, day: DemoDay): Story[] {
  const item = orderItems(catalogue, day);
  const { people } = catalogue;
  const me = people.get(customer.phone)!;
  const by = { customer: me };
  const out = ["qawafil-alshamal", "N1", "RUH", "HAS"] as const;
  const home = ["qawafil-alshamal", "S2", "HAS", "RUH"] as const;
  const passengers = { "5A": me.name, "5B": "خالد الحربي" };
  const journey = [
    item.appointment("lamsat-najd", "cut", 5, "17:00"),
    item.seats(out, 6, passengers),
    item.stay(["nuzul-aja", "double", 2], 6, 2),
    item.seats(home, 8, passengers),
  ];
  const evening = item.rental(["halba-simracing", "rig", 3], 2, ["20:00", "21:30"]);
  const bridal = item.appointment("lamsat-najd", "bride", quietDay(day, 14), "10:00");
  const chalet = item.stay(["nuzul-aja", "chalet", 5], 9, 2);
  const neighbour = { customer: people.get("+966500000201")! };
  return [
    tell("coming/journey", { by, items: journey, madeAt: day.midnight - 52 * HOUR_MS }),
    tell("coming/evening", { by, items: [evening], madeAt: day.midnight - 27 * HOUR_MS }),
    tell("coming/bridal", { by, items: [bridal], madeAt: day.midnight - 5 * HOUR_MS, waits: true }),
    tell("coming/chalet", {
      by: neighbour,
      items: [chalet],
      madeAt: day.midnight - 3 * HOUR_MS,
      waits: true,
    }),
  ];
}

/**
 * Returns holds whose payment is open right now, further ahead than anybody else has booked; they run out within half
 * an hour.
 *
 * @param now epoch milliseconds
 */
export function heldStories(catalogue: Catalogue, day: DemoDay, now: number): Story[] {
  const item = orderItems(catalogue, day);
  const { people } = catalogue;
  const me = people.get(customer.phone)!;
  const seat = item.seats(["qawafil-alshamal", "N2", "RUH", "BUR"], 18, { "7A": me.name });
  const suite = item.stay(["wahat-diriyah", "suite", 3], 20, 2);
  const lounge = item.rental(["halba-simracing", "lounge", 1], 19, ["18:00", "20:00"]);
  const held = (name: string, phone: string, items: OrderItem[]) =>
    tell(`held/${name}`, { by: { customer: people.get(phone)! }, items, madeAt: now, waits: true });
  return [
    held("seat", customer.phone, [seat]),
    held("suite", "+966500000203", [suite]),
    held("lounge", "+966500000223", [lounge]),
  ];
}
