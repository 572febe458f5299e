import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { Problem } from "../../src/base/problem.ts";
import type { Db, Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import type { AppointmentFacts } from "../../src/availability/slots/appointment-facts.ts";
import { appointmentRule } from "../../src/availability/slots/appointment-rule.ts";
import type { RentalFacts } from "../../src/availability/slots/rental-facts.ts";
import { rentalRule } from "../../src/availability/slots/rental-rule.ts";
import { listRentalSlots, listServiceSlots } from "../../src/availability/slots/slots.ts";
import { makeSalon, makeVenue, type Salon, type Venue } from "../harness/businesses.ts";
import { platform } from "../harness/people.ts";
import { createTestDatabase, type TestDatabase } from "../harness/test-database.ts";
import { at } from "./slot-facts.ts";

/** A Saturday morning in Riyadh. */
const NOW = at("2026-11-21T09:00+03:00") * 1000;
const SUNDAY = "2026-11-22";

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});

/** A claim without its booking, which only the owner can write and only with the keys switched off. */
async function claim(
  businessId: string,
  unitId: string,
  from: string,
  until: string,
  more: { expires_at?: string; blocking?: boolean } = {},
): Promise<void> {
  await database.owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await tx
      .insertInto("claims")
      .values({
        business_id: businessId,
        unit_id: unitId,
        booking_id: newId(),
        item_id: newId(),
        starts_at: from,
        ends_at: until,
        ...more,
      })
      .execute();
  });
}

function arrange(work: (tx: Tx) => Promise<unknown>): Promise<unknown> {
  return inTransaction(db, platform, work);
}

async function problemOf(work: Promise<unknown>): Promise<{ type: string; pointers: string[] }> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw new Error(`no problem but ${String(error)}`);
  return { type: error.type, pointers: (error.errors ?? []).map(({ pointer }) => pointer) };
}

async function readFacts<Facts>(
  fragment: { execute?: unknown },
  on: Db = db,
): Promise<Facts | null> {
  const { rows } = await sql<{ facts: Facts | null }>`select ${fragment} as facts`.execute(on);
  return rows[0]!.facts;
}

