import fc from "fast-check";
import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import type { WeeklyWindow } from "../../src/availability/slots/wall-clock.ts";
import { instantText } from "../../src/base/time.ts";
import {
  GRAIN_SECONDS,
  grains,
  holidaysNear,
  place,
  week,
} from "../availability/arbitrary-calendars.ts";
import { makeVenue, type Venue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { expectBooked, expectRefused, expectTriedEnough, sampleOf, settings } from "./probe.ts";
import { setHours, setReach } from "./schedules.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, owner, clock } = app;

let customer: Caller;
let rival: Caller;

beforeAll(async () => {
  customer = app.as((await makePerson(db)).token);
  rival = app.as((await makePerson(db)).token);
});

const priceBand = fc.record({
  starts: grains(0, 70),
  ends: grains(71, 144),
  price: fc.nat(20_000),
});

const world = place.chain((where) =>
  fc.record({
    where: fc.constant(where),
    stepMinutes: fc.constantFrom(10, 30, 40, 60, 90),
    durations: fc.uniqueArray(grains(1, 18), { minLength: 1, maxLength: 3 }),
    units: fc.integer({ min: 1, max: 4 }),
    count: fc.integer({ min: 1, max: 3 }),
    bands: fc.array(priceBand, { minLength: 7, maxLength: 7 }),
    hours: fc.oneof(fc.constant<WeeklyWindow[]>([]), week),
    holidays: holidaysNear(where.date),
    leadMinutes: grains(0, 30),
    horizonDays: fc.integer({ min: 1, max: 4 }),
    rivals: fc.array(fc.nat(999), { maxLength: 5 }),
    strays: fc.array(fc.nat(999), { minLength: 8, maxLength: 8 }),
  }),
);
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

async function open(one: World): Promise<Venue> {
  clock.set(one.where.now);
  const venue = await makeVenue(db, { units: one.units, timezone: one.where.timezone });
  await sql`
    update rentals set step_minutes = ${one.stepMinutes}, durations_minutes = ${one.durations}::int[]
    where business_id = ${venue.businessId}`.execute(owner);
  await sql`
    insert into rental_prices (business_id, id, rental_id, weekday, starts_minute, ends_minute, price_hour_minor)
    select ${venue.businessId}, gen_random_uuid(), ${venue.rentalId}, n, (b->>'starts')::int, (b->>'ends')::int,
      (b->>'price')::int
    from jsonb_array_elements(${JSON.stringify(one.bands)}::jsonb) with ordinality t(b, n)`.execute(
    owner,
  );
  await setReach(owner, venue, one);
  await setHours(owner, venue, one.hours, one.holidays);
  return venue;
}

interface Slot {
  start: string;
  end: string;
  unitsFree: number;
  price: object;
}

async function listSlots(venue: Venue, { where, count }: World, minutes: number): Promise<Slot[]> {
  const window = `from=${instantText(where.from * 1000)}&to=${instantText(where.until * 1000)}`;
  const path = `/v1/rentals/${venue.rentalId}/slots?${window}&minutes=${minutes}&units=${count}`;
  const { status, body } = await app.as().get(path);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items;
}

/** Expects the requested number to be bookable at the price, all free units together, and not one more. */
async function expectOffer(venue: Venue, slot: Slot, count: number): Promise<void> {
  const { start, end, unitsFree, price } = slot;
  const item = { kind: "rental", rentalId: venue.rentalId, start, end };
  const times = { start: instantText(Date.parse(start)), end: instantText(Date.parse(end)) };
  await expectBooked(customer, { ...item, units: count }, { ...times, total: price });
  const all = await expectBooked(customer, { ...item, units: unitsFree }, times);
  const { unitIds } = all.items[0];
  expect(new Set(unitIds).size).toBe(unitsFree);
  await expectBooked(customer, { ...item, unitIds }, { ...times, total: all.total });
  await expectRefused(customer, { ...item, units: unitsFree + 1 });
  for (const unitId of venue.unitIds.filter((one) => !unitIds.includes(one))) {
    await expectRefused(customer, { ...item, unitIds: [unitId] });
  }
}

async function expectNoOffer(venue: Venue, at: number, minutes: number, units: number) {
  const [start, end] = [at, at + minutes * 60].map((seconds) => instantText(seconds * 1000));
  const item = { kind: "rental", rentalId: venue.rentalId, start, end, units };
  const { alternatives } = await expectRefused(customer, item);
  for (const slot of (alternatives as Slot[]).slice(0, 1)) await expectOffer(venue, slot, units);
}

test(
  "every offered rental can be booked; every other start is refused by a known rule or taken",
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(world, async (one) => {
        const venue = await open(one);
        const { durations, count } = one;
        for (const pick of one.rivals) {
          const slots = await listSlots(venue, one, durations[pick % durations.length]!);
          if (slots.length === 0) continue;
          const { start, end } = slots[pick % slots.length]!;
          const items = [{ kind: "rental", rentalId: venue.rentalId, start, end, units: count }];
          expect((await rival.post("/v1/bookings", { items })).status).toBe(201);
        }
        const { from, until } = one.where;
        for (const minutes of durations) {
          const slots = await listSlots(venue, one, minutes);
          for (const slot of sampleOf(slots, 3)) await expectOffer(venue, slot, count);
          const offered = new Set(slots.map((slot) => Date.parse(slot.start) / 1000));
          for (const stray of one.strays) {
            const at = from + (stray % ((until - from) / GRAIN_SECONDS)) * GRAIN_SECONDS;
            if (!offered.has(at)) await expectNoOffer(venue, at, minutes, count);
          }
        }
      }),
      settings,
    );
    expectTriedEnough();
  },
);
