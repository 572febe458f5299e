import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { RentalFacts } from "../../src/availability/slots/rental-facts.ts";
import { rentalRule } from "../../src/availability/slots/rental-rule.ts";
import { listRentalSlots } from "./slot-lists.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeVenue, type Venue } from "../harness/businesses.ts";
import { platform } from "../harness/people.ts";
import { NOW, openSlotsDatabase, problemOf, SUNDAY } from "./slots-database.ts";

const { db, claim, arrange, readFacts } = await openSlotsDatabase();

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

  test("lists free units at the price of the hour, for the shortest duration by default", async () => {
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

  test("is taken while a booking from before the listed days still runs", async () => {
    const { businessId, unitIds, rentalId } = await makeVenue(db, { units: 1 });
    await claim(businessId, unitIds[0]!, "2026-11-10T00:00Z", "2026-11-12T00:00Z");
    await claim(businessId, unitIds[0]!, "2026-11-14T00:00Z", `${SUNDAY}T12:00+03:00`);
    const asked = { id: rentalId, from: SUNDAY, to: SUNDAY };
    const [first] = await listRentalSlots(db, asked, NOW);
    expect(first?.start).toBe(`${SUNDAY}T12:00:00+03:00`);
  });

  test("is judged by orders from the same facts", async () => {
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

  test("is free when the only conflict is the booking being moved", async () => {
    const [start, end] = [`${SUNDAY}T18:00:00+03:00`, `${SUNDAY}T19:00:00+03:00`];
    const unitIds = venue.unitIds.slice(0, 1);
    const item = { kind: "rental", rentalId: venue.rentalId, start, end, unitIds } as const;
    const verdicts = await inTransaction(db, platform, async (tx) => {
      const judge = async () =>
        rentalRule.plan(await readFacts(rentalRule.facts(item, NOW), tx), item, NOW);
      const before = await judge();
      const { item_id } = await tx
        .selectFrom("claims")
        .select("item_id")
        .where("unit_id", "=", unitIds[0]!)
        .executeTakeFirstOrThrow();
      await sql`select set_config('app.ignored_items', ${item_id}, true)`.execute(tx);
      return [before, await judge()];
    });
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(["taken", "bookable"]);
  });
});
