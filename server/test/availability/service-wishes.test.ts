import { describe, expect, test } from "vitest";
import type { Exempt } from "../../src/availability/planned-item.ts";
import { appointmentRule } from "../../src/availability/slots/appointment-rule.ts";
import { listServiceSlots } from "./slot-lists.ts";
import { makeSalon } from "../harness/businesses.ts";
import { makeBusySalon } from "./busy-salon.ts";
import { at } from "./slot-facts.ts";
import { NOW, openSlotsDatabase, SUNDAY } from "./slots-database.ts";

const slots = await openSlotsDatabase();
const { db, readFacts } = slots;
const { salon } = await makeBusySalon(slots);

describe("a service", () => {
  const day = { from: SUNDAY, to: SUNDAY };

  test("accepts each offered time and refuses all others, from the facts that a booking reads", async () => {
    const offered = await listServiceSlots(db, { id: salon.serviceId, ...day }, NOW);
    for (let minute = 480; minute < 840; minute += 15) {
      const start = new Date((at(`${SUNDAY}T00:00+03:00`) + minute * 60) * 1000).toISOString();
      const item = { kind: "appointment", serviceId: salon.serviceId, start } as const;
      const verdict = appointmentRule.plan(
        await readFacts(appointmentRule.facts(item, NOW)),
        item,
        NOW,
      );
      const offer = offered.find((one) => at(one.start) === at(start));
      if (offer) {
        expect(verdict).toMatchObject({ plan: { picks: [{ unitIds: offer.staffIds }] } });
      } else {
        expect(["taken", "not-available"]).toContain(verdict.verdict);
      }
    }
  });

  test("answers a request for the far past or future with alternatives from the bookable time", async () => {
    for (const [start, first] of [
      ["2020-01-01T00:00:00Z", "2026-11-22T09:00:00+03:00"],
      ["2199-01-01T00:00:00Z", "2027-11-21T12:30:00+03:00"],
    ] as const) {
      const item = { kind: "appointment", serviceId: salon.serviceId, start } as const;
      const verdict = appointmentRule.plan(
        await readFacts(appointmentRule.facts(item, NOW)),
        item,
        NOW,
      );
      expect(verdict).toMatchObject({ verdict: "not-available" });
      expect(verdict).toHaveProperty("alternatives.0.start", first);
    }
  });

  test("answers requests at any distance, also when clocks change at the edge of the horizon", async () => {
    const terms = { lead_minutes: 600, horizon_days: 14 };
    const far = await makeSalon(db, { timezone: "America/New_York", terms });
    const now = at("2027-02-28T23:59:30-05:00") * 1000;
    const verdicts = new Set<string>();
    for (let hours = -240; hours < 600; hours += 7) {
      const start = new Date(Math.floor(now / 3_600_000 + hours) * 3_600_000).toISOString();
      const item = { kind: "appointment", serviceId: far.serviceId, start } as const;
      const verdict = appointmentRule.plan(
        await readFacts(appointmentRule.facts(item, now)),
        item,
        now,
      );
      verdicts.add(verdict.verdict);
      if (verdict.verdict === "not-available") expect(verdict.alternatives).not.toEqual([]);
    }
    expect(verdicts).toEqual(new Set(["not-available", "bookable"]));
  });

  test("books a far time with its refusing rules exempt, from facts about that time", async () => {
    const terms = { lead_minutes: 1440, horizon_days: 14 };
    const near = await makeSalon(db, { timezone: "Asia/Riyadh", terms });
    const item = (start: string) =>
      ({ kind: "appointment", serviceId: near.serviceId, start }) as const;
    for (const [start, rule] of [
      [new Date(NOW + 3_600_000).toISOString(), "inside-lead-time"],
      ["2031-03-05T09:00:00Z", "beyond-horizon"],
      ["2020-01-01T09:00:00Z", "in-the-past"],
    ] as const) {
      const judge = async (exempt?: Exempt) =>
        appointmentRule.plan(
          await readFacts(appointmentRule.facts(item(start), NOW, exempt)),
          item(start),
          NOW,
          exempt,
        );
      expect(await judge()).toMatchObject({ verdict: "not-available", reasons: [{ rule }] });
      const exempt = new Set([
        rule,
        ...(rule === "in-the-past" ? (["inside-lead-time"] as const) : []),
      ]);
      expect((await judge(exempt)).verdict).toBe("bookable");
    }
  });

  test("still refuses for the rules that are not exempt, with alternatives", async () => {
    const terms = { lead_minutes: 1440, horizon_days: 14 };
    const near = await makeSalon(db, { timezone: "Asia/Riyadh", terms });
    for (const [start, exempt, rule] of [
      ["2031-03-05T09:00:00Z", "inside-lead-time", "beyond-horizon"],
      [new Date(NOW + 3_600_000).toISOString(), "beyond-horizon", "inside-lead-time"],
      ["2020-01-01T09:00:00Z", "inside-lead-time", "in-the-past"],
    ] as const) {
      const item = { kind: "appointment", serviceId: near.serviceId, start } as const;
      const rules = new Set([exempt]);
      const verdict = appointmentRule.plan(
        await readFacts(appointmentRule.facts(item, NOW, rules)),
        item,
        NOW,
        rules,
      );
      expect(verdict).toMatchObject({ verdict: "not-available", reasons: [{ rule }] });
      expect(verdict).not.toMatchObject({ alternatives: [] });
    }
  });
});