describe("a service", () => {
  let salon: Salon;
  let stranger: Salon;
  const day = { from: SUNDAY, to: SUNDAY };
  const times = async (more: { staffId?: string } = {}) =>
    (await listServiceSlots(db, { id: salon.serviceId, ...day, ...more }, NOW)).map(
      ({ start, staffIds }) => `${start.slice(11, 16)} ${staffIds.length}`,
    );

  beforeAll(async () => {
    salon = await makeSalon(db, { staff: 2 });
    stranger = await makeSalon(db);
    const { businessId: business_id, locationId: location_id } = salon;
    const [first, second] = salon.staffIds as [string, string];
    await arrange(async (tx) => {
      const hours = { business_id, location_id, weekday: 7, starts_minute: 540, ends_minute: 780 };
      await tx.insertInto("location_hours").values(hours).execute();
      const closed = ["2026-11-25", "2027-06-01"].map((date) => ({
        business_id,
        location_id,
        day: date,
      }));
      await tx.insertInto("location_holidays").values(closed).execute();
      const of = (staff_id: string, starts_minute: number, ends_minute: number) => ({
        business_id,
        id: newId(),
        staff_id,
        weekday: 7,
        starts_minute,
        ends_minute,
      });
      await tx
        .insertInto("staff_windows")
        .values([of(second, 540, 660), { ...of(second, 660, 780), active: false }])
        .execute();
      await tx
        .insertInto("staff_breaks")
        .values(of(second, 570, 600))
        .execute();
      const dated = (kind: "off" | "open", starts_at: string, ends_at: string) => ({
        business_id,
        id: newId(),
        staff_id: second,
        kind,
        starts_at,
        ends_at,
      });
      await tx
        .insertInto("staff_exceptions")
        .values([
          dated("off", "2026-11-22T10:30:00.2+03:00", "2026-11-22T11:00+03:00"),
          dated("off", "2027-11-22T10:30+03:00", "2027-11-22T11:00+03:00"),
          dated("open", "2026-11-22T12:00+03:00", "2026-11-22T12:30+03:00"),
        ])
        .execute();
    });
    await claim(business_id, first, `${SUNDAY}T09:30+03:00`, `${SUNDAY}T10:00+03:00`);
    await claim(business_id, first, `${SUNDAY}T10:00+03:00`, `${SUNDAY}T10:30+03:00`, {
      expires_at: "2026-11-21T09:05+03:00",
    });
    await claim(business_id, first, `${SUNDAY}T10:30+03:00`, `${SUNDAY}T11:00+03:00`, {
      expires_at: "2026-11-21T08:55+03:00",
    });
    await claim(business_id, first, `${SUNDAY}T11:00+03:00`, `${SUNDAY}T11:30+03:00`, {
      blocking: false,
    });
    await claim(stranger.businessId, first, `${SUNDAY}T11:30+03:00`, `${SUNDAY}T12:00+03:00`);
  });

  test("its facts are what was written, near the time asked for, in whole seconds", async () => {
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

  test("local days from and to are both included, an instant `to` is not", async () => {
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

  test("one staff member is asked for, and only one who does it", async () => {
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
  ])("from %s to %s is no window", async (from, to) => {
    const asked = listServiceSlots(db, { id: salon.serviceId, from, to }, NOW);
    expect(await problemOf(asked)).toEqual({ type: "invalid-request", pointers: ["/query/to"] });
  });

  test("62 days are", async () => {
    const asked = { id: salon.serviceId, from: SUNDAY, to: "2027-01-22" };
    expect((await listServiceSlots(db, asked, NOW)).at(-1)?.start).toBe(
      "2027-01-17T12:30:00+03:00",
    );
  });

  test("is asked for in one query, however many staff", async () => {
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

  test("of a business that is not approved is nobody's business but its own", async () => {
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

  test("that is no service at all is not found", async () => {
    const venue = await makeVenue(db, { units: 1 });
    for (const id of [newId(), venue.rentalId]) {
      const asked = listServiceSlots(db, { id, ...day }, NOW);
      expect(await problemOf(asked)).toEqual({ type: "not-found", pointers: [] });
    }
  });
});

describe("a rental", () => {
  let venue: Venue;
  beforeAll(async () => {
    venue = await makeVenue(db, { units: 3 });
    const [first] = venue.unitIds;
    await arrange((tx) =>
      tx
        .insertInto("rental_prices")
        .values({
          business_id: venue.businessId,
          id: newId(),
          rental_id: venue.rentalId,
          weekday: 7,
          starts_minute: 1080,
          ends_minute: 1440,
          price_hour_minor: 8_000,
        })
        .execute(),
    );
    await claim(venue.businessId, first!, `${SUNDAY}T18:00+03:00`, `${SUNDAY}T19:00+03:00`);
  });

  test("lists how many are free, at the price of the hour, for the shortest time unless asked otherwise", async () => {
    const [from, to] = [`${SUNDAY}T17:00+03:00`, `${SUNDAY}T19:30+03:00`];
    const seen = async (more: { minutes?: number; units?: number }) =>
      (await listRentalSlots(db, { id: venue.rentalId, from, to, ...more }, NOW)).map(
        (one) => `${one.start.slice(11, 16)} ${one.unitsFree} ${one.price.amount}`,
      );
    expect(await seen({})).toEqual([
      "17:00 3 5000",
      "17:30 2 6500",
      "18:00 2 8000",
      "18:30 2 8000",
      "19:00 3 8000",
    ]);
    expect(await seen({ minutes: 120, units: 3 })).toEqual(["19:00 3 48000"]);
    expect(await problemOf(seen({ minutes: 45 }))).toEqual({
      type: "invalid-request",
      pointers: ["/query/minutes"],
    });
  });

  test("is taken by a booking that began before the days that are looked at", async () => {
    const { businessId, unitIds, rentalId } = await makeVenue(db, { units: 1 });
    await claim(businessId, unitIds[0]!, "2026-11-10T00:00Z", "2026-11-12T00:00Z");
    await claim(businessId, unitIds[0]!, "2026-11-14T00:00Z", `${SUNDAY}T12:00+03:00`);
    const asked = { id: rentalId, from: SUNDAY, to: SUNDAY };
    const [first] = await listRentalSlots(db, asked, NOW);
    expect(first?.start).toBe(`${SUNDAY}T12:00:00+03:00`);
  });

  test("is judged from the same facts", async () => {
    const [start, end] = [`${SUNDAY}T18:00:00+03:00`, `${SUNDAY}T19:00:00+03:00`];
    const item = { kind: "rental", rentalId: venue.rentalId, start, end, units: 3 } as const;
    const facts = await readFacts<RentalFacts>(rentalRule.facts(item, NOW));
    expect(rentalRule.plan(facts, item, NOW)).toMatchObject({ verdict: "taken" });
    const two = { ...item, units: 2 };
    expect(rentalRule.plan(facts, two, NOW)).toMatchObject({
      verdict: "bookable",
      plan: { priceMinor: 16_000 },
    });
    const service = { ...item, rentalId: newId() };
    expect(await readFacts(rentalRule.facts(service, NOW))).toBeNull();
  });

  test("is free where only the booking that is being moved stands in the way", async () => {
    const [start, end] = [`${SUNDAY}T18:00:00+03:00`, `${SUNDAY}T19:00:00+03:00`];
    const unitIds = venue.unitIds.slice(0, 1);
    const item = { kind: "rental", rentalId: venue.rentalId, start, end, unitIds } as const;
    const verdicts = await inTransaction(db, platform, async (tx) => {
      const judge = async () =>
        rentalRule.plan(await readFacts(rentalRule.facts(item, NOW), tx), item, NOW);
      const before = await judge();
      const { booking_id } = await tx
        .selectFrom("claims")
        .select("booking_id")
        .where("unit_id", "=", unitIds[0]!)
        .executeTakeFirstOrThrow();
      await sql`select set_config('app.ignored_booking', ${booking_id}, true)`.execute(tx);
      return [before, await judge()];
    });
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(["taken", "bookable"]);
  });
});
