import fc from "fast-check";
import { expect, test } from "vitest";
import {
  covers,
  type Interval,
  overlaps,
  secondsWithin,
  subtract,
  union,
} from "../../src/availability/slots/intervals.ts";

const SIZE = 40;
const anyIntervals = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: SIZE - 1 }), fc.integer({ min: 1, max: 12 }))
    .map(([from, length]) => ({ from, until: Math.min(SIZE, from + length) })),
  { maxLength: 8 },
);

/** The same intervals as a row of cells: slow and obviously right. */
function cells(list: readonly Interval[]): boolean[] {
  return Array.from({ length: SIZE }, (_, at) =>
    list.some(({ from, until }) => from <= at && at < until),
  );
}

test("union and subtraction agree with painted cells and return sorted lists that never touch", () => {
  fc.assert(
    fc.property(anyIntervals, anyIntervals, (left, right) => {
      const [a, b] = [union(left), union(right)];
      const [ca, cb] = [cells(left), cells(right)];
      expect(cells(a)).toEqual(ca);
      expect(cells(subtract(a, b))).toEqual(ca.map((on, i) => on && !cb[i]));
      for (const list of [a, subtract(a, b)]) {
        for (const [i, one] of list.entries()) {
          expect(one.from).toBeLessThan(one.until);
          if (i > 0) expect(list[i - 1]!.until).toBeLessThan(one.from);
        }
      }
    }),
  );
});

test("overlaps, covers and secondsWithin agree with painted cells", () => {
  fc.assert(
    fc.property(
      anyIntervals,
      fc.nat(SIZE - 2),
      fc.integer({ min: 1, max: 12 }),
      (some, from, length) => {
        const until = Math.min(SIZE, from + length);
        const list = union(some);
        const inside = cells(some).slice(from, until);
        expect(overlaps(list, from, until)).toBe(inside.includes(true));
        expect(covers(list, from, until)).toBe(!inside.includes(false));
        expect(secondsWithin(list, from, until)).toBe(inside.filter(Boolean).length);
      },
    ),
  );
});
