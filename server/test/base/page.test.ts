import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCursor, encodeCursor, pageSize, toPage } from "../../src/base/page.ts";
import { Problem } from "../../src/base/problem.ts";

test("a cursor says what it was made of, Arabic and all", () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), (values) => {
      expect(decodeCursor(encodeCursor(values), values.length)).toEqual(values);
    }),
  );
  expect(decodeCursor(encodeCursor(["صالون"]), 1)).toEqual(["صالون"]);
});

test.each(["", "x", "%%%", "bnVsbA", "e30", encodeCursor(["one"]), encodeCursor([1, 2, 3])])(
  "a cursor of another list, or none at all, is refused with a pointer: %j",
  (cursor) => {
    const attempt = () => decodeCursor(cursor, 2);
    expect(attempt).toThrow(Problem);
    expect(attempt).toThrow(expect.objectContaining({ type: "invalid-request", status: 422 }));
  },
);

const cursorOf = (row: { n: number }) => [row.n];

test("a page has at most its size, and a cursor only when there is more", () => {
  const rows = [{ n: 1 }, { n: 2 }, { n: 3 }];
  const full = toPage(rows, 2, cursorOf, (row) => row.n);
  expect(full.items).toEqual([1, 2]);
  expect(decodeCursor(full.nextCursor!, 1)).toEqual([2]);
  const all = { items: [1, 2, 3], nextCursor: null };
  expect(toPage(rows, 3, cursorOf, (row) => row.n)).toEqual(all);
  expect(toPage([], 3, cursorOf, (row) => row.n)).toEqual({ items: [], nextCursor: null });
});

test("pages are twenty rows unless asked otherwise, and never more than a hundred", () => {
  expect([undefined, 1, 100, 101, 0].map(pageSize)).toEqual([20, 1, 100, 100, 1]);
});
