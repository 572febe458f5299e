import fc from "fast-check";
import { expect, test } from "vitest";
import { planStay } from "../../src/availability/stays/plan-stay.ts";
import { dateOfDay, type Rate, wishOf } from "../../src/availability/stays/stay.ts";
import { offerStay } from "../../src/availability/stays/stay-offers.ts";
import { day, property, roomType, stayItem } from "./stays-world.ts";

const first = day("2026-12-01");
const night = fc.integer({ min: first - 3, max: first + 20 });
const rarely = fc.integer({ min: 0, max: 9 }).map((n) => n === 0);

const type = fc.record({
  onSale: rarely.map((off) => !off),
  rooms: fc.integer({ min: 0, max: 3 }),
  occupancy: fc.integer({ min: 1, max: 3 }),
  minNights: fc.constantFrom(1, 1, 2, 4),
  priceMinor: fc.integer({ min: 0, max: 50_000 }),
  leadMinutes: fc.constantFrom(0, 0, 1440, 10_000),
  horizonDays: fc.constantFrom(5, 12, 365),
  rates: fc
    .uniqueArray(
      fc.tuple(night, fc.option(fc.nat(90_000)), rarely, fc.option(fc.integer({ min: 1, max: 5 }))),
      { selector: ([n]) => n, maxLength: 8 },
    )
    .map((rates): Rate[] => rates),
  taken: fc
    .uniqueArray(fc.tuple(night, fc.integer({ min: 0, max: 3 })), {
      selector: ([n]) => n,
      maxLength: 12,
    })
    .map((taken): [number, number][] => taken),
});

const world = fc.record({
  types: fc.array(type, { minLength: 1, maxLength: 3 }),
  checkIn: fc.integer({ min: first - 2, max: first + 10 }),
  nights: fc.integer({ min: 1, max: 6 }),
  rooms: fc.integer({ min: 1, max: 3 }),
  guests: fc.integer({ min: 1, max: 6 }),
  now: fc.integer({ min: -72, max: 200 }).map((hours) => first * 86_400_000 - hours * 3_600_000),
  timezone: fc.constantFrom("Asia/Riyadh", "Pacific/Kiritimati", "America/New_York"),
});

test("every offered room type can be booked at its price; every other is refused for a named rule or taken", () => {
  fc.assert(
    fc.property(world, (one) => {
      const { checkIn, nights, rooms, guests, now, timezone } = one;
      const roomTypes = one.types.map((made, n) => roomType({ ...made, id: `type${n}` }));
      const facts = property({ timezone, roomTypes });
      const item = stayItem(dateOfDay(checkIn), dateOfDay(checkIn + nights), { rooms, guests });
      const offer = offerStay(facts, wishOf(item), now);
      for (const { id } of roomTypes) {
        const verdict = planStay(facts, { ...item, roomTypeId: id }, now);
        const offered = offer?.roomTypes.find((room) => room.id === id);
        if (offered) {
          expect(verdict).toMatchObject({
            verdict: "bookable",
            plan: { priceMinor: offered.price.amount },
          });
          expect(offered.roomsFree).toBeGreaterThanOrEqual(rooms);
          expect(offer!.minPrice.amount).toBeLessThanOrEqual(offered.price.amount);
        } else {
          expect(["not-available", "taken"]).toContain(verdict.verdict);
          if (verdict.verdict === "not-available") expect(verdict.reasons).not.toEqual([]);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test("every alternative named by a refusal can be booked", () => {
  fc.assert(
    fc.property(world, (one) => {
      const { checkIn, nights, rooms, guests, now, timezone } = one;
      const roomTypes = one.types.map((made, n) => roomType({ ...made, id: `type${n}` }));
      const facts = property({ timezone, roomTypes });
      const item = stayItem(dateOfDay(checkIn), dateOfDay(checkIn + nights), { rooms, guests });
      const verdict = planStay(facts, { ...item, roomTypeId: "type0" }, now);
      if (!("alternatives" in verdict)) return;
      for (const named of verdict.alternatives as {
        roomTypeId: string;
        checkIn: string;
        checkOut: string;
      }[]) {
        const instead = {
          ...item,
          roomTypeId: named.roomTypeId,
          checkIn: named.checkIn,
          checkOut: named.checkOut,
        };
        expect(planStay(facts, instead, now).verdict).toBe("bookable");
      }
    }),
  );
});
