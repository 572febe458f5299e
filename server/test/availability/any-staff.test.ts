import { describe, expect, test } from "vitest";
import { DAY, offers, plan, planned, rules } from "./appointment-day.ts";
import { appointment, at, daily, staff } from "./slot-facts.ts";

describe("any staff", () => {
  const three = ["a", "b", "c"];

  test("leaves out busy staff, and is taken when everybody who works then is busy", () => {
    const busy: [number, number][] = [[at(`${DAY}T10:00+03:00`), at(`${DAY}T11:00+03:00`)]];
    const facts = appointment({
      staff: [
        staff({ id: "a", busy }),
        staff({ id: "b" }),
        staff({ id: "c", windows: daily(720, 900) }),
      ],
    });
    expect(planned(plan(facts, "10:00")).picks).toEqual([
      {
        unitIds: ["b"],
        count: 1,
        from: "2026-11-22T07:00:00.000Z",
        until: "2026-11-22T08:00:00.000Z",
      },
    ]);
    const all = { ...facts, staff: facts.staff.map((one) => ({ ...one, busy })) };
    expect(rules(plan(all, "10:00"))).toBe("taken");
  });

  test("puts the least busy person of the day first, at every hour of it", () => {
    const facts = appointment({
      staff: three.map((id, i) =>
        staff({ id, busy: [[at(`${DAY}T20:00+03:00`), at(`${DAY}T20:00+03:00`) + (3 - i) * 600]] }),
      ),
    });
    expect(planned(plan(facts, "08:00")).picks[0]?.unitIds).toEqual(["c", "b", "a"]);
    expect(offers(facts)[3]?.staffIds).toEqual(["c", "b", "a"]);
  });

  test("puts each of three equally busy people first on one day in three", () => {
    const facts = appointment({ staff: three.map((id) => staff({ id })) });
    const first = (date: string) =>
      planned(plan(facts, `${date}T10:00:00+03:00`)).picks[0]?.unitIds[0];
    const days = ["2026-11-22", "2026-11-23", "2026-11-24"];
    expect(new Set(days.map(first)).size).toBe(3);
    expect(first("2026-11-25")).toBe(first("2026-11-22"));
  });
});
