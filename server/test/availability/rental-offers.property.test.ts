import fc from "fast-check";
import { expect, test } from "vitest";
import { planRental } from "../../src/availability/slots/plan-rental.ts";
import { listRentalOffers } from "../../src/availability/slots/rental-offers.ts";
import type { WeeklyWindow } from "../../src/availability/slots/wall-clock.ts";
import {
  GRAIN_MINUTES,
  GRAIN_SECONDS,
  grains,
  holidaysNear,
  place,
  spanNear,
  week,
} from "./arbitrary-calendars.ts";
import { meets, Wall } from "./open-by-the-wall.ts";
import { at, rental } from "./slot-facts.ts";

const world = (steps: fc.Arbitrary<number>) =>
  place.chain(({ timezone, date, from, until, now }) =>
    fc
      .record({
        stepMinutes: steps,
        minutes: grains(1, 18),
        units: fc.array(
          fc.record({
            active: fc.integer({ max: 9, min: 0 }).map((n) => n > 0),
            busy: fc.array(spanNear(date), { maxLength: 4 }),
          }),
          { maxLength: 4 },
        ),
        count: fc.integer({ min: 1, max: 3 }),
        hours: fc.oneof(fc.constant<WeeklyWindow[]>([]), week),
        holidays: holidaysNear(date),
        leadMinutes: grains(0, 30),
      })
      .map(({ minutes, units, count, hours, holidays, leadMinutes, stepMinutes }) => ({
        from,
        until,
        now,
        wish: { count, minutes },
        facts: rental({
          stepMinutes,
          durationsMinutes: [minutes],
          units: units.map((unit, i) => ({ ...unit, id: `u${i}`, label: `${i}` })),
          offering: { timezone, hours, holidays, leadMinutes },
        }),
      })),
  );

function every(from: number, until: number): number[] {
  return Array.from({ length: (until - from) / GRAIN_SECONDS }, (_, i) => from + i * GRAIN_SECONDS);
}

test("every listed offer can be booked as listed, and every other start is refused for a named rule or taken", () => {
  fc.assert(
    fc.property(
      world(fc.constantFrom(10, 30, 40, 60, 90)),
      fc.infiniteStream(fc.nat(23)),
      (one, look) => {
        const { facts, wish, from, until, now } = one;
        const listed = new Map(
          listRentalOffers(facts, wish, from, until, now).map((offer) => [at(offer.start), offer]),
        );
        for (const start of every(from, until)) {
          const offer = listed.get(start);
          if (!offer && look.next().value !== 0) continue;
          const [begins, ends] = [start, start + wish.minutes * 60].map((t) =>
            new Date(t * 1000).toISOString(),
          );
          const item = {
            kind: "rental",
            rentalId: "o",
            start: begins!,
            end: ends!,
            units: wish.count,
          } as const;
          const verdict = planRental(facts, item, now);
          if (verdict.verdict === "bookable") {
            expect(offer).toBeDefined();
            expect(verdict.plan.picks[0]?.unitIds).toHaveLength(offer!.unitsFree);
            expect(verdict.plan.priceMinor).toBe(offer?.price.amount);
          } else {
            expect(offer).toBeUndefined();
            if (verdict.verdict === "not-available") expect(verdict.reasons).not.toEqual([]);
            else expect(verdict.verdict).toBe("taken");
          }
        }
      },
    ),
    { numRuns: 80 },
  );
});

test("with the finest steps, a start is offered exactly when the wall clock, hours and bookings allow it", () => {
  fc.assert(
    fc.property(world(fc.constant(GRAIN_MINUTES)), ({ facts, wish, from, until, now }) => {
      const { hours, holidays, timezone, leadMinutes } = facts.offering;
      const wall = new Wall(timezone);
      const expected = every(from, until).flatMap((start) => {
        const end = start + wish.minutes * 60;
        if (start <= now / 1000 || start < now / 1000 + leadMinutes * 60) return [];
        if (!wall.isOpen(hours, holidays, start, end)) return [];
        const free = facts.units.filter(
          (unit) => unit.active && !meets(unit.busy, start, end),
        ).length;
        return free >= wish.count ? [`${start} ${free}`] : [];
      });
      const offered = listRentalOffers(facts, wish, from, until, now);
      expect(offered.map((offer) => `${at(offer.start)} ${offer.unitsFree}`)).toEqual(expected);
    }),
    { numRuns: 80 },
  );
});
