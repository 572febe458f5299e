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
  spanNear,
  week,
  weeklyWindow,
} from "../availability/arbitrary-calendars.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { expectBooked, expectRefused, expectTriedEnough, sampleOf, settings } from "./probe.ts";
import { setHours, setReach, setSchedule } from "./schedules.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, owner, clock } = app;

let customer: Caller;
let rival: Caller;

beforeAll(async () => {
  customer = app.as((await makePerson(db)).token);
  rival = app.as((await makePerson(db)).token);
});

const world = place.chain((where) =>
  fc.record({
    where: fc.constant(where),
    durationMinutes: grains(1, 12),
    bufferBeforeMinutes: grains(0, 2),
    bufferAfterMinutes: grains(0, 2),
    stepMinutes: fc.constantFrom(10, 20, 30, 40, 60, 90),
    staff: fc.array(
      fc.record({
        windows: fc.oneof(fc.constant<WeeklyWindow[]>([]), week),
        breaks: fc.array(weeklyWindow, { maxLength: 1 }),
        off: fc.array(spanNear(where.date), { maxLength: 1 }),
        openings: fc.array(spanNear(where.date), { maxLength: 1 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    hours: fc.oneof(fc.constant<WeeklyWindow[]>([]), week),
    holidays: holidaysNear(where.date),
    leadMinutes: grains(0, 30),
    horizonDays: fc.integer({ min: 1, max: 4 }),
    rivals: fc.array(fc.nat(999), { maxLength: 4 }),
    strays: fc.array(fc.nat(999), { minLength: 8, maxLength: 8 }),
  }),
);
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

async function open(one: World): Promise<Salon> {
  clock.set(one.where.now);
  const salon = await makeSalon(db, { staff: one.staff.length, timezone: one.where.timezone });
  await sql`
    update services set duration_minutes = ${one.durationMinutes}, step_minutes = ${one.stepMinutes},
      buffer_before_minutes = ${one.bufferBeforeMinutes}, buffer_after_minutes = ${one.bufferAfterMinutes}
    where business_id = ${salon.businessId}`.execute(owner);
  await setReach(owner, salon, one);
  await setHours(owner, salon, one.hours, one.holidays);
  for (const [index, person] of one.staff.entries()) {
    await setSchedule(owner, salon, salon.staffIds[index]!, person);
  }
  return salon;
}

interface Slot {
  start: string;
  end: string;
  staffIds: string[];
  price: object;
}

async function listSlots(salon: Salon, { from, until }: World["where"]): Promise<Slot[]> {
  const window = `from=${instantText(from * 1000)}&to=${instantText(until * 1000)}`;
  const { status, body } = await app.as().get(`/v1/services/${salon.serviceId}/slots?${window}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items;
}

/** Expects the offer to be bookable without naming staff, who then is the first named, and with each named staff member. */
async function expectOffer(salon: Salon, { start, end, staffIds, price }: Slot): Promise<void> {
  const item = { kind: "appointment", serviceId: salon.serviceId, start, end };
  const offered = { total: price, start: instantText(Date.parse(start)) };
  const byAny = await expectBooked(customer, item, offered);
  expect(byAny.items[0].staffId).toBe(staffIds[0]);
  for (const staffId of salon.staffIds) {
    if (staffIds.includes(staffId)) await expectBooked(customer, { ...item, staffId }, offered);
    else await expectRefused(customer, { ...item, staffId });
  }
}

/** Expects a refusal at a start that was not offered, and its first alternative to be bookable. */
async function expectNoOffer(salon: Salon, at: number): Promise<void> {
  const item = { kind: "appointment", serviceId: salon.serviceId, start: instantText(at * 1000) };
  const { alternatives } = await expectRefused(customer, item);
  for (const { item: _, ...slot } of (alternatives as (Slot & { item: number })[]).slice(0, 1)) {
    await expectOffer(salon, slot);
  }
}

test(
  "every offered appointment can be booked; every other start is refused by a known rule or taken",
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(world, async (one) => {
        const salon = await open(one);
        for (const pick of one.rivals) {
          const slots = await listSlots(salon, one.where);
          if (slots.length === 0) break;
          const { start } = slots[pick % slots.length]!;
          const items = [{ kind: "appointment", serviceId: salon.serviceId, start }];
          expect((await rival.post("/v1/bookings", { items })).status).toBe(201);
        }
        const slots = await listSlots(salon, one.where);
        for (const slot of sampleOf(slots, 6)) await expectOffer(salon, slot);
        const offered = new Set(slots.map((slot) => Date.parse(slot.start) / 1000));
        const { from, until } = one.where;
        for (const stray of one.strays) {
          const at = from + (stray % ((until - from) / GRAIN_SECONDS)) * GRAIN_SECONDS;
          if (!offered.has(at)) await expectNoOffer(salon, at);
        }
        expect(await listSlots(salon, one.where), "given back, it is offered again").toEqual(slots);
      }),
      settings,
    );
    expectTriedEnough();
  },
);
