import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeSalon } from "../harness/businesses.ts";
import {
  brokenChecks,
  CLIENTS,
  lockNobodyOut,
  openArenas,
  ordersOf,
  race,
  tally,
  without,
  won,
} from "./arena.ts";
import type { Arena } from "./arena.ts";
import { at, raceDay } from "./days.ts";

const { guarded, constraintAlone, unguarded } = await openArenas(
  "guarded",
  "constraintAlone",
  "unguarded",
);
// With locks that exclude nobody, all orders that look before the first write find the place free.
for (const arena of [constraintAlone, unguarded]) await without(arena, ...lockNobodyOut);
await without(
  unguarded,
  "alter table claims drop constraint claims_never_overlap, drop constraint seat_claims_never_overlap",
);

/** A gate before the claims: all orders have looked, none has written. */
const beforeClaims = { tables: ["claims"] };
type Gate = typeof beforeClaims;

const oneWins = { "201": 1, "409 already-taken": CLIENTS - 1 };
const overlap = "no two blocking claims on one unit overlap";
const seatTwice = "no segment of a trip is sold twice on one seat";

/** All clients want the same half hour of the same person. */
async function raceForSlot(arena: Arena, gate?: Gate) {
  const { serviceId, staffIds } = await makeSalon(arena.db);
  const item = { kind: "appointment", serviceId, staffId: staffIds[0], start: at("10:00") };
  return race(
    arena,
    ordersOf(arena, () => [item]),
    gate,
  );
}

/** One person, four different starts whose times all overlap each other. */
async function raceForOverlap(arena: Arena, gate?: Gate) {
  const { serviceId, staffIds } = await makeSalon(arena.db, { durationMinutes: 120 });
  const starts = ["10:00", "10:30", "11:00", "11:30"].map((time) => at(time));
  const item = (n: number) => ({
    kind: "appointment",
    serviceId,
    staffId: staffIds[0],
    start: starts[n % starts.length],
  });
  return race(
    arena,
    ordersOf(arena, (n) => [item(n)]),
    gate,
  );
}

type Stretches = readonly (readonly [number, number])[];

async function raceForSeat(arena: Arena, stretches: Stretches, gate?: Gate) {
  const { tripId, stopIds } = await makeBusLine(arena.db, { date: raceDay });
  const item = (n: number) => {
    const [from, to] = stretches[n % stretches.length]!;
    const seats = [{ label: "1", passenger: `Passenger ${n}` }];
    return { kind: "seat", tripId, from: stopIds[from], to: stopIds[to], seats };
  };
  return race(
    arena,
    ordersOf(arena, (n) => [item(n)]),
    gate,
  );
}

const wholeTrip = [[0, 2]] as const;
const overlapping = [
  [0, 2],
  [1, 2],
  [0, 1],
  [0, 2],
] as const;

/** The segments of the seat that were sold, as pairs of stops. */
function legs(answers: Awaited<ReturnType<typeof raceForSeat>>, stretches = overlapping) {
  return answers.flatMap(({ status }, n) => (status === 201 ? [stretches[n % 4]!] : []));
}

async function bookingsIn(arena: Arena): Promise<number> {
  const { rows } = await sql<{ made: number }>`
    select count(*)::int as made from bookings where status = 'confirmed'`.execute(arena.owner);
  return rows[0]!.made;
}

test("two hundred customers want one staff slot: one gets it, the others are refused and hold nothing", async () => {
  const before = await bookingsIn(guarded);
  const answers = await raceForSlot(guarded);
  expect(tally(answers)).toEqual(oneWins);
  expect((await bookingsIn(guarded)) - before).toBe(1);
  const refusals = answers.filter(({ status }) => status === 409);
  expect(refusals.every(({ body }) => body.alternatives.length > 0)).toBe(true);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without the locks the constraint alone lets one customer have the staff slot", async () => {
  const answers = await raceForSlot(constraintAlone, beforeClaims);
  expect(tally(answers)).toEqual(oneWins);
  expect(await brokenChecks(constraintAlone)).toEqual([]);
});

test("control: without locks and constraint many get one staff slot and verify reports it", async () => {
  const answers = await raceForSlot(unguarded, beforeClaims);
  expect(won(answers).length).toBeGreaterThan(1);
  expect(await brokenChecks(unguarded)).toContain(overlap);
});

test("customers want different overlapping times of one person: one gets it", async () => {
  expect(tally(await raceForOverlap(guarded))).toEqual(oneWins);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without locks and constraint one person is booked for overlapping times", async () => {
  expect(won(await raceForOverlap(unguarded, beforeClaims)).length).toBeGreaterThan(1);
  expect(await brokenChecks(unguarded)).toContain(overlap);
});

test("two hundred passengers want one seat for the whole trip: one gets it", async () => {
  expect(tally(await raceForSeat(guarded, wholeTrip))).toEqual(oneWins);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without locks and constraint many passengers get one seat", async () => {
  expect(won(await raceForSeat(unguarded, wholeTrip, beforeClaims)).length).toBeGreaterThan(1);
  expect(await brokenChecks(unguarded)).toContain(seatTwice);
});

test("passengers want overlapping segments of one seat: no segment is sold twice", async () => {
  const answers = await raceForSeat(guarded, overlapping);
  const sold = legs(answers).toSorted(([a], [b]) => a - b);
  // Either one passenger rides the whole way, or one gets off where another gets on.
  expect([
    [[0, 2]],
    [
      [0, 1],
      [1, 2],
    ],
  ]).toContainEqual(sold);
  expect(tally(answers)["409 already-taken"]).toBe(CLIENTS - sold.length);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without locks and constraint a segment of one seat is sold twice", async () => {
  expect(won(await raceForSeat(unguarded, overlapping, beforeClaims)).length).toBeGreaterThan(2);
  expect(await brokenChecks(unguarded)).toContain(seatTwice);
});

test("passengers want two disjoint segments of one seat: one passenger gets each", async () => {
  const disjoint = [
    [0, 1],
    [1, 2],
  ] as const;
  const answers = await raceForSeat(guarded, disjoint);
  expect(tally(answers)).toEqual({ "201": 2, "409 already-taken": CLIENTS - 2 });
  const winners = answers.flatMap(({ status }, n) => (status === 201 ? [n % 2] : []));
  expect(winners.toSorted((a, b) => a - b)).toEqual([0, 1]);
  expect(await brokenChecks(guarded)).toEqual([]);
});
