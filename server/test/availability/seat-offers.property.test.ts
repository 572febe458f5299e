import fc from "fast-check";
import { expect, test } from "vitest";
import { isSeat } from "../../src/availability/planned-item.ts";
import { judgeTrip } from "../../src/availability/trips/judge-trip.ts";
import { planSeat } from "../../src/availability/trips/plan-seat.ts";
import type { SeatAlternative } from "../../src/availability/trips/seat-alternatives.ts";
import { listSeats } from "../../src/availability/trips/seat-map.ts";
import { findSegment } from "../../src/availability/trips/trip.ts";
import { eveningBefore, route, seatFacts, seatItem, stop, trip } from "./trips-world.ts";

const HOUR = 3600;
const letters = ["A", "B", "C", "D"] as const;

/** A trip of up to six stops, some of them passed twice, with seats taken here and there. */
const world = fc
  .record({
    ids: fc.array(fc.constantFrom(...letters), { minLength: 2, maxLength: 6 }),
    doors: fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
      minLength: 6,
      maxLength: 6,
    }),
    waits: fc.array(fc.constantFrom(0, 1, HOUR), { minLength: 6, maxLength: 6 }),
    busy: fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat(5), fc.nat(5), fc.boolean()), {
      maxLength: 5,
    }),
    onSale: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    cancelled: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    leadMinutes: fc.constantFrom(0, 0, 600, 1200),
    horizonDays: fc.constantFrom(0, 1, 30),
    now: fc.integer({ min: -20, max: 20 }).map((hours) => eveningBefore + hours * HOUR * 1000),
  })
  .map((made) => {
    const stops = made.ids.map((id, index) => {
      const [boards = 1, alights = 1] = made.doors[index] ?? [];
      const wait = made.waits[index] ?? 0;
      return stop(id, index + 1, 8 + index, {
        boards: boards > 0,
        alights: alights > 0,
        departs: (8 + index) * HOUR + wait,
      });
    });
    const busy = made.busy
      .filter(([, from, length]) => length > 0 && from + length <= 5)
      .map(([no, from, length, held]): [number, number, number, boolean] => [
        no,
        1 + from,
        1 + from + length,
        held,
      ]);
    const { onSale, leadMinutes, horizonDays, cancelled } = made;
    const facts = seatFacts({
      route: route({ onSale, leadMinutes, horizonDays }),
      trip: trip({ stops, cancelled }),
      busy,
    });
    return { facts, now: made.now };
  });

test("every seat shown as free can be booked at its price; every other is refused for a named reason", () => {
  fc.assert(
    fc.property(
      world,
      fc.constantFrom(...letters),
      fc.constantFrom(...letters),
      (one, from, to) => {
        const { facts, now } = one;
        const segment = findSegment(facts.trip.stops, from, to);
        const offered =
          segment && judgeTrip(facts.route, facts.trip, segment, now).length === 0
            ? listSeats(facts, segment)
            : [];
        for (const { label } of facts.seats) {
          const verdict = planSeat(facts, seatItem(from, to, label), now);
          const offer = offered.find((seat) => seat.label === label);
          if (offer?.status === "free") {
            expect(verdict).toMatchObject({
              verdict: "bookable",
              plan: { priceMinor: offer.price.amount },
            });
            expect(
              verdict.verdict === "bookable" && verdict.plan.endsAt > verdict.plan.startsAt,
            ).toBe(true);
          } else if (offer) {
            expect(verdict.verdict).toBe("taken");
          } else {
            expect(["not-available", "invalid"]).toContain(verdict.verdict);
            if (verdict.verdict === "not-available") expect(verdict.reasons).not.toEqual([]);
          }
          const instead =
            "alternatives" in verdict ? (verdict.alternatives as SeatAlternative[]) : [];
          for (const seat of instead.flatMap(({ seats = [] }) => seats)) {
            expect(planSeat(facts, seatItem(from, to, seat.label), now)).toMatchObject({
              verdict: "bookable",
              plan: { priceMinor: seat.price.amount },
            });
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});

test("no segment of a seat is sold twice, whatever is ordered", () => {
  const sales = fc.array(
    fc.tuple(
      fc.constantFrom(...letters),
      fc.constantFrom(...letters),
      fc.integer({ min: 1, max: 2 }),
    ),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(world, sales, ({ facts, now }, wishes) => {
      const sold: { no: number; from: number; until: number }[] = [];
      for (const [from, to, no] of wishes) {
        const busy = [
          ...facts.busy,
          ...sold.map((one) => [one.no, one.from, one.until, false] as const),
        ];
        const verdict = planSeat({ ...facts, busy }, seatItem(from, to, `${no}`), now);
        if (verdict.verdict !== "bookable") continue;
        const { claims } = verdict.plan;
        for (const claim of claims) {
          if (!isSeat(claim)) throw new Error("a seat is claimed from position to position");
          const taken = { no, from: claim.fromPosition, until: claim.toPosition };
          expect(busy.some(([n, f, u]) => n === no && f < taken.until && u > taken.from)).toBe(
            false,
          );
          sold.push(taken);
        }
      }
    }),
  );
});
