import fc from "fast-check";
import { expect, test } from "vitest";
import { PAGE_CHARACTERS_MAX } from "../../src/base/limits.ts";
import { decodeCursor, encodeCursor, fittingRows, pageSize, toPage } from "../../src/base/page.ts";
import { Problem } from "../../src/base/problem.ts";

const ID = "01a1fba8-62bf-7bea-a98f-b1ca6da38411";
const AT = "2026-11-21T10:00:00.000Z";

test("a cursor decodes to the values it was encoded from", () => {
  const rows = fc.record({ count: fc.maxSafeInteger(), id: fc.uuid({ version: 7 }) });
  fc.assert(
    fc.property(rows, ({ count, id }) => {
      expect(decodeCursor(encodeCursor([count, id]), ["integer", "id"])).toEqual([count, id]);
    }),
  );
  for (const at of [AT, "2026-11-21T13:00:00+03:00"]) {
    expect(decodeCursor(encodeCursor([at, ID]), ["instant", "id"])).toEqual([at, ID]);
  }
});

const strange = [
  [],
  [AT],
  [AT, ID, ID],
  [ID, AT],
  [null, null],
  [1, ID],
  [true, ID],
  [AT, 1],
  [AT, `${ID}\n`],
  ["2026-02-30T10:00:00Z", ID],
  ["2026-11-21", ID],
  ["infinity", ID],
  ["+275760-09-13T00:00:00Z", ID],
  ["0000-01-01T00:00:00Z", ID],
];

test.each(["", "x", "%%%", "bnVsbA", "e30", ...strange.map(encodeCursor)])(
  "a cursor from another list, or one that is not a cursor, is refused: %j",
  (cursor) => {
    const attempt = () => decodeCursor(cursor, ["instant", "id"]);
    expect(attempt).toThrow(Problem);
    expect(attempt).toThrow(expect.objectContaining({ type: "invalid-request", status: 422 }));
  },
);

test.each([1.5, 1e300, "1", null])(
  "a cursor with %j where an integer is due is refused",
  (count) => {
    expect(() => decodeCursor(encodeCursor([count, ID]), ["integer", "id"])).toThrow(Problem);
  },
);

const cursorOf = (row: { n: number }) => [row.n];

test("a page has at most the requested size, and a cursor only when more rows follow", () => {
  const rows = [{ n: 1 }, { n: 2 }, { n: 3 }];
  const full = toPage(rows, 2, cursorOf, (row) => row.n);
  expect(full.items).toEqual([1, 2]);
  expect(decodeCursor(full.nextCursor!, ["integer"])).toEqual([2]);
  const all = { items: [1, 2, 3], nextCursor: null };
  expect(toPage(rows, 3, cursorOf, (row) => row.n)).toEqual(all);
  expect(toPage([], 3, cursorOf, (row) => row.n)).toEqual({ items: [], nextCursor: null });
});

test("a page has 20 rows by default and never more than 100", () => {
  expect([undefined, 1, 100, 101, 0].map(pageSize)).toEqual([20, 1, 100, 100, 1]);
});

test("a page of long rows ends early, but has at least one row", () => {
  const third = PAGE_CHARACTERS_MAX / 3;
  expect(fittingRows([third, third, third, third, third], 4)).toBe(3);
  expect(fittingRows([1, 1, 1, 1, 1], 4)).toBe(4);
  expect(fittingRows([1, 1], 4)).toBe(2);
  expect(fittingRows([2 * PAGE_CHARACTERS_MAX, 1], 4)).toBe(1);
  expect(fittingRows([], 4)).toBe(0);
});
