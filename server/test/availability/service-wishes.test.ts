import { describe, expect, test } from "vitest";
import { appointmentRule } from "../../src/availability/slots/appointment-rule.ts";
import { listServiceSlots } from "../../src/availability/slots/slots.ts";
import { makeSalon } from "../harness/businesses.ts";
import { makeBusySalon } from "./busy-salon.ts";
import { at } from "./slot-facts.ts";
import { NOW, openSlotsDatabase, SUNDAY } from "./slots-database.ts";

const slots = await openSlotsDatabase();
const { db, readFacts } = slots;
const { salon } = await makeBusySalon(slots);

describe("a service", () => {
  const day = { from: SUNDAY, to: SUNDAY };

  test("what is offered is accepted with the facts a booking reads, what is not is refused", async () => {
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

  test("a wish for long ago or far away reads the time that can be booked", async () => {
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

  test("a wish at any distance is answered, also where the clocks change at the horizon's edge", async () => {
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
});
