import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type PriceBand,
  priceOfStretches,
  rentalPrice,
} from "../../src/availability/slots/rental-price.ts";
import { offsetSpans } from "../../src/availability/slots/zone-offsets.ts";
import { changes } from "./arbitrary-calendars.ts";
import { Wall } from "./open-by-the-wall.ts";
import { at } from "./slot-facts.ts";

function price(
  bands: PriceBand[],
  usual: number,
  from: string,
  until: string,
  timezone = "Asia/Riyadh",
) {
  const [start, end] = [at(from), at(until)];
  const spans = offsetSpans(timezone, start - 86_400, end + 86_400);
  return priceOfStretches(rentalPrice(spans, bands, usual, start, end)(start, end));
}

test("an hour across two price bands pays half of each, and time outside the bands pays the usual price", () => {
  const bands: PriceBand[] = [
    [7, 1080, 1200, 9_000],
    [7, 1200, 1440, 12_000],
  ];
  expect(price(bands, 6_000, "2026-11-22T19:30+03:00", "2026-11-22T20:30+03:00")).toBe(10_500);
  expect(price(bands, 6_000, "2026-11-22T17:30+03:00", "2026-11-22T18:30+03:00")).toBe(7_500);
  expect(price(bands, 6_000, "2026-11-22T23:00+03:00", "2026-11-23T01:00+03:00")).toBe(18_000);
  expect(price(bands, 6_000, "2026-11-23T19:00+03:00", "2026-11-23T20:00+03:00")).toBe(6_000);
});

test("the total is rounded once, half a halala up", () => {
  expect(price([], 101, "2026-11-22T10:00+03:00", "2026-11-22T10:30+03:00")).toBe(51);
  const bands: PriceBand[] = [
    [7, 600, 630, 101],
    [7, 630, 660, 101],
  ];
  expect(price(bands, 0, "2026-11-22T10:00+03:00", "2026-11-22T11:00+03:00")).toBe(101);
});

test("an hour that the clock repeats is charged twice", () => {
  const bands: PriceBand[] = [[7, 60, 120, 9_000]];
  expect(
    price(bands, 0, "2026-11-01T00:00-04:00", "2026-11-01T04:00-05:00", "America/New_York"),
  ).toBe(18_000);
});

test("the price equals the sum of each minute's price by the wall clock", () => {
  const cut = fc.integer({ min: 1, max: 47 }).map((half) => half * 30);
  const bands = fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.uniqueArray(cut, { minLength: 2, maxLength: 6 }))
    .map(([weekday, cuts]) =>
      cuts
        .toSorted((a, b) => a - b)
        .slice(1)
        .map((until, i, all): PriceBand => [
          weekday,
          i === 0 ? 0 : all[i - 1]!,
          until,
          100 * (i + 1),
        ]),
    );
  fc.assert(
    fc.property(
      fc.constantFrom(...changes),
      fc.uniqueArray(bands, { maxLength: 3, selector: (list) => list[0]?.[0] }),
      fc.integer({ min: -60, max: 60 }),
      fc.integer({ min: 1, max: 12 }),
      ([timezone, date], lists, from, length) => {
        const all = lists.flat();
        const start = at(`${date}T00:00Z`) + from * 1800;
        const end = start + length * 1800;
        const wall = new Wall(timezone);
        let sixtieths = 0;
        for (let t = start; t < end; t += 60) {
          const { weekday, minute } = wall.read(t);
          const band = all.find(
            ([on, starts, ends]) => on === weekday && minute >= starts && minute < ends,
          );
          sixtieths += band?.[3] ?? 777;
        }
        const spans = offsetSpans(timezone, start - 86_400, end + 86_400);
        const actual = priceOfStretches(rentalPrice(spans, all, 777, start, end)(start, end));
        expect(actual).toBe(Math.floor((sixtieths + 30) / 60));
      },
    ),
    { numRuns: 60 },
  );
});
