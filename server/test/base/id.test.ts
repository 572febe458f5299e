import { expect, test } from "vitest";
import { newId, newReference } from "../../src/base/id.ts";

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const allOnes = (bytes: Uint8Array<ArrayBuffer>) => bytes.fill(0xff);

test("an id is a UUIDv7 and sorts by creation time", () => {
  const early = newId(Date.parse("2026-11-21T10:00:00Z"));
  const late = newId(Date.parse("2026-11-21T10:00:00.001Z"));
  expect(early).toMatch(UUID_V7);
  expect(early < late).toBe(true);
  expect(Number.parseInt(early.replaceAll("-", "").slice(0, 12), 16)).toBe(
    Date.parse("2026-11-21T10:00:00Z"),
  );
});

test("the same time and the same random bytes give the same id", () => {
  expect(newId(0, allOnes)).toBe("00000000-0000-7fff-bfff-ffffffffffff");
  expect(newId(0, allOnes)).toBe(newId(0, allOnes));
  expect(newId()).not.toBe(newId());
});

test("a reference has eight characters, none of which looks like another", () => {
  for (let count = 0; count < 200; count += 1) {
    expect(newReference()).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
  }
});
