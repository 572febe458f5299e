import { beforeEach, describe, expect, test } from "vitest";
import { haircut, nights, rig, seats } from "../flows/wants.ts";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeHotel, makeSalon, makeVenue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { startMoneyApp } from "../harness/money-app.ts";
import { morning } from "../harness/test-app.ts";
import { amend, buy, expectAllPass, NOON, pay, read, richCustomer, TEN } from "./shop.ts";

/** Two items of one booking can exchange places: the booking already owns both. */

const app = await startMoneyApp();
const { db, clock } = app;

let customer: Caller;

beforeEach(async () => {
  clock.set(morning);
  customer = await richCustomer(app);
});

const full = { terms: { payment_terms: "full" } } as const;
const AFTERNOON = "2026-11-24T15:00:00+03:00";

type Exchange = [items: [object, object], changes: [object, object], more: object];

/** For each kind: two items, the changes that exchange them, and an item to add that must be paid first. */
const kinds: Record<string, () => Promise<Exchange>> = {
  "two appointments with one barber": async () => {
    const salon = await makeSalon(db, full);
    const items: [object, object] = [haircut(salon, TEN), haircut(salon, NOON)];
    return [items, [{ start: NOON }, { start: TEN }], haircut(salon, AFTERNOON)];
  },
  "two hours on one rig": async () => {
    const venue = await makeVenue(db, { units: 1, ...full });
    const items: [object, object] = [rig(venue, TEN), rig(venue, NOON)];
    return [items, [{ start: NOON }, { start: TEN }], rig(venue, AFTERNOON)];
  },
  "two seats in one coach": async () => {
    const bus = await makeBusLine(db, full);
    const seat = (label: string) => ({ seats: [{ label, passenger: "Sara" }] });
    return [[seats(bus, ["1"]), seats(bus, ["2"])], [seat("2"), seat("1")], seats(bus, ["3"])];
  },
  "two stays in the only room": async () => {
    const hotel = await makeHotel(db, full);
    const [first, second, third] = [1, 5, 9].map((day) => ({
      checkIn: `2026-12-0${day}`,
      checkOut: `2026-12-${day === 9 ? "10" : `0${day + 1}`}`,
    })) as [Nights, Nights, Nights];
    const stay = ({ checkIn, checkOut }: Nights) => nights(hotel, checkIn, checkOut);
    return [[stay(first), stay(second)], [second, first], stay(third)];
  },
};

interface Nights {
  checkIn: string;
  checkOut: string;
}

/** What each item of the booking owns, as the API shows it. */
async function places(id: string) {
  const { items } = await read(customer, id);
  return items.map(({ start, end, staffId, unitIds, seats: sold }: Record<string, object>) => {
    const labels = (sold as { label: string }[] | undefined)?.map(({ label }) => label);
    return { start, end, staffId, unitIds, labels };
  });
}

describe.each(Object.entries(kinds))("%s", (_name, make) => {
  test("can be exchanged in one amendment", async () => {
    const [wishes, changes] = await make();
    const { id, items } = await buy(app, customer, wishes);
    const [a, b] = await places(id);
    const change = { items: changes.map((one, n) => ({ id: items[n].id, ...one })) };
    const made = await amend(customer, id, change);
    expect(made.body, JSON.stringify(made.body)).toMatchObject({
      status: "applied",
      dueNow: { amount: 0 },
      goesBack: { amount: 0 },
    });
    expect(await places(id)).toEqual([b, a]);
    await expectAllPass(app);
  });

  test("are exchanged once the item added in the same amendment is paid, not before", async () => {
    const [wishes, changes, more] = await make();
    const { id, orderId, items } = await buy(app, customer, wishes);
    const [a, b] = await places(id);
    const change = { items: [...changes.map((one, n) => ({ id: items[n].id, ...one })), more] };
    const made = await amend(customer, id, change);
    expect(made.body, JSON.stringify(made.body)).toMatchObject({ status: "awaitingPayment" });
    expect(await places(id)).toEqual([a, b]);
    await expectAllPass(app);
    await pay(customer, orderId);
    const [one, two, three, ...rest] = await places(id);
    expect([one, two, rest]).toEqual([b, a, []]);
    expect(three).toBeDefined();
    await expectAllPass(app);
  });
});
