import { expect, test } from "vitest";
import { apiDocument } from "../../scripts/api-document.ts";
import type { Schema } from "../bad-input/described.ts";

/** Every list in every request and answer, problems too, states how long it can become. */

const document = JSON.parse(JSON.stringify(await apiDocument())) as object;
const lists = [...listsIn(document, "")];

test("the walk sees lists of requests, pages, nested answers and problems", () => {
  const seen = lists.map(({ at }) => at);
  for (const one of [
    "/components/schemas/OrderRequest/properties/items",
    "/components/schemas/BookingPage/properties/items",
    "/components/schemas/Booking/properties/items",
    "/components/schemas/Refund/properties/itemIds/anyOf/0",
    "/components/schemas/ConflictProblem/allOf/1/properties/bookings/items/properties/seats",
  ]) {
    expect(seen).toContain(one);
  }
  expect(seen.length).toBeGreaterThan(100);
});

test("every list states its most items", () => {
  const unbounded = lists.filter(({ schema }) => !Number.isSafeInteger(schema.maxItems));
  expect(unbounded.map(({ at }) => at)).toEqual([]);
});

function* listsIn(value: unknown, at: string): Generator<{ at: string; schema: Schema }> {
  if (typeof value !== "object" || value === null) return;
  const { type } = value as Schema;
  if ([type].flat().includes("array")) yield { at, schema: value as Schema };
  for (const [key, one] of Object.entries(value)) {
    if (!["example", "examples", "default"].includes(key)) yield* listsIn(one, `${at}/${key}`);
  }
}
