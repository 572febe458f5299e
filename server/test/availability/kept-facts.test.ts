import { expect, test } from "vitest";
import { KeptFacts } from "../../src/availability/slots/kept-facts.ts";
import { planAppointment } from "../../src/availability/slots/plan-appointment.ts";
import { appointment, at, daily, staff } from "./slot-facts.ts";

const DAY = 86_400;
const start = "2026-11-24T10:00:00+03:00";
const item = { kind: "appointment", serviceId: "cut", staffId: "s1", start } as const;
const later = (days: number) => ({
  ...item,
  start: new Date((at(start) + days * DAY) * 1000).toISOString(),
});

/** Facts as they are read around the start: four days before it, nine after it. */
const read = (version = 1, businessId = "b", priceMinor = 100) =>
  appointment({
    priceMinor,
    offering: {
      businessId,
      catalogueVersion: version,
      hours: daily(540, 1200),
      window: [at(start) - 4 * DAY, at(start) + 9 * DAY + 3600],
    },
    staff: [staff({ busy: [[at(start), at(start) + 3600]] })],
  });

test("facts that were read once serve another order for the same staff member, who is busy in none of them", () => {
  const kept = new KeptFacts();
  kept.keep(item, read(), "1:1:");
  const found = kept.find(item)!;
  expect(found).toMatchObject({ facts: { staff: [{ busy: [] }] }, snapshot: "1:1:" });
  const now = (at(start) - DAY) * 1000;
  const idle = { ...read(), staff: [staff()] };
  expect(planAppointment(found.facts, item, now)).toEqual(planAppointment(idle, item, now));
  expect(planAppointment(found.facts, item, now).verdict).toBe("bookable");
});

test("facts are asked for when the start is too close to the end of what was read", () => {
  const kept = new KeptFacts();
  const narrow = read();
  narrow.offering.window = [at(start) - 2 * DAY, at(start) + 9 * DAY];
  kept.keep(item, narrow, "");
  expect(kept.find(item)).toBeUndefined();
  narrow.offering.window = [at(start) - 9 * DAY, at(start) + 3 * DAY];
  kept.keep(item, narrow, "");
  expect(kept.find(item)).toBeUndefined();
});

test("facts are asked for when another service, staff member or week is wanted, or any staff member", () => {
  const kept = new KeptFacts();
  kept.keep(item, read(), "");
  expect(kept.find({ ...item, serviceId: "shave" })).toBeUndefined();
  expect(kept.find({ ...item, staffId: "s2" })).toBeUndefined();
  expect(kept.find(later(30))).toBeUndefined();
  const { staffId: _, ...anyone } = item;
  kept.keep(anyone, read(), "");
  expect(kept.find(anyone)).toBeUndefined();
});

test("once newer facts of a business are seen, its older ones are asked for again, and those of others are not", () => {
  const kept = new KeptFacts();
  const other = { ...item, serviceId: "shave" };
  kept.keep(item, read(1), "");
  kept.keep(other, read(1, "another"), "");
  kept.keep(later(30), read(2), "");
  expect(kept.find(item)).toBeUndefined();
  expect(kept.find(other)).toBeDefined();
  kept.keep(item, read(1), "");
  expect(kept.find(item)).toBeUndefined();
  kept.keep(item, read(2, "b", 200), "");
  expect(kept.find(item)!.facts.priceMinor).toBe(200);
});

test("what was not used for longest is dropped when there is no room", () => {
  const one = JSON.stringify({ ...read(), staff: [staff()] }).length * 4;
  const kept = new KeptFacts(2.5 * one);
  const services = ["a", "b", "c"].map((serviceId) => ({ ...item, serviceId }));
  kept.keep(services[0]!, read(), "");
  kept.keep(services[1]!, read(), "");
  kept.find(services[0]!);
  kept.keep(services[2]!, read(), "");
  expect(services.map((wanted) => kept.find(wanted) !== undefined)).toEqual([true, false, true]);
  const tiny = new KeptFacts(one / 2);
  tiny.keep(item, read(), "");
  expect(tiny.find(item)).toBeUndefined();
});
