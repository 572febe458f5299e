import { expect, test } from "vitest";
import { planStay } from "../../src/availability/stays/plan-stay.ts";
import { property, stayItem } from "./stays-world.ts";

const now = Date.parse("2026-01-01T12:00:00Z");

test.each([
  ["Asia/Riyadh", "2026-03-27", "2026-03-30", 69],
  ["America/New_York", "2026-03-07", "2026-03-09", 44],
  ["America/New_York", "2026-10-31", "2026-11-02", 46],
  ["Europe/London", "2026-03-28", "2026-03-29", 20],
  ["Europe/London", "2026-10-24", "2026-10-25", 22],
  ["Australia/Lord_Howe", "2026-10-03", "2026-10-04", 20.5],
  ["Australia/Lord_Howe", "2026-04-04", "2026-04-05", 21.5],
  ["Africa/Cairo", "2026-04-23", "2026-04-24", 20],
  ["Africa/Cairo", "2026-10-29", "2026-10-30", 22],
])(
  "in %s a stay from %s to %s runs from 15:00 to 12:00 local time: %d hours",
  (timezone, checkIn, checkOut, hours) => {
    const verdict = planStay(property({ timezone }), stayItem(checkIn, checkOut), now);
    if (verdict.verdict !== "bookable") throw new Error(verdict.verdict);
    const { startsAt, endsAt, details } = verdict.plan;
    expect((Date.parse(endsAt) - Date.parse(startsAt)) / 3_600_000).toBe(hours);
    expect(details.checkInFrom).toMatch(`${checkIn}T15:00:00`);
    expect(details.checkOutUntil).toMatch(`${checkOut}T12:00:00`);
  },
);

test("a check-in time that the clock skips moves forward by the skipped hour", () => {
  const facts = property({ timezone: "America/New_York", checkInMinute: 150 });
  const verdict = planStay(facts, stayItem("2026-03-08", "2026-03-09"), now);
  expect(verdict).toMatchObject({
    plan: { details: { checkInFrom: "2026-03-08T03:30:00-04:00" } },
  });
});

test("a night with a clock change counts as one night", () => {
  const verdict = planStay(
    property({ timezone: "Africa/Cairo" }),
    stayItem("2026-10-28", "2026-10-31"),
    now,
  );
  expect(verdict).toMatchObject({ plan: { priceMinor: 90_000, buckets: [{}, {}, {}] } });
});
