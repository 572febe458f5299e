import fc from "fast-check";
import { expect, test } from "vitest";
import { planStay } from "../../src/availability/stays/plan-stay.ts";
import type { Property } from "../../src/availability/stays/stay.ts";
import { stayRule } from "../../src/availability/stays/stay-rule.ts";
import { readFacts } from "../../src/booking/item-facts.ts";
import type { StayItem } from "../../src/availability/stays/stay-item.ts";
import { makeHotel } from "../harness/businesses.ts";
import { openStaysApp } from "./stays-app.ts";

const { addType, app, book, countPlaces, moveTo, setRate, stays } = await openStaysApp();

test("the search finds exactly the room types that the rules accept, at the same prices", async () => {
  const hotels = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      makeHotel(app.db, {
        rooms: 1 + (n % 3),
        timezone: ["Asia/Riyadh", "Pacific/Kiritimati", "America/New_York"][n % 3],
        terms: {
          payment_terms: n % 2 ? "full" : "venue",
          lead_minutes: n === 4 ? 2880 : 0,
          horizon_days: n === 5 ? 4 : 365,
        },
      }),
    ),
  );
  const types: string[] = [];
  for (const [n, hotel] of hotels.entries()) {
    await moveTo(hotel, "Modelville");
    types.push(hotel.roomTypeId, await addType(hotel, (n % 2) + 1, 10_000 * (n + 1)));
    await setRate(hotel, "2026-11-24", {
      closed: n === 0,
      price: 1000 * n,
      minNights: (n % 3) + 1,
    });
  }
  await countPlaces();
  const places = new Set(hotels.map((hotel) => hotel.locationId));
  const night = fc.integer({ min: 21, max: 29 });
  const wish = fc.record({
    type: fc.nat(types.length - 1),
    from: night,
    nights: fc.integer({ min: 1, max: 3 }),
    rooms: fc.integer({ min: 1, max: 2 }),
    guests: fc.integer({ min: 1, max: 4 }),
    minutes: fc.constantFrom(0, 0, 6, 90),
  });
  await fc.assert(
    fc.asyncProperty(wish, async ({ type, from, nights, rooms, guests, minutes }) => {
      app.clock.advance(minutes * 60_000);
      const asked = {
        checkIn: `2026-11-${from}`,
        checkOut: addNights(from, nights),
        rooms,
        guests,
      };
      await book(types[type]!, asked.checkIn, asked.checkOut, rooms);
      const inCity = await stays({ city: "Modelville", ...asked, limit: 3 });
      const anywhere = await stays({ ...asked, limit: 100 });
      const accepted = (
        await Promise.all(types.map((id) => judge({ kind: "stay", roomTypeId: id, ...asked })))
      ).flat();
      for (const found of [inCity, anywhere.filter((one) => places.has(one.locationId))]) {
        const offered = found.flatMap((one) =>
          one.roomTypes.map((room) => [room.id, room.price.amount] as const),
        );
        expect(new Map(offered)).toEqual(new Map(accepted));
        expect(offered).toHaveLength(accepted.length);
      }
    }),
    { numRuns: 60 },
  );
});

function addNights(day: number, nights: number): string {
  return Temporal.PlainDate.from(`2026-11-${day}`).add({ days: nights }).toString();
}

async function judge(item: StayItem): Promise<[string, number][]> {
  const now = app.clock.now();
  const [facts] = await readFacts(app.db, [stayRule.facts(item, now)]);
  const verdict = planStay(facts as Property | null, item, now);
  return verdict.verdict === "bookable" ? [[item.roomTypeId, verdict.plan.priceMinor]] : [];
}
