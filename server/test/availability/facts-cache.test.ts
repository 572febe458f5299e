import { expect, test } from "vitest";
import { planAppointment } from "../../src/availability/slots/plan-appointment.ts";
import { FactsCache } from "../../src/booking/facts-cache.ts";
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
  const cache = new FactsCache();
  cache.keep(item, read(), "1:1:");
  const found = cache.find(item)!;
  expect(found).toMatchObject({ facts: { staff: [{ busy: [] }] }, snapshot: "1:1:" });
  const now = (at(start) - DAY) * 1000;
  const idle = { ...read(), staff: [staff()] };
  const verdict = planAppointment(found.facts as typeof idle, item, now);
  expect(verdict).toEqual(planAppointment(idle, item, now));
  expect(verdict.verdict).toBe("bookable");
});

test("facts are asked for when the start is too close to the end of what was read", () => {
  const cache = new FactsCache();
  const narrow = read();
  narrow.offering.window = [at(start) - 2 * DAY, at(start) + 9 * DAY];
  cache.keep(item, narrow, "");
  expect(cache.find(item)).toBeUndefined();
  narrow.offering.window = [at(start) - 9 * DAY, at(start) + 3 * DAY];
  cache.keep(item, narrow, "");
  expect(cache.find(item)).toBeUndefined();
});

test("cached facts refuse what nobody offers for days, and are not asked for alternatives beyond those days", () => {
  const cache = new FactsCache();
  const narrow = read();
  const days: [number, number] = [at(start) - 3.5 * DAY, at(start) + 3.5 * DAY];
  narrow.offering.window = days;
  narrow.staff = [staff({ off: [days] })];
  cache.keep(item, narrow, "");
  const facts = cache.find(item)!.facts as typeof narrow;
  const verdict = planAppointment(facts, item, (at(start) - DAY) * 1000);
  expect(verdict.verdict).toBe("not-available");
});

test("facts are asked for when another service, staff member or week is wanted, or any staff member", () => {
  const cache = new FactsCache();
  cache.keep(item, read(), "");
  expect(cache.find({ ...item, serviceId: "shave" })).toBeUndefined();
  expect(cache.find({ ...item, staffId: "s2" })).toBeUndefined();
  expect(cache.find(later(30))).toBeUndefined();
  const { staffId: _, ...anyone } = item;
  cache.keep(anyone, read(), "");
  expect(cache.find(anyone)).toBeUndefined();
});

test("once newer facts of a business are seen, its older ones are asked for again, and those of others are not", () => {
  const cache = new FactsCache();
  const other = { ...item, serviceId: "shave" };
  cache.keep(item, read(1), "");
  cache.keep(other, read(1, "another"), "");
  cache.keep(later(30), read(2), "");
  expect(cache.find(item)).toBeUndefined();
  expect(cache.find(other)).toBeDefined();
  cache.keep(item, read(1), "");
  expect(cache.find(item)).toBeUndefined();
  cache.keep(item, read(2, "b", 200), "");
  expect(cache.find(item)!.facts).toMatchObject({ priceMinor: 200 });
});

test("what was not used for longest is dropped when there is no room", () => {
  const one = JSON.stringify({ ...read(), staff: [staff()] }).length * 4;
  const cache = new FactsCache(2.5 * one);
  const services = ["a", "b", "c"].map((serviceId) => ({ ...item, serviceId }));
  cache.keep(services[0]!, read(), "");
  cache.keep(services[1]!, read(), "");
  cache.find(services[0]!);
  cache.keep(services[2]!, read(), "");
  expect(services.map((wanted) => cache.find(wanted) !== undefined)).toEqual([true, false, true]);
  const tiny = new FactsCache(one / 2);
  tiny.keep(item, read(), "");
  expect(tiny.find(item)).toBeUndefined();
});
