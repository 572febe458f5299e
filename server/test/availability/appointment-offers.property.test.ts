import fc from "fast-check";
import { expect, test } from "vitest";
import type { AppointmentFacts } from "../../src/availability/slots/appointment-facts.ts";
import { listAppointmentOffers } from "../../src/availability/slots/appointment-offers.ts";
import type { Span } from "../../src/availability/slots/offering-facts.ts";
import { planAppointment } from "../../src/availability/slots/plan-appointment.ts";
import type { WeeklyWindow } from "../../src/availability/slots/wall-clock.ts";
import {
  GRAIN_MINUTES,
  GRAIN_SECONDS,
  grains,
  holidaysNear,
  place,
  spanNear,
  staffWeek,
  week,
  weeklyWindow,
} from "./arbitrary-calendars.ts";
import { meets, Wall } from "./open-by-the-wall.ts";
import { appointment, at, staff } from "./slot-facts.ts";

type World = { facts: AppointmentFacts; from: number; until: number; now: number };

const world = (options: { openings: boolean; steps: fc.Arbitrary<number> }): fc.Arbitrary<World> =>
  place.chain(({ timezone, date, from, until, now }) => {
    const spans = (maxLength: number) => fc.array(spanNear(date), { maxLength });
    const person = fc.record({
      windows: staffWeek,
      scheduled: fc.boolean(),
      breaks: fc.array(weeklyWindow, { maxLength: 1 }),
      off: spans(1),
      openings: options.openings ? spans(2) : fc.constant<Span[]>([]),
      busy: spans(4),
    });
    return fc
      .record({
        durationMinutes: grains(1, 12),
        bufferBeforeMinutes: grains(0, 2),
        bufferAfterMinutes: grains(0, 2),
        stepMinutes: options.steps,
        staff: fc.array(person, { minLength: 1, maxLength: 3 }),
        hours: fc.oneof(fc.constant<WeeklyWindow[]>([]), week),
        holidays: holidaysNear(date),
        leadMinutes: grains(0, 30),
        horizonDays: fc.integer({ min: 1, max: 4 }),
      })
      .map(({ hours, holidays, leadMinutes, horizonDays, ...service }) => ({
        from,
        until,
        now,
        facts: appointment({
          ...service,
          staff: service.staff.map((one, i) =>
            staff({ ...one, id: `s${i}`, scheduled: one.scheduled || one.windows.length > 0 }),
          ),
          offering: { timezone, hours, holidays, leadMinutes, horizonDays },
        }),
      }));
  });

const anyStep = fc.constantFrom(10, 20, 30, 40, 60, 90, 420);

function plan({ facts, now }: World, start: number) {
  const text = new Date(start * 1000).toISOString();
  return planAppointment(facts, { kind: "appointment", serviceId: "o", start: text }, now);
}

function every(from: number, until: number): number[] {
  return Array.from({ length: (until - from) / GRAIN_SECONDS }, (_, i) => from + i * GRAIN_SECONDS);
}

test("every listed offer can be booked as listed, and every other start is refused for a named rule or taken", () => {
  fc.assert(
    fc.property(
      world({ openings: true, steps: anyStep }),
      fc.infiniteStream(fc.boolean()),
      (one, look) => {
        const listed = new Map(
          listAppointmentOffers(one.facts, one.from, one.until, one.now).map((offer) => [
            at(offer.start),
            offer,
          ]),
        );
        for (const start of every(one.from, one.until)) {
          const offer = listed.get(start);
          // Refusals look for alternatives, which is slow: a sample of them is enough.
          if (!offer && !(look.next().value && look.next().value && look.next().value)) continue;
          const verdict = plan(one, start);
          if (verdict.verdict === "bookable") {
            expect(offer).toBeDefined();
            expect(verdict.plan.picks[0]?.unitIds).toEqual(offer?.staffIds);
            expect(at(verdict.plan.endsAt)).toBe(at(offer!.end));
            expect(verdict.plan.priceMinor).toBe(offer?.price.amount);
          } else {
            expect(offer).toBeUndefined();
            if (verdict.verdict === "not-available") expect(verdict.reasons).not.toEqual([]);
            else expect(verdict.verdict).toBe("taken");
          }
        }
      },
    ),
    { numRuns: 120 },
  );
});

test("with the finest steps, a start is offered exactly when the wall clock, hours, windows and bookings allow it", () => {
  fc.assert(
    fc.property(world({ openings: false, steps: fc.constant(GRAIN_MINUTES) }), (one) => {
      const { facts, from, until, now } = one;
      const { hours, holidays, timezone, leadMinutes, horizonDays } = facts.offering;
      const wall = new Wall(timezone);
      const today = Temporal.PlainDate.from(wall.read(now / 1000).date);
      const lastDay = today.add({ days: horizonDays }).toString();
      const expected = every(from, until).flatMap((start) => {
        const end = start + facts.durationMinutes * 60;
        if (
          start <= now / 1000 ||
          start < now / 1000 + leadMinutes * 60 ||
          wall.read(start).date > lastDay
        )
          return [];
        if (!wall.isOpen(hours, holidays, start, end)) return [];
        const free = facts.staff.filter(
          (person) =>
            (!person.scheduled || wall.inOneWindow(person.windows, start, end)) &&
            !person.breaks.some((rest) =>
              every(start, end).some((t) => wall.occurrence(rest, t) !== undefined),
            ) &&
            !meets(person.off, start, end) &&
            !meets(
              person.busy,
              start - facts.bufferBeforeMinutes * 60,
              end + facts.bufferAfterMinutes * 60,
            ),
        );
        return free.length > 0 ? [`${start} ${free.map(({ id }) => id).join(" ")}`] : [];
      });
      const offered = listAppointmentOffers(facts, from, until, now).map(
        (offer) => `${at(offer.start)} ${offer.staffIds.toSorted().join(" ")}`,
      );
      expect(offered).toEqual(expected);
    }),
    { numRuns: 120 },
  );
});
