import { expect, test } from "vitest";
import { olderSnapshot } from "../../src/db/older-snapshot.ts";

test.each([
  ["fewer transactions had begun", "10:12:", "10:13:"],
  ["its numbers were smaller, not only shorter", "998:999:", "1000:1001:"],
  ["an older transaction was still under way", "8:12:8", "10:12:10"],
  ["more transactions were still under way", "8:12:8,10", "8:12:8"],
  ["they are the same", "8:12:8", "8:12:8"],
])("the older snapshot is the one taken when %s", (_, older, newer) => {
  expect(olderSnapshot(older, newer)).toBe(older);
  expect(olderSnapshot(newer, older)).toBe(older);
});
