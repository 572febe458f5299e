import { describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { AppointmentFacts } from "../../src/availability/slots/appointment-facts.ts";
import { appointmentRule } from "../../src/availability/slots/appointment-rule.ts";
import { listServiceSlots } from "./slot-lists.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeSalon, makeVenue } from "../harness/businesses.ts";
import { platform } from "../harness/people.ts";
import { makeBusySalon } from "./busy-salon.ts";
import { at } from "./slot-facts.ts";
import { NOW, openSlotsDatabase, problemOf, SUNDAY } from "./slots-database.ts";

const slots = await openSlotsDatabase();
const { db, readFacts } = slots;
const { salon, stranger } = await makeBusySalon(slots);

describe("a service", () => {
  const day = { from: SUNDAY, to: SUNDAY };
  const times = async (more: { staffId?: string } = {}) =>
    (await listServiceSlots(db, { id: salon.serviceId, ...day, ...more }, NOW)).map(
      ({ start, staffIds }) => `${start.slice(11, 16)} ${staffIds.length}`,
    );

  test("is judged by the stored rows around the requested time, in whole seconds", async () => {
    const start = `${SUNDAY}T11:00:00+03:00`;
    const item = { kind: "appointment", serviceId: salon.serviceId, start } as const;
    const facts = await readFacts<AppointmentFacts>(appointmentRule.facts(item, NOW));
    expect(facts).toMatchObject({
      offering: {
        businessId: salon.businessId,
        locationId: salon.locationId,
        offeringId: salon.serviceId,
        currency: "SAR",
        onSale: true,
        timezone: "Asia/Riyadh",
        terms: { paymentTerms: "venue", holdMinutes: 10, freeCancelHours: 24 },
        horizonDays: 365,
        hours: [[7, 540, 780]],
        holidays: ["2026-11-25"],
        window: [at(start) - 4 * 86_400, at(start) + 9 * 86_400 + 1800],
      },
      durationMinutes: 30,
      priceMinor: 10_000,
    });
    const [first, second] = salon.staffIds.map((id) => facts!.staff.find((one) => one.id === id)!);
    expect(first).toMatchObject({
      scheduled: false,
      windows: [],
      breaks: [],
      off: [],
      openings: [],
    });
    expect(first!.busy.toSorted((a, b) => a[0] - b[0])).toEqual([
      [at(`${SUNDAY}T09:30+03:00`), at(`${SUNDAY}T10:00+03:00`)],
      [at(`${SUNDAY}T10:00+03:00`), at(`${SUNDAY}T10:30+03:00`)],
    ]);
    expect(second).toMatchObject({
      active: true,
      scheduled: true,
      windows: [[7, 540, 660]],
      breaks: [[7, 570, 600]],
      off: [[at(`${SUNDAY}T10:30+03:00`), at(`${SUNDAY}T11:00+03:00`)]],
      openings: [[at(`${SUNDAY}T12:00+03:00`), at(`${SUNDAY}T12:30+03:00`)]],
      busy: [],
    });
  });

  test("lists both local days `from` and `to`, but excludes an instant `to`", async () => {
    expect(await times()).toEqual([
      "09:00 2",
      "10:00 1",
      "10:30 1",
      "11:00 1",
      "11:30 1",
      "12:00 2",
      "12:30 1",
    ]);
    const [from, to] = [`${SUNDAY}T09:00+03:00`, `${SUNDAY}T10:30+03:00`];
    const some = await listServiceSlots(db, { id: salon.serviceId, from, to }, NOW);
    expect(some.map(({ start }) => start.slice(11, 16))).toEqual(["09:00", "10:00"]);
  });

  test("lists the slots of one staff member, but rejects one who does not offer it", async () => {
    const [first] = salon.staffIds;
    expect(await times({ staffId: first })).toEqual([
      "09:00 1",
      "10:30 1",
      "11:00 1",
      "11:30 1",
      "12:00 1",
      "12:30 1",
    ]);
    const bad = times({ staffId: stranger.staffIds[0] });
    expect(await problemOf(bad)).toEqual({ type: "invalid-request", pointers: ["/query/staffId"] });
  });

  test.each([
    [SUNDAY, "2026-11-21"],
    [SUNDAY, "2027-01-23"],
    [`${SUNDAY}T09:00:00Z`, `${SUNDAY}T09:00:00Z`],
  ])("rejects the window from %s to %s", async (from, to) => {
    const asked = listServiceSlots(db, { id: salon.serviceId, from, to }, NOW);
    expect(await problemOf(asked)).toEqual({ type: "invalid-request", pointers: ["/query/to"] });
  });

  test("accepts a window of 62 days", async () => {
    const asked = { id: salon.serviceId, from: SUNDAY, to: "2027-01-22" };
    expect((await listServiceSlots(db, asked, NOW)).at(-1)?.start).toBe(
      "2027-01-17T12:30:00+03:00",
    );
  });

  test("lists slots with one query, however many staff", async () => {
    let queries = 0;
    const counting = db.withPlugin({
      transformQuery: ({ node }) => {
        queries += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    await listServiceSlots(counting, { id: salon.serviceId, ...day }, NOW);
    expect(queries).toBe(1);
  });

  test("of an unapproved business is visible to that business only", async () => {
    const hidden = await makeSalon(db, { approved: false });
    const asked = { id: hidden.serviceId, ...day };
    expect(await problemOf(listServiceSlots(db, asked, NOW))).toEqual({
      type: "not-found",
      pointers: [],
    });
    const { businessId } = hidden;
    const member = { scope: "member", businessId, actor: "test", now: platform.now } as const;
    const own = await inTransaction(db, member, (tx) => listServiceSlots(tx, asked, NOW));
    expect(own).toHaveLength(48);
  });

  test("that does not exist, or is a rental, is not found", async () => {
    const venue = await makeVenue(db, { units: 1 });
    for (const id of [newId(), venue.rentalId]) {
      const asked = listServiceSlots(db, { id, ...day }, NOW);
      expect(await problemOf(asked)).toEqual({ type: "not-found", pointers: [] });
    }
  });
});
