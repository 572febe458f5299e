import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeHotel, makeSalon, makeVenue } from "../harness/businesses.ts";
import {
  brokenChecks,
  CLIENTS,
  lockNobodyOut,
  openGatheredArenas,
  ordersOf,
  PROCESSES,
  race,
  tally,
  weaken,
  without,
} from "./arena.ts";
import type { Arena } from "./arena.ts";
import { at, dayLater, raceDay } from "./days.ts";

/**
 * Races between servers that place the orders of concurrent requests in batches, as in production: one batch of each
 * process reaches the database at a time, and what one takes the other's batch must not.
 */

const { guarded, unguarded, forgetful } = await openGatheredArenas(
  "guarded",
  "unguarded",
  "forgetful",
);
// No locks and no constraint: two processes that look at the same time both find the place free.
await without(
  unguarded,
  ...lockNobodyOut,
  "alter table claims drop constraint claims_never_overlap, drop constraint seat_claims_never_overlap",
);
// A batch forgets what its earlier orders took.
await weaken(forgetful, "settle_orders", "mine := mine || own || picked", "mine := mine");
await without(forgetful, "alter table claims drop constraint claims_never_overlap");

/** A batch of each process has looked, and none has written. */
const beforeClaims = { tables: ["claims"], contenders: PROCESSES };

async function raceForSlot(arena: Arena) {
  const { serviceId, staffIds } = await makeSalon(arena.db);
  const item = { kind: "appointment", serviceId, staffId: staffIds[0], start: at("10:00") };
  return race(
    arena,
    ordersOf(arena, () => [item]),
    beforeClaims,
  );
}

/** Six rigs, and everybody wants any two: what a batch gives one order it must not give the next. */
async function raceForUnits(arena: Arena) {
  const { rentalId } = await makeVenue(arena.db, { units: 6 });
  const item = { kind: "rental", rentalId, start: at("18:00"), end: at("19:00"), units: 2 };
  return race(
    arena,
    ordersOf(arena, () => [item]),
    { contenders: 1 },
  );
}

test("two hundred customers of two servers want one slot: one gets it", async () => {
  expect(tally(await raceForSlot(guarded))).toEqual({ "201": 1, "409 already-taken": CLIENTS - 1 });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without locks and constraint both servers sell the slot, and verify reports it", async () => {
  expect(tally(await raceForSlot(unguarded))["201"]).toBe(PROCESSES);
  expect(await brokenChecks(unguarded)).toContain("no two blocking claims on one unit overlap");
});

test("two hundred customers want any two of six units: three of them get two each", async () => {
  expect(tally(await raceForUnits(guarded))).toEqual({
    "201": 3,
    "409 already-taken": CLIENTS - 3,
  });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: a batch that forgets what it has given away sells units twice, and verify reports it", async () => {
  expect(tally(await raceForUnits(forgetful))["201"]).toBeGreaterThan(3);
  expect(await brokenChecks(forgetful)).toContain("no two blocking claims on one unit overlap");
});

test("orders of all kinds over several businesses, wanted in any order, are each placed whole or not at all", async () => {
  const arena = guarded;
  const salon = await makeSalon(arena.db, { staff: 3 });
  const venue = await makeVenue(arena.db, { units: 4 });
  const hotel = await makeHotel(arena.db, { rooms: 5 });
  const { tripId, stopIds } = await makeBusLine(arena.db, { date: raceDay });
  const wishes = [
    (n: number) => ({
      kind: "appointment",
      serviceId: salon.serviceId,
      start: at(n % 3 === 0 ? "10:00" : "10:30"),
      ...(n % 2 === 0 && { staffId: salon.staffIds[n % 3] }),
    }),
    (n: number) => ({
      kind: "rental",
      rentalId: venue.rentalId,
      start: at(n % 2 === 0 ? "18:00" : "18:30"),
      end: at(n % 2 === 0 ? "19:00" : "19:30"),
      ...(n % 3 === 0 ? { unitIds: [venue.unitIds[n % 4]] } : { units: 1 + (n % 2) }),
    }),
    (n: number) => ({
      kind: "seat",
      tripId,
      from: stopIds[n % 2],
      to: stopIds[2],
      seats: [{ label: `${1 + (n % 4)}`, passenger: `Passenger ${n}` }],
    }),
    (n: number) => ({
      kind: "stay",
      roomTypeId: hotel.roomTypeId,
      checkIn: dayLater(n % 3),
      checkOut: dayLater(2 + (n % 3)),
      rooms: 1,
      guests: 2,
    }),
  ];
  const items = (n: number) => {
    const chosen = wishes.slice(n % 4, (n % 4) + 1 + (n % 3)).map((wish) => wish(n));
    return n % 2 === 0 ? chosen : chosen.toReversed();
  };
  const counts = tally(await race(arena, ordersOf(arena, items), { contenders: 1 }));
  const placed = counts["201"] ?? 0;
  expect(placed).toBeGreaterThanOrEqual(5);
  expect(counts).toEqual({ "201": placed, "409 already-taken": CLIENTS - placed });
  expect(await brokenChecks(arena)).toEqual([]);
  const { rows } = await sql`
    select from booking_items i where i.claims_needed > (
      select count(*) from claims c where c.business_id = i.business_id and c.item_id = i.id)`.execute(
    arena.owner,
  );
  expect(rows).toEqual([]);
});
