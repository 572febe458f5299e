import { describe, expect, test } from "vitest";
import { DAY, plan, planned, times } from "./appointment-day.ts";
import { appointment, at, daily, staff } from "./slot-facts.ts";

describe("buffers", () => {
  const busy: [number, number][] = [[at(`${DAY}T11:00+03:00`), at(`${DAY}T12:00+03:00`)]];
  const facts = appointment({
    offering: { hours: daily(540, 840) },
    stepMinutes: 15,
    bufferBeforeMinutes: 15,
    bufferAfterMinutes: 30,
    staff: [staff({ busy })],
  });

  test("must be free of other bookings, but may lie outside opening hours", () => {
    expect(times(facts)).toEqual(["09:00", "09:15", "09:30", "12:15", "12:30", "12:45", "13:00"]);
  });

  test("are part of the claim, not of the booking's times", () => {
    expect(planned(plan(facts, "13:00", { staffId: "s1" }))).toMatchObject({
      startsAt: "2026-11-22T10:00:00.000Z",
      endsAt: "2026-11-22T11:00:00.000Z",
      claims: [
        {
          unitId: "s1",
          seatNo: 0,
          from: "2026-11-22T09:45:00.000Z",
          until: "2026-11-22T11:30:00.000Z",
        },
      ],
      picks: [],
    });
  });

  test("that do not fit make the time taken, with the nearest offers first", () => {
    const verdict = plan(facts, "10:00");
    expect(verdict).toMatchObject({ verdict: "taken" });
    const starts = (verdict as { alternatives: { start: string }[] }).alternatives.map(
      (one) => one.start,
    );
    expect(starts).toEqual([
      "2026-11-22T09:30:00+03:00",
      "2026-11-22T09:15:00+03:00",
      "2026-11-22T09:00:00+03:00",
      "2026-11-22T12:15:00+03:00",
      "2026-11-22T12:30:00+03:00",
    ]);
  });
});
